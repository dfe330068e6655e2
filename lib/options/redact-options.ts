import { type FieldPath, findFieldPath } from '../model/field-path.js';
import type { Direction } from '../model/kind.js';
import { invalid, invalidOption, readMetadataKeys, show } from './option-values.js';

/** A field that is taken out of what is recorded. */
export interface RedactedField {
  /**
   * Where it is, as in the `ignore` option: `user.password`, `users[*].email`, `labels[token]`, or by number `5.3`. All
   * that it leads to in any message, but for what `method` and `direction` say.
   */
  readonly path: string;
  /**
   * What stands in its place where it is text or bytes: for a client that parses what it gets, such as a UUID. Numbers
   * become 0. Default: `[REDACTED]`.
   */
  readonly replacement?: string | Uint8Array;
  /** Only in messages of this method, such as `/package.Service/Method`. Default: of every method. */
  readonly method?: string;
  /** Only in requests, or only in responses. Default: in both. */
  readonly direction?: Direction;
}

/** What is taken out of all that is stored, shown and told, besides what is by default. Nothing here switches that off but `keep`. */
export interface RedactOptions {
  /** More metadata keys, in both directions and trailers. */
  readonly metadata?: string | readonly string[];
  /** Metadata keys, and names of fields, that only look like those of secrets. */
  readonly keep?: string | readonly string[];
  /** Fields of messages, by path. A path by names needs a schema, or messages with a class; one by numbers needs neither. */
  readonly fields?: string | RedactedField | readonly (string | RedactedField)[];
  /**
   * Values, wherever they stand in text or bytes: in messages, metadata and the details of a status; plain,
   * percent-encoded, in base64 and in hexadecimal. What stands in their place has the same length. Texts have 4 characters or
   * more; what is undefined or empty is passed over, as a variable of the environment may be.
   */
  readonly values?: string | RegExp | readonly (string | RegExp | undefined)[];
  /**
   * Asked for each message that is recorded: returns what is to be taken out of it. The message is as the client's own
   * code decodes it, so the parameter may be typed as its class; where nothing decodes it, its bytes. Where the function
   * throws, that call is not recorded, and `close()` says so; the call itself goes on.
   */
  message?(
    method: string,
    direction: Direction,
    message: object,
  ): readonly (string | RedactedField)[] | undefined;
}

/** A field to be taken out, its path read. */
export interface FieldRule {
  readonly path: FieldPath;
  /** The path as it was given. */
  readonly text: string;
  readonly replacement: Uint8Array | undefined;
  readonly method: string | undefined;
  readonly direction: Direction | undefined;
}

/** The `redact` option with every default filled in. */
export interface RedactRules {
  /** In lower case, as `keep`. */
  readonly metadata: readonly string[];
  readonly keep: readonly string[];
  readonly fields: readonly FieldRule[];
  readonly values: readonly (string | RegExp)[];
  /** What the environment holds that this process may send as a credential. */
  readonly credentials: readonly string[];
  readonly message: RedactOptions['message'];
}

/** Shorter values stand in too many places where they are none. */
const SHORTEST_VALUE = 4;
const KNOWN: readonly string[] = ['metadata', 'keep', 'fields', 'values', 'message'];
const FIELD_KEYS: readonly string[] = ['path', 'replacement', 'method', 'direction'];
const LEGAL_FIELD =
  'field paths such as "user.password", or { path: "user.id", replacement: "…", method: "/pkg.Service/Method", direction: "request" }';

/** Checks the `redact` option. Throws a `CassetteError` (`invalid_option`), which never shows a value. */
export function resolveRedact(
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): RedactRules {
  const given = value === undefined ? {} : readObject(value);
  for (const name of Object.keys(given)) {
    if (KNOWN.includes(name)) continue;
    throw invalidOption(
      'redact',
      `Unknown key ${JSON.stringify(name)} of the cassette option redact. Known keys: ${KNOWN.join(', ')}.`,
    );
  }
  const { message } = given;
  if (message !== undefined && typeof message !== 'function')
    throw invalid('redact.message', message, 'a function (method, direction, message) => paths');
  return {
    metadata: readMetadataKeys(given.metadata, 'redact.metadata') ?? [],
    keep: readMetadataKeys(given.keep, 'redact.keep') ?? [],
    fields: listOf(given.fields).map((field) => readField(field, 'redact.fields')),
    values: listOf(given.values)
      .filter((value) => value !== undefined && value !== '')
      .map(readValue),
    credentials: credentialsIn(environment),
    message: message as RedactOptions['message'],
  };
}

/** Reads a field to be taken out. `name` says where it was given. Throws a `CassetteError` (`invalid_option`). */
export function readField(value: unknown, name: string): FieldRule {
  const field = typeof value === 'string' ? { path: value } : value;
  if (!isRecord(field)) throw invalid(name, value, LEGAL_FIELD);
  const { path: text, replacement, method, direction } = field;
  const path = typeof text === 'string' ? findFieldPath(text) : undefined;
  if (path === undefined) throw invalid(name, typeof text === 'string' ? text : value, LEGAL_FIELD);
  const wrong = wrongKeyOf(field);
  if (wrong !== undefined)
    throw invalidOption(
      name,
      `The field ${JSON.stringify(text)} of the cassette option ${name} has ${wrong}. Legal: ${LEGAL_FIELD}.`,
    );
  return {
    path,
    text: text as string,
    replacement: typeof replacement === 'string' ? new TextEncoder().encode(replacement) : replacement,
    method,
    direction,
  } as FieldRule;
}

/** What is wrong with a field besides its path, never what is to stand in its place. */
function wrongKeyOf(field: Readonly<Record<string, unknown>>): string | undefined {
  const unknown = Object.keys(field).find((key) => !FIELD_KEYS.includes(key));
  if (unknown !== undefined) return `an unknown key ${JSON.stringify(unknown)}`;
  const { replacement, method, direction } = field;
  if (replacement !== undefined && typeof replacement !== 'string' && !(replacement instanceof Uint8Array))
    return 'a replacement that is neither text nor bytes';
  if (method !== undefined && !(typeof method === 'string' && /^\/[^/]+\/[^/]+$/.test(method)))
    return `a method ${show(method)} that is no full path`;
  if (direction !== undefined && direction !== 'request' && direction !== 'response')
    return `a direction ${show(direction)}`;
  return undefined;
}

/** Whether two sets of rules are the same. What the environment holds may change meanwhile. */
export function sameRules(one: RedactRules, other: RedactRules): boolean {
  return one.message === other.message && textOf(one) === textOf(other);
}

function textOf({ credentials: _, ...rules }: RedactRules): string {
  return JSON.stringify(rules, (_, each: unknown) => {
    if (each instanceof RegExp) return String(each);
    return each instanceof Uint8Array ? [...each] : each;
  });
}

function readObject(value: unknown): { readonly [Key in keyof RedactOptions]?: unknown } {
  if (isRecord(value)) return value;
  throw invalid('redact', kindOf(value), 'an object such as { fields: ["user.password"] }');
}

function readValue(value: unknown): string | RegExp {
  if (value instanceof RegExp) return value;
  if (typeof value === 'string' && value.length >= SHORTEST_VALUE) return value;
  // It may be the secret itself.
  throw invalid(
    'redact.values',
    kindOf(value),
    `texts of ${SHORTEST_VALUE} characters or more, and regular expressions`,
  );
}

/** What a value is that may be a secret. */
function kindOf(value: unknown): symbol {
  return Symbol(typeof value === 'string' ? `a text of ${value.length} characters` : typeof value);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof RegExp)
  );
}

/** Names of environment variables that hold what a process sends to prove who it is. */
const CREDENTIAL_NAME = /(?:^|_)(?:API_KEY|TOKEN|SECRET|PASSWORD)$/i;

function credentialsIn(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  // To read a variable costs more than its name.
  const names = Object.keys(environment).filter((name) => CREDENTIAL_NAME.test(name));
  return names.flatMap((name) => {
    const value = environment[name];
    return value !== undefined && isLikelySecret(value) ? [value] : [];
  });
}

const SHORTEST_SECRET = 16;
const LONGEST_SECRET = 4096;

/** Whether a value is likely to be a secret and nothing else: long, of one word, no path and no address. */
export function isLikelySecret(value: string): boolean {
  return (
    value.length >= SHORTEST_SECRET &&
    value.length <= LONGEST_SECRET &&
    !/\s/.test(value) &&
    !value.startsWith('/') &&
    !value.includes('://')
  );
}
