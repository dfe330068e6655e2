/** When a cassette plays and when it records. */
export type RecordMode = 'none' | 'once' | 'new_episodes' | 'rewrite' | 'all';

/** Every record mode, in the order in which documents list them. */
export const RECORD_MODES: readonly RecordMode[] = ['none', 'once', 'new_episodes', 'rewrite', 'all'];

/** What a mode means for one file. `missing`: there is no cassette and the mode forbids recording one. */
export type Plan = 'replay' | 'record' | 'hybrid' | 'missing';

/** The mode that `text` names, in any case of letters and with blanks around it; undefined for another text. */
export function findRecordMode(text: string): RecordMode | undefined {
  const name = text.trim().toLowerCase();
  return RECORD_MODES.find((mode) => mode === name);
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
