import type { KnownMessages } from '../messages/meaning/known-messages.js';
import { declaredSecrets } from '../messages/paths/declared-secrets.js';
import { editFields } from '../messages/paths/edit-fields.js';
import { ContentReplacer } from '../messages/paths/replaced-content.js';
import type { FieldPath } from '../model/field-path.js';
import type { Direction } from '../model/kind.js';
import {
  type FieldRule,
  type RedactOptions,
  type RedactRules,
  readField,
} from '../options/redact-options.js';
import type { KnownValues } from './known-values.js';
import { REPLACEMENT } from './replacement.js';

const NO_PLACES: Redacted['places'] = [];
const USUAL: Uint8Array = new TextEncoder().encode(REPLACEMENT);

/** A message without secret fields, and where those are. */
interface Redacted {
  readonly bytes: Uint8Array;
  /** The numbers of the fields that lead to each. */
  readonly places: readonly (readonly number[])[];
}

/** What a field is to hold instead; undefined for the usual. */
type Replacements = ReadonlyMap<FieldPath, Uint8Array | undefined>;

/** Takes the fields out of messages that somebody named, and those that their schema declares as secret. */
export class FieldRedaction {
  readonly #rules: readonly FieldRule[];
  readonly #message: RedactOptions['message'];
  readonly #values: KnownValues;
  readonly #found = new Set<FieldRule>();
  readonly #seen = new Set<FieldRule>();

  /** What is taken out is learned by `values`: a client may send it back. */
  constructor({ fields, message }: Pick<RedactRules, 'fields' | 'message'>, values: KnownValues) {
    this.#rules = fields;
    this.#message = message;
    this.#values = values;
  }

  /** The paths for which there were messages, and whether they led to something in one. */
  get paths(): Iterable<readonly [path: string, isFound: boolean]> {
    return [...this.#seen].map((rule) => [rule.text, this.#found.has(rule)] as const);
  }

  /**
   * A message of a method. Gives `bytes` itself where there is nothing to take out. Throws an Error where the user's own
   * function cannot say what is to go.
   */
  message(method: string, direction: Direction, bytes: Uint8Array, known: KnownMessages): Redacted {
    // The usual case costs nothing.
    if (this.#rules.length === 0 && this.#message === undefined && known.declared === undefined)
      return { bytes, places: NO_PLACES };
    const rules = this.#rulesOf(method, direction);
    for (const rule of rules) this.#seen.add(rule);
    const asked = this.#ask(method, direction, bytes, known);
    // Of several for one field the last counts: what somebody asked for goes before what is usual.
    const replacements = new Map<FieldPath, Uint8Array | undefined>(
      findDeclared(bytes, known).map((path) => [path, undefined]),
    );
    for (const { path, replacement } of [...asked, ...rules]) replacements.set(path, replacement);
    if (replacements.size === 0) return { bytes, places: NO_PLACES };
    return this.#replace(bytes, known, replacements, rules);
  }

  #replace(
    bytes: Uint8Array,
    known: KnownMessages,
    replacements: Replacements,
    rules: readonly FieldRule[],
  ): Redacted {
    const places: (readonly number[])[] = [];
    const names = known.namesFor(bytes);
    const replacer = new ContentReplacer(
      (text, replacement) => this.#values.learnTakenOut(text, replacement),
      (typeName) => names.findType?.(typeName),
    );
    const left = editFields(bytes, [...replacements.keys()], {
      names,
      endsInValues: true,
      edit: (element) => {
        places.push(element.place);
        for (const rule of rules) if (rule.path === element.path) this.#found.add(rule);
        return replacer.replace(element, replacements.get(element.path) ?? USUAL);
      },
    });
    return { bytes: left, places };
  }

  #rulesOf(method: string, direction: Direction): readonly FieldRule[] {
    if (this.#rules.length === 0) return this.#rules;
    return this.#rules.filter(
      (rule) =>
        (rule.method === undefined || rule.method === method) &&
        (rule.direction === undefined || rule.direction === direction),
    );
  }

  #ask(method: string, direction: Direction, bytes: Uint8Array, known: KnownMessages): readonly FieldRule[] {
    if (this.#message === undefined) return [];
    try {
      const paths: unknown = this.#message(method, direction, known.decode(bytes)) ?? [];
      if (!Array.isArray(paths)) throw new TypeError('no list of paths');
      return paths.map((path) => readField(path, 'redact.message'));
    } catch (error) {
      // Its own message may hold what the function was shown.
      const name = error instanceof Error ? error.name : typeof error;
      throw new Error(
        `a call of ${method} is not recorded, for the function redact.message failed with ${name} on a ${direction}: let it return a list of field paths, or nothing`,
      );
    }
  }
}

/** Of a schema that lacks a type, nothing is known. */
function findDeclared(bytes: Uint8Array, { declared }: KnownMessages): readonly FieldPath[] {
  try {
    return declared === undefined ? [] : declaredSecrets(bytes, declared);
  } catch {
    return [];
  }
}
