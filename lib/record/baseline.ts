import type { ClaimedJournal } from './beside/journals.js';

/** What a recorder starts from. */
export interface Baseline {
  /**
   * The texts of the entries that the first commit removes: those there were when a `rewrite` began. Undefined where nothing
   * is recorded anew.
   */
  readonly replaced: ReadonlySet<string> | undefined;
  /** The texts of entries that an earlier process recorded and did not commit, in order. */
  readonly recovered: readonly Uint8Array[];
  /** The journals that hold them. */
  readonly recoveredJournals: readonly ClaimedJournal[];
}

/** Nothing to replace and nothing recovered. */
export const NOTHING_YET: Baseline = { replaced: undefined, recovered: [], recoveredJournals: [] };
