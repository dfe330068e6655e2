import type { IgnoringMeaning } from '../../messages/paths/ignored-fields.js';
import { asBuffer } from '../../model/as-buffer.js';
import type { Interaction } from '../../model/interaction.js';
import { markedPaths, NO_MARKS, type RedactionMark } from '../../model/redaction-mark.js';

/**
 * What the request of that index means in a recording, and in whatever is compared with it: without what was taken out.
 * Undefined where the whole of it was: then any request means the same.
 */
export function meaningOfMarked(
  meaning: IgnoringMeaning,
  interaction: Interaction,
  index: number,
): IgnoringMeaning | undefined {
  const marks = interaction.call?.redacted ?? NO_MARKS;
  if (marks.length === 0) return meaning;
  const paths = markedPaths(marks, index);
  if (paths.includes('')) return undefined;
  return paths.length === 0 ? meaning : meaning.without(paths);
}

/** Whether something was taken out of a request of the recording. */
export function isMarked({ call }: Interaction): boolean {
  return call !== undefined && call.redacted.length > 0;
}

/** What stands in the place of values that were taken out: of the same length, or the one word. */
const FILLS = /\*{4,}|(?:REDACTED)+(?:R(?:E(?:D(?:A(?:C(?:TE?)?)?)?)?)?)?|\[REDACTED\]|0{8,}/;

/**
 * Whether a request holds all that is left of a recorded one, in its order: of one that is no message, nothing else tells what
 * was taken out of it.
 */
export function isAround(recorded: Uint8Array, request: Uint8Array): boolean {
  const pieces = asBuffer(recorded).toString('latin1').split(FILLS);
  const asked = asBuffer(request).toString('latin1');
  const [first = '', ...others] = pieces;
  const last = others.pop();
  // All of it was taken out, or it was marked by hand.
  if (last === undefined) return true;
  if (!asked.startsWith(first)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = asked.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return asked.length - last.length >= at && asked.endsWith(last);
}

/** What in a recording matches anything, as far as its first request and its metadata are looked up. */
export interface Wildcards {
  /** Equal for recordings that have the same ones; empty for none. */
  readonly key: string;
  /** Paths by number; an empty one is the request as a whole. */
  readonly paths: readonly string[];
  readonly metadata: readonly string[];
}

export const NO_WILDCARDS: Wildcards = { key: '', paths: [], metadata: [] };

/** `metadata` are the keys of which a recording with these marks says that any value will do. */
export function wildcardsOf(marks: readonly RedactionMark[], metadata: readonly string[]): Wildcards {
  const paths = markedPaths(marks, 0);
  if (paths.length === 0 && metadata.length === 0) return NO_WILDCARDS;
  return { key: `${[...paths].sort().join(' ')}\n${metadata.join(' ')}`, paths, metadata };
}
