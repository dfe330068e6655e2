import { CassetteError } from '../errors.js';
import type { KnownMessages } from '../messages/meaning/known-messages.js';
import { loadEditing } from '../messages/paths/load-editing.js';
import type { FieldNames } from '../messages/types/field-names.js';
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

const NONE: readonly never[] = [];
const USUAL: Uint8Array = new TextEncoder().encode(REPLACEMENT);

/** A message without secret fields, and where those are. */
interface Redacted {
  readonly bytes: Uint8Array;
  /** The paths to each, by number. */
  readonly marks: readonly string[];
}

/** What a field is to hold instead; undefined for the usual. */
type Replacements = ReadonlyMap<FieldPath, Uint8Array | undefined>;

/** What is to go by the user's own function, and by the rules. */
interface Rules {
  readonly asked: readonly FieldRule[];
  readonly own: readonly FieldRule[];
}

/** What is known of the schema that there should be. */
export interface SchemaState {
  /** Whether it is there, if it ever will be. */
  isSettled(): boolean;
  /** Whether it cannot be read. */
  lacksSchema(): boolean;
}

const SETTLED: SchemaState = { isSettled: () => true, lacksSchema: () => false };

function isByName({ path }: FieldRule): boolean {
  return path.some(({ type }) => type === 'field');
}

/** Takes the fields out of messages that somebody named, and those that their schema declares as secret. */
export class FieldRedaction {
  readonly #rules: readonly FieldRule[];
  readonly #message: RedactOptions['message'];
  readonly #values: KnownValues;
  readonly #schema: SchemaState;
  readonly #found = new Set<FieldRule>();
  readonly #seen = new Set<FieldRule>();

  /** What is taken out is learned by `values`: a client may send it back. */
  constructor(
    { fields, message }: Pick<RedactRules, 'fields' | 'message'>,
    values: KnownValues,
    schema: SchemaState = SETTLED,
  ) {
    this.#schema = schema;
    this.#rules = fields;
    this.#message = message;
    this.#values = values;
  }

  /** The paths of the rules for which there were messages, or never were, and whether they led to something in one. */
  get paths(): Iterable<readonly [path: string, isFound: boolean]> {
    return this.#rules
      .filter((rule) => this.#seen.has(rule) || rule.method !== undefined)
      .map((rule) => [rule.text, this.#found.has(rule)] as const);
  }

  /** Whether there may be something to take out of such a message: the usual case costs nothing. */
  looksInto({ declared }: KnownMessages): boolean {
    return this.#rules.length > 0 || this.#message !== undefined || declared !== undefined;
  }

  /**
   * A message of a method. Gives `bytes` itself where there is nothing to take out. Throws an Error where the user's own
   * function cannot say what is to go.
   */
  message(
    method: string,
    direction: Direction,
    bytes: Uint8Array,
    known: KnownMessages,
    asks: boolean,
  ): Redacted {
    if (!this.looksInto(known)) return { bytes, marks: NONE };
    const rules = this.#rulesOf(method, direction);
    for (const rule of rules) this.#seen.add(rule);
    const asked = asks ? this.#ask(method, direction, bytes, known) : [];
    // Of several for one field the last counts: what somebody asked for goes before what is usual.
    const replacements = new Map<FieldPath, Uint8Array | undefined>(
      findDeclared(bytes, known).map((path) => [path, undefined]),
    );
    for (const { path, replacement } of [...asked, ...rules]) replacements.set(path, replacement);
    if (replacements.size === 0) return { bytes, marks: NONE };
    this.#assertKnown(method, known.namesFor(bytes), { asked, own: rules }, !asks);
    return this.#replace(bytes, known, replacements, [...asked, ...rules]);
  }

  /** What is named must not be stored because nothing knows the name. */
  #assertKnown(method: string, names: Partial<FieldNames>, rules: Rules, isStored: boolean): void {
    if (names.findNumber !== undefined) return;
    if (rules.asked.some(isByName))
      throw new Error(
        `a call of ${method} is not recorded, for redact.message names a field of its messages, and nothing names their fields: give the schema, or the field's number`,
      );
    const lacksSchema = this.#schema.lacksSchema() || (isStored && !this.#schema.isSettled());
    if (lacksSchema && rules.own.some(isByName))
      throw new Error(
        `a call of ${method} is not recorded, for redact names fields of its messages, and the schema that names them could not be read`,
      );
  }

  #replace(
    bytes: Uint8Array,
    known: KnownMessages,
    replacements: Replacements,
    rules: readonly FieldRule[],
  ): Redacted {
    const { ContentReplacer, editFields } = loadEditing();
    const marks: string[] = [];
    const names = known.namesFor(bytes);
    const replacer = new ContentReplacer(
      (text, replacement) => this.#values.learnTakenOut(text, replacement),
      (typeName) => names.findType?.(typeName),
    );
    const left = editFields(bytes, [...replacements.keys()], {
      names,
      endsInValues: true,
      edit: (element) => {
        marks.push(element.mark);
        for (const rule of rules) {
          if (rule.path !== element.path) continue;
          this.#found.add(rule);
        }
        return replacer.replace(element, replacements.get(element.path) ?? USUAL);
      },
    });
    return { bytes: left, marks };
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
      if (!Array.isArray(paths)) throw new Unfit(`returned ${kindOf(paths)}`);
      return paths.map((path) => readField(path, 'redact.message'));
    } catch (error) {
      throw new Error(
        `a call of ${method} is not recorded, for the function redact.message ${whatFailed(error)} on a ${direction}: let it return a list of field paths, or nothing`,
      );
    }
  }
}

/** What the function returned is no list. */
class Unfit extends Error {}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return 'a promise';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** What it says, and what was taken for a path, may hold what the function was shown. */
function whatFailed(error: unknown): string {
  if (error instanceof Unfit) return error.message;
  if (CassetteError.is(error)) return 'returned what is no field path';
  return `threw ${error instanceof Error ? error.name : typeof error}`;
}

/** Of a schema that lacks a type, nothing is known. */
function findDeclared(bytes: Uint8Array, { declared }: KnownMessages): readonly FieldPath[] {
  try {
    return declared === undefined ? [] : loadEditing().declaredSecrets(bytes, declared);
  } catch {
    return [];
  }
}
