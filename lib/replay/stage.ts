import type { CassetteError } from '../errors.js';
import type { Debug } from '../model/surroundings.js';
import type { Call, Unanswered } from './call.js';
import type { Holds } from './holds.js';
import type { Rule } from './match-rules.js';
import type { Player } from './player.js';

/** What the calls of a cassette are answered with; all of them share it. */
export interface Stage {
  readonly player: Player;
  readonly rule: Rule;
  readonly holds: Holds;
  readonly debug: Debug | undefined;
  /** Whether a call that nothing answers goes to the server. */
  readonly recordsNew: boolean;
  /** Why a call of the method that goes to the server could not be recorded, noted as a miss; undefined when it can. */
  findUnrecordable(method: string): CassetteError | undefined;
  /** Why an entry cannot be read that might have answered; undefined when all can be. */
  findBroken(method: string): CassetteError | undefined;
  /** Notes a miss and explains it. */
  explain(call: Call, unanswered: Unanswered): Explanation;
  /** Notes a miss that explains itself. */
  noteMiss(error: CassetteError): CassetteError;
}

/** A miss, and its text as the client is told it. */
export interface Explanation {
  readonly error: CassetteError;
  readonly text: string;
}
