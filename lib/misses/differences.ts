import type { JsonValue } from '../model/json.js';
import { REPLACEMENT } from '../redact/fields.js';
import { isSecretPart } from './secret-part.js';

/** A field in which two messages differ. A side is undefined where it has no such field. */
export interface Difference {
  /** Such as `messages[0].content`; empty for the message as a whole. */
  readonly path: string;
  readonly recorded: JsonValue | undefined;
  readonly asked: JsonValue | undefined;
}

/** The fields in which two messages differ, in the order of the recorded one. */
export function differencesOf(recorded: JsonValue, asked: JsonValue): readonly Difference[] {
  return compare(recorded, asked, '');
}

function compare(recorded: JsonValue | undefined, asked: JsonValue | undefined, path: string): Difference[] {
  if (Object.is(recorded, asked)) return [];
  if (Array.isArray(recorded) && Array.isArray(asked)) return compareLists(recorded, asked, path);
  if (isRecord(recorded) && isRecord(asked)) return compareRecords(recorded, asked, path);
  return [{ path, recorded, asked }];
}

function compareLists(
  recorded: readonly JsonValue[],
  asked: readonly JsonValue[],
  path: string,
): Difference[] {
  const tail = recorded.length === asked.length ? 0 : equalTail(recorded, asked);
  const [one, other] = [withoutTail(recorded, tail), withoutTail(asked, tail)];
  const length = Math.max(one.length, other.length);
  return Array.from({ length }, (_, index) => {
    const differences = compare(one[index], other[index], `${path}[${index}]`);
    return hideWhereSecret(differences, recorded, asked, String(index));
  }).flat();
}

/** How many elements at the end are equal: one that was inserted before them must not make them all differ. */
function equalTail(recorded: readonly JsonValue[], asked: readonly JsonValue[]): number {
  const shortest = Math.min(recorded.length, asked.length);
  let tail = 0;
  while (tail < shortest && compare(recorded.at(-1 - tail), asked.at(-1 - tail), '').length === 0) tail += 1;
  return tail;
}

function withoutTail(list: readonly JsonValue[], tail: number): readonly JsonValue[] {
  return tail === 0 ? list : list.slice(0, -tail);
}

function compareRecords(
  recorded: { readonly [name: string]: JsonValue },
  asked: { readonly [name: string]: JsonValue },
  path: string,
): Difference[] {
  const names = new Set([...Object.keys(recorded), ...Object.keys(asked)]);
  return [...names].flatMap((name) => {
    const [one, other] = [own(recorded, name), own(asked, name)];
    const differences = compare(one, other, `${path}${pathStep(name, path)}`);
    return hideWhereSecret(differences, recorded, asked, name);
  });
}

/** A secret is told to differ, and no more. */
function hideWhereSecret(
  differences: Difference[],
  recorded: JsonValue,
  asked: JsonValue,
  name: string,
): Difference[] {
  const isSecret = differences.length > 0 && (isSecretPart(recorded, name) || isSecretPart(asked, name));
  return isSecret ? differences.map(hidden) : differences;
}

function hidden({ path, recorded, asked }: Difference): Difference {
  const hide = (value: JsonValue | undefined): JsonValue | undefined =>
    value === undefined ? undefined : REPLACEMENT;
  return { path, recorded: hide(recorded), asked: hide(asked) };
}

function pathStep(name: string, path: string): string {
  if (!/^\w+$/.test(name)) return `[${JSON.stringify(name)}]`;
  return path === '' ? name : `.${name}`;
}

function own(record: { readonly [name: string]: JsonValue }, name: string): JsonValue | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function isRecord(value: JsonValue | undefined): value is { readonly [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
