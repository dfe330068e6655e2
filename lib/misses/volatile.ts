import type { FieldDifference } from '../errors.js';

/** Names of fields that tend to differ in every run, as whole words of a name such as `request_id` or `createdAt`. */
const VOLATILE_WORDS: ReadonlySet<string> = new Set([
  'id',
  'uuid',
  'guid',
  'nonce',
  'timestamp',
  'time',
  'at',
  'date',
  'trace',
  'span',
  'seed',
  'idempotency',
]);

const VOLATILE_VALUES: readonly RegExp[] = [
  // A UUID, a date with a time, a long hexadecimal token.
  /^"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"$/i,
  /^"\d{4}-\d\d-\d\dT\d\d:\d\d/,
  /^"(?=[^"]*\d)[0-9a-f]{16,}"$/i,
  // A ULID, and what nanoid and its like make: both cases and digits, which a model's or a person's name has not.
  /^"[0-7][0-9A-HJKMNP-TV-Z]{25}"$/,
  /^"(?=[^"]*\d)(?=[^"]*[a-z])(?=[^"]*[A-Z])[\w-]{16,}"$/,
  // Seconds, milliseconds, microseconds or nanoseconds since 1970, of this century.
  /^"?1\d{9}(?:\d{3}|\d{6}|\d{9})?"?$/,
];

/** Whether the field looks like one that a client fills anew in each run: both sides have it, and its name or values say so. */
export function isVolatile({ path, recorded, asked }: FieldDifference): boolean {
  if (recorded === undefined || asked === undefined || path === '') return false;
  return isVolatileName(path) || VOLATILE_VALUES.some((each) => each.test(recorded) && each.test(asked));
}

function isVolatileName(path: string): boolean {
  const name = /\w+(?=(?:\[\d+\])*$)/.exec(path)?.[0] ?? '';
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_');
  return VOLATILE_WORDS.has(words.at(-1) ?? '') || words.includes('idempotency') || words.includes('trace');
}

/** The path with every index left open: what differs in one element does in others. */
export function openPath(path: string): string {
  return path.replace(/\[\d+\]/g, '[*]');
}
