import type { IgnoringMeaning } from '../messages/paths/ignored-fields.js';
import { sameBytes } from '../messages/wire/wire-bytes.js';
import { isFieldPath } from '../model/field-path.js';

/** Of more fields than these, no person would say that they only differ by chance. */
const MOST_IGNORED = 3;
/** Longer paths nobody would copy. */
const LONGEST_PATH = 100;

/**
 * The paths of differences as they have to stand in the `ignore` option, so that the two requests are the same; undefined
 * where no such paths would make them so. A view does not tell the entry of a map (`labels[run]`) from a field
 * (`labels.run`), nor a map's pairs from lists, and shows fields that the message does not have, so this is tried.
 */
export function findIgnorable(
  paths: readonly string[],
  recorded: Uint8Array,
  asked: Uint8Array,
  meaning: IgnoringMeaning,
): readonly string[] | undefined {
  if (paths.length > MOST_IGNORED || paths.some((path) => path.length > LONGEST_PATH)) return undefined;
  const spelt = paths.map((path) =>
    [path, asEntry(path)].find((each) => isFieldPath(each) && leadsSomewhere(each, recorded, meaning)),
  );
  const known = spelt.filter((path) => path !== undefined);
  if (known.length < paths.length) return undefined;
  const without = meaning.without(known);
  return sameBytes(without.canonical(recorded), without.canonical(asked)) ? known : undefined;
}

function asEntry(path: string): string {
  return path.replace(/\.(\w+)$/, '[$1]');
}

function leadsSomewhere(path: string, message: Uint8Array, meaning: IgnoringMeaning): boolean {
  return meaning.without([path]).counted(message).length < meaning.counted(message).length;
}
