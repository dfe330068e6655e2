/** When a cassette plays and when it records. */
export type RecordMode = 'none' | 'once' | 'new_episodes' | 'rewrite' | 'all';

/** Every record mode, in the order in which documents list them. */
export const RECORD_MODES: readonly RecordMode[] = ['none', 'once', 'new_episodes', 'rewrite', 'all'];

/** What a mode means for one file. `missing`: there is no cassette and the mode forbids recording one. */
export type Plan = 'replay' | 'record' | 'hybrid' | 'missing';

/** What other recorders call a mode. */
const OTHER_NAMES: Readonly<Record<string, RecordMode>> = { replay: 'none' };

/**
 * The mode that `text` names, in any case of letters and with blanks around it; undefined for another text. `replay` is
 * Polly's and undici's name of `none`.
 */
export function findRecordMode(text: string): RecordMode | undefined {
  const name = text.trim().toLowerCase();
  return (
    RECORD_MODES.find((mode) => mode === name) ??
    (Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : undefined)
  );
}

/** What to say of a mode that there is not; `shown` is what was given, `where` the option or variable. */
export function describeUnknownMode(shown: string, where: string): string {
  const legal = RECORD_MODES.join(', ');
  // It could be either, and with a cassette there, they are opposites.
  const hint = /^\W*record\W*$/i.test(shown)
    ? ' To record what is not there, use once; to record everything anew, rewrite.'
    : '';
  return `Unknown record mode ${shown} in ${where}. Legal modes: ${legal}.${hint}`;
}

/** The plan of `mode` for a cassette that exists or does not (the seed's `_proto_cassette_plan`). */
export function planFor(mode: RecordMode, exists: boolean): Plan {
  switch (mode) {
    case 'none':
      return exists ? 'replay' : 'missing';
    case 'once':
      return exists ? 'replay' : 'record';
    case 'new_episodes':
      return exists ? 'hybrid' : 'record';
    case 'rewrite':
    case 'all':
      return 'record';
  }
}
