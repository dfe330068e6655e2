import type { CassetteError } from '../errors.js';
import type { Asking } from './asking.js';
import type { Candidate } from './candidate.js';
import type { Holds } from './holds.js';
import type { Matcher } from './matcher.js';
import type { Player } from './player.js';
import type { Unanswered } from './unanswered.js';

/** What a playback needs of its cassette. */
export interface Stage {
  readonly player: Player;
  readonly matcher: Matcher;
  readonly holds: Holds;
  /** Whether a call that nothing answers goes to the server. */
  readonly recordsNew: boolean;
  /** Takes the recording of the call for good: of one with a single request, or of the next in the sequence. */
  claim(asking: Asking): Candidate | Unanswered | CassetteError;
  /** Takes the recording of a call that ended before it sent its request. */
  claimUnsent(asking: Asking): Candidate | undefined;
  /** Notes the miss and explains it. */
  explain(asking: Asking, unanswered: Unanswered): CassetteError;
  /** What the client is told of an error. */
  textOf(error: CassetteError): string;
  /** Notes a miss that explains itself. */
  noteMiss(error: CassetteError): CassetteError;
  /** Why an entry cannot be read that might have answered; undefined when all can be. */
  findBroken(asking: Asking): CassetteError | undefined;
}
