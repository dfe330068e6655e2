import type { CassetteOptions, RecordMode } from '../../../lib/index.js';
import type { Program } from './program.js';

/** How a client's calls come to the cassette. */
export type Door = 'interceptor' | 'channel' | 'register';

/**
 * Who opens the cassette and sees to its end: `openCassette`, `useCassette`, `insertCassette`; nobody, where a door is given
 * its path; or nobody, where the environment names it to `register`.
 */
export type Owner = 'openCassette' | 'useCassette' | 'insertCassette' | 'nobody' | 'environment';

/** Programs that run at the same time on one cassette, and how they use it. */
export interface Trial {
  readonly seed: number;
  readonly programs: readonly Program[];
  readonly doors: readonly Door[];
  readonly owner: Owner;
  /** The record mode of the recording. */
  readonly mode: RecordMode;
  readonly timing: NonNullable<CassetteOptions['timing']>;
  /** How long the server may hold back each answer while the trial is recorded. */
  readonly delayMs: number;
  /** The same programs, one of which is changed. */
  readonly changed: readonly Program[];
  /** The mode in which these are replayed against the recording. */
  readonly changedMode: 'none' | 'new_episodes';
}
