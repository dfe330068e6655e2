import { CassetteError } from '../errors.js';

/** The error of an option whose value is not legal; `legal` says what would be. */
export function invalid(name: string, value: unknown, legal: string): CassetteError {
  return invalidOption(name, `The cassette option ${name} is ${show(value)}. Legal: ${legal}.`);
}

/** The error of an option that is wrong in another way. */
export function invalidOption(option: string, message: string): CassetteError {
  return new CassetteError('invalid_option', message, { option });
}

/** An option that is true or false; undefined where it is not given. */
export function readFlag(value: unknown, name: string): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalid(name, value, 'true or false');
}

/** A text or a list of texts, each of which is legal; `legal` says what that is. */
export function readTexts(
  value: unknown,
  name: string,
  isLegal: (text: string) => boolean,
  legal: string,
): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  const wrong = texts.find((text) => typeof text !== 'string' || !isLegal(text));
  if (wrong !== undefined || texts.includes(undefined)) throw invalid(name, wrong, legal);
  return texts as readonly string[];
}

/** Legal in HTTP/2 as gRPC uses it: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
const METADATA_KEY = /^[0-9a-z_.-]+$/i;

/** Metadata keys in lower case: one or a list. */
export function readMetadataKeys(value: unknown, name: string): readonly string[] | undefined {
  return readTexts(value, name, (key) => METADATA_KEY.test(key), 'metadata keys such as "x-tenant"')?.map(
    (key) => key.toLowerCase(),
  );
}

/** A value for a person. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  // What must not be shown is told by a description of it.
  if (typeof value === 'symbol') return value.description ?? 'a symbol';
  return typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : String(value);
}
