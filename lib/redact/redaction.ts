import type { KnownMessages } from '../messages/meaning/known-messages.js';
import { KEY } from '../messages/wire/map-entry.js';
import type { JsonValue } from '../model/json.js';
import type { Direction } from '../model/kind.js';
import type { MetadataEntries, MetadataValue } from '../model/metadata.js';
import type { RedactRules } from '../options/redact-options.js';
import { credentialsIn } from './credentials-in.js';
import { FieldRedaction, type SchemaState } from './field-redaction.js';
import { type Finding, findTokenIn, findTokens } from './findings.js';
import { HiddenFields } from './hidden-fields.js';
import { KnownValues } from './known-values.js';
import { Notes } from './notes.js';
import { REPLACEMENT } from './replacement.js';
import { isSecretKey } from './secret-names.js';
import { ValueRedaction } from './value-redaction.js';

/** Where a redaction learns what messages are. */
export interface Knowledge extends SchemaState {
  /** What is known of the messages of a method that go one way. */
  messagesOf(method: string, direction: Direction): KnownMessages;
}

const BEFORE_ALL = -1;
const NONE: readonly never[] = [];
/** So many keys of metadata are remembered. */
const MOST_KEYS = 1000;

/** A message with nothing secret in it. */
export interface RedactedMessage {
  readonly bytes: Uint8Array;
  /** By number, the fields that lost something; empty for the message as a whole. */
  readonly paths: readonly string[];
}

/** Metadata with nothing secret in it. */
interface RedactedMetadata {
  readonly entries: MetadataEntries;
  /** The keys whose values are other than they were, and no secrets by name. */
  readonly byValue: readonly string[];
}

/**
 * What a cassette takes out of all that it stores, compares and prints. The engine makes one and hands it on: whoever
 * writes or shows something asks it, and nobody else knows the rules.
 */
export class Redaction {
  /** What stands in the place of a secret value. */
  readonly replacement: string = REPLACEMENT;
  /** What is to be told of what was recorded. */
  readonly notes: Notes = new Notes();
  readonly #rules: RedactRules;
  readonly #knowledge: Knowledge;
  readonly #learned: KnownValues;
  readonly #fields: FieldRedaction;
  readonly #values: ValueRedaction;
  readonly #hidden: HiddenFields;
  /** By key, the value that was learned last, and what is in it. */
  readonly #lastOf = new Map<
    string,
    { readonly value: MetadataValue; readonly credentials: readonly Uint8Array[] }
  >();
  readonly #secretKeys = new Map<string, boolean>();
  /** By key, the last value that does not look like a secret. */
  readonly #plain = new Map<string, string>();
  /** How much was known when the first message was recorded. */
  #recordedAt: number | undefined;

  constructor(rules: RedactRules, knowledge: Knowledge) {
    this.#knowledge = knowledge;
    this.#rules = rules;
    const texts = rules.values.filter((value) => typeof value === 'string');
    this.#learned = new KnownValues([...texts, ...rules.credentials]);
    this.#fields = new FieldRedaction(rules, this.#learned, knowledge);
    const patterns = rules.values.filter((value) => value instanceof RegExp);
    this.#values = new ValueRedaction(this.#learned, patterns);
    this.#hidden = new HiddenFields(rules);
  }

  /** Something is recorded by what is known now. */
  noteRecorded(): void {
    if (!this.#knowledge.isSettled()) this.#recordedAt = BEFORE_ALL;
    this.#recordedAt ??= this.#learned.generation;
  }

  /** Whether more is known than when something was recorded, which may hold what is a secret by that. */
  get knowsMore(): boolean {
    return this.#recordedAt !== undefined && this.#recordedAt !== this.#learned.generation;
  }

  /** All that was recorded was looked at again. */
  noteLookedAgain(): void {
    if (this.#recordedAt !== undefined && this.#knowledge.isSettled())
      this.#recordedAt = this.#learned.generation;
  }

  /** The paths of the `fields` rule for which messages were recorded, and whether they led to something in one. */
  get recordedPaths(): Iterable<readonly [path: string, isFound: boolean]> {
    return this.#recordedAt === undefined ? [] : this.#fields.paths;
  }

  /** What is known of the messages of a method. */
  knownOf(method: string, direction: Direction): KnownMessages {
    return this.#knowledge.messagesOf(method, direction);
  }

  /** Learns what a client or server proves itself with: it may stand in messages as well. */
  learn(entries: MetadataEntries): void {
    for (const [key, values] of entries) {
      if (!this.#isSecret(key)) continue;
      for (const value of values)
        for (const credential of this.#credentialsIn(key, value)) this.#learned.learn(credential);
    }
  }

  /** Mostly a value is that of the call before. */
  #credentialsIn(key: string, value: MetadataValue): readonly Uint8Array[] {
    const last = this.#lastOf.get(key);
    if (last?.value === value) return last.credentials;
    const credentials = credentialsIn(key, value);
    this.#lastOf.set(key, { value, credentials });
    return credentials;
  }

  /** `entries` with secret values replaced; keys and the number of values stay. */
  metadata(entries: MetadataEntries): MetadataEntries {
    return this.markedMetadata(entries).entries;
  }

  /** The same, and which keys lost something that is no secret by the key's name. */
  markedMetadata(entries: MetadataEntries): RedactedMetadata {
    if (this.#values.isIdle && !this.#hasSecrets(entries)) return { entries, byValue: NONE };
    const byValue: string[] = [];
    const left = new Map<string, readonly MetadataValue[]>();
    let isSame = true;
    for (const [key, values] of entries) {
      const isSecret = this.#isSecret(key);
      const others = values.map((value) => (isSecret ? this.#instead(key) : this.#values.value(value)));
      const isAsBefore = others.every((other, index) => other === values[index]);
      if (!isAsBefore && !isSecret) byValue.push(key);
      isSame &&= isAsBefore;
      left.set(key, others);
    }
    return { entries: isSame ? entries : left, byValue };
  }

  #hasSecrets(entries: MetadataEntries): boolean {
    for (const key of entries.keys()) if (this.#isSecret(key)) return true;
    return false;
  }

  /** What looks like a secret in a message of a method, and is stored as it is. `whole` is the message with what was taken out. */
  tokensIn(
    method: string,
    direction: Direction,
    bytes: Uint8Array,
    whole: Uint8Array = bytes,
  ): readonly Finding[] {
    return findTokens(bytes, () => this.knownOf(method, direction).namesFor(whole).findShape?.());
  }

  /** The kind of the same in a value of metadata. Mostly that is the value of the call before. */
  findTokenIn(key: string, value: MetadataValue): string | undefined {
    if (this.#plain.get(key) === value) return undefined;
    const kind = findTokenIn(value);
    if (
      kind === undefined &&
      typeof value === 'string' &&
      (this.#plain.size < MOST_KEYS || this.#plain.has(key))
    )
      this.#plain.set(key, value);
    return kind;
  }

  /** Whether a value of metadata stands in the place of a secret one. */
  isReplacement(value: MetadataValue): boolean {
    return typeof value === 'string'
      ? value === this.replacement
      : Buffer.from(this.replacement).equals(value);
  }

  /** A text, such as the details of a status, without secret values. */
  text(text: string): string {
    return this.#values.value(text);
  }

  /**
   * A message of a method, as the client has it. Throws an Error where the user's own function cannot say what is to go, or
   * nothing can that names fields.
   */
  message(method: string, direction: Direction, bytes: Uint8Array): RedactedMessage {
    return this.#redact(method, direction, bytes, true);
  }

  /** One that was stored: the user's own function has seen it when it was recorded, as the client had it. */
  stored(method: string, direction: Direction, bytes: Uint8Array): RedactedMessage {
    return this.#redact(method, direction, bytes, false);
  }

  #redact(method: string, direction: Direction, bytes: Uint8Array, asks: boolean): RedactedMessage {
    const known = this.#knowledge.messagesOf(method, direction);
    if (this.#values.isIdle && !this.#fields.looksInto(known)) return { bytes, paths: NONE };
    const ofFields = this.#fields.message(method, direction, bytes, known, asks);
    const ofValues = this.#values.message(ofFields.bytes, () => known.namesFor(bytes).findShape?.());
    const paths = [...ofFields.marks, ...ofValues.places.map((place) => place.join('.'))];
    return { bytes: ofValues.bytes, paths: this.#withoutSecretKeys(paths) };
  }

  /** A key that was taken out must not stand in a mark, nor could it be found by it: then all entries are meant. */
  #withoutSecretKeys(paths: readonly string[]): readonly string[] {
    if (paths.length === 0) return paths;
    const marks = paths.map((path) => {
      const at = path.indexOf('["');
      if (at === -1) return path;
      const map = path.slice(0, at);
      return paths.includes(`${map}.${KEY}`) || this.#values.value(path) !== path ? map : path;
    });
    return [...new Set(marks)];
  }

  /** A message that is to be shown or handed on: all of it is taken out where it cannot be told what must go. */
  shown(method: string, direction: Direction, bytes: Uint8Array): Uint8Array {
    try {
      return this.message(method, direction, bytes).bytes;
    } catch {
      return Buffer.from(this.replacement);
    }
  }

  /** Whether what `holder`, a view of a message or of a part of it, has under `name` is not to be shown. */
  hides(holder: unknown, name: string): boolean {
    return this.#hidden.hides(holder, name);
  }

  /** The texts in a view that are not to be shown: where there are no names, they are known by what they are. */
  hiddenTexts(view: JsonValue): ReadonlySet<string> {
    return this.#hidden.textsIn(view);
  }

  /**
   * The readable view of a message that is stored. Fields that are named like secrets are hidden in it; `note` is told the
   * path of each that holds something, for the message itself still has it.
   */
  view(view: JsonValue, note: (path: string, value: JsonValue) => void): JsonValue {
    return this.#hidden.leave(view, (text) => this.#values.value(text), note);
  }

  #isSecret(key: string): boolean {
    const known = this.#secretKeys.get(key);
    if (known !== undefined) return known;
    const { metadata, keep } = this.#rules;
    const isSecret = metadata.includes(key) || (!keep.includes(key) && isSecretKey(key));
    this.#secretKeys.set(key, isSecret);
    return isSecret;
  }

  #instead(key: string): MetadataValue {
    return key.endsWith('-bin') ? Buffer.from(this.replacement) : this.replacement;
  }
}
