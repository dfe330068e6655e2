import type { Program } from './program.js';

/** Something that is not as it should be. */
export interface Finding {
  /** What was done: the trial's programs were recorded, replayed, or, changed, replayed. */
  readonly when: 'recorded' | 'replayed' | 'changed';
  /**
   * It differs; it differs, as it does live, or beside a program that was changed, whose recorded calls are waited for; its process
   * did not end well; an error does not say what it is.
   */
  readonly what:
    | 'differs'
    | 'differs live too'
    | 'differs beside'
    | 'hung'
    | 'silent'
    | 'failed'
    | 'not told';
  /** The program of which it was found; all of the trial where it cannot be told. */
  readonly programs: readonly Program[];
  readonly report: string;
}
