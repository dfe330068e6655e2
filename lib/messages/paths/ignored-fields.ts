import { type FieldPath, findFieldPath } from '../../model/field-path.js';
import type { FieldNames } from '../types/field-names.js';
import type { Meaning } from '../types/meaning.js';
import { VALUE } from '../wire/map-entry.js';
import { isEntryStep } from './field-elements.js';
import { loadEditing } from './load-editing.js';

/** What messages mean when some of their fields are ignored. */
export interface IgnoringMeaning extends Meaning {
  /** The paths, as they were given. */
  readonly ignored: readonly string[];
  /** Whether fields have names: without, only paths by numbers lead to something. */
  readonly hasNames: boolean;
  /** What of a message counts: its bytes without the ignored fields. Never throws. */
  counted(bytes: Uint8Array): Uint8Array;
  /** Looks for what the paths lead to in a message that needs no comparing. Never throws. */
  notice(bytes: Uint8Array): void;
  /**
   * Those paths, as they were given, that no message had anything at so far, and that name no field of the type either,
   * as far as it tells its fields: with a schema that is settled before the first message, and a path with numbers
   * counts as found once a message has something there.
   */
  unfound(): readonly string[];
  /** What messages mean without the fields at these paths either; the same object each time. */
  without(paths: readonly string[]): IgnoringMeaning;
}

/**
 * What messages mean without the fields at these paths: their canonical bytes and their view lack them. The names of
 * fields are those that the meaning knows; without any, only paths by numbers lead to something.
 *
 * One for each type: names are those of its fields. Text that is no path is unfound.
 */
export function ignoring(meaning: Meaning & Partial<FieldNames>, paths: readonly string[]): IgnoringMeaning {
  const parsed = new Map<FieldPath, string>();
  for (const text of paths) {
    const path = findFieldPath(text);
    if (path !== undefined) parsed.set(path, text);
  }
  const found = new Set<string>();
  const narrower = new Map<string, IgnoringMeaning>();
  const options = {
    names: meaning,
    onRemoved: (path: FieldPath) => found.add(parsed.get(path) as string),
  };
  const strip = (bytes: Uint8Array) =>
    parsed.size === 0 ? bytes : loadEditing().withoutFields(bytes, [...parsed.keys()], options);
  return {
    ignored: paths,
    hasNames: meaning.findNumber !== undefined,
    counted: strip,
    notice(bytes) {
      if (found.size < parsed.size) strip(bytes);
    },
    canonical: (bytes) => meaning.canonical(strip(bytes)),
    onlyReorders: meaning.onlyReorders === true && parsed.size === 0,
    view: (bytes) => meaning.view(strip(bytes)),
    unfound() {
      for (const [path, text] of parsed) if (!found.has(text) && namesField(path, meaning)) found.add(text);
      return paths.filter((text) => !found.has(text));
    },
    without(more) {
      const key = more.join('\n');
      const known = narrower.get(key);
      if (known !== undefined) return known;
      const made = ignoring(meaning, [...paths, ...more]);
      narrower.set(key, made);
      return made;
    },
  };
}

/** Whether the type is known to have a field of those names, though perhaps no message has. */
function namesField(path: FieldPath, names: Partial<FieldNames>): boolean {
  const place: number[] = [];
  for (const [index, step] of path.entries()) {
    if (step.type === 'number') return false;
    if (step.type === 'field') {
      const number = names.findNumber?.(place, step.name);
      if (number === undefined) return false;
      place.push(number);
    } else if (index < path.length - 1 && isEntryStep(step, names.findRepeated?.(place))) {
      place.push(VALUE);
    }
  }
  return true;
}
