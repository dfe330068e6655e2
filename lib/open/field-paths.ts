import type { FieldPathOption } from '../model/field-path.js';
import { someOf } from '../model/text/printable.js';
import { shared } from './registry.js';
import { warn } from './warn.js';

/** How many are named. */
const MOST_NAMED = 10;

/** What the paths of an option should name a field of. */
const MESSAGES: Readonly<Record<FieldPathOption, string>> = {
  ignore: 'any request',
  'redact.fields': 'any message that was recorded',
};

/** Notes of a path that an option of a cassette holds whether it named a field. */
export function noteFieldPath(option: FieldPathOption, path: string, isFound: boolean): void {
  const paths = shared().fieldPaths[option];
  paths.set(path, isFound || paths.get(path) === true);
}

/**
 * Tells of paths that named no field of any message, in no cassette of this process: options are often those of many
 * cassettes, and few paths lead somewhere in each.
 */
export function tellUnfoundPaths(): void {
  for (const [option, messages] of Object.entries(MESSAGES)) {
    const unfound = [...shared().fieldPaths[option as FieldPathOption]].flatMap(([path, isFound]) =>
      isFound ? [] : [path],
    );
    if (unfound.length === 0) continue;
    const those = unfound.length === 1 ? 'it' : 'them';
    warn(
      `${option}: ${someOf(unfound, MOST_NAMED).join(', ')} named no field of ${messages}. Correct ${those}, or leave ${those} out.`,
    );
  }
}
