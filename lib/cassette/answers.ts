import { CassetteError } from '../errors.js';
import { AskedRequests } from '../misses/asked-requests.js';
import { describeAsked } from '../misses/describe-asked.js';
import type { Evidence } from '../misses/evidence.js';
import { findMissCause } from '../misses/find-miss-cause.js';
import { type ExplainedMiss, explainMiss, type MissCause, type MissedCall } from '../misses/miss.js';
import type { Misses } from '../misses/misses.js';
import { nextStep } from '../misses/next-step.js';
import { COLOURED, PLAIN, renderReport } from '../misses/report.js';
import { explainUnplayed } from '../misses/unplayed.js';
import { describeForgiven, type Forgiven } from '../model/forgiven.js';
import type { Kind } from '../model/kind.js';
import type { RecordMode } from '../model/record-mode.js';
import type { Debug } from '../model/surroundings.js';
import { sentence } from '../model/text/printable.js';
import type { AtWork } from '../record/beside/journals.js';
import type { Call, Unanswered } from '../replay/call.js';
import { Holds } from '../replay/holds.js';
import type { Rule } from '../replay/match-rules.js';
import type { Player } from '../replay/player.js';
import type { Recording } from '../replay/recordings/recording.js';
import type { Explanation, Stage } from '../replay/stage.js';

/** What the answers are drawn from. */
interface AnswersOptions extends Evidence {
  readonly path: string;
  readonly player: Player;
  readonly misses: Misses;
  readonly debug: Debug | undefined;
  /** What events waited for in vain. */
  readonly findForgiven: () => readonly Forgiven[];
  /** Whether people read a call's error where colours can be shown. */
  readonly inColour: boolean;
  /** Whether a call that nothing answers goes to the server. */
  readonly recordsNew: () => boolean;
  /** Why a call that goes live could not be recorded, as it was thrown. */
  readonly findUnrecordable: () => unknown;
  /** The recordings that have been at work on the cassette within the last seconds. */
  readonly findAtWork: () => readonly AtWork[];
  /** Journals that an interrupted recording left and that this mode does not touch. */
  readonly journals: readonly string[];
}

/** What the calls of an opened cassette are answered with, and why one of them is not. */
export class Answers implements Stage {
  readonly player: Player;
  readonly rule: Rule;
  readonly holds: Holds;
  readonly debug: Debug | undefined;
  readonly #options: AnswersOptions;

  constructor(options: AnswersOptions) {
    this.#options = options;
    this.player = options.player;
    this.debug = options.debug;
    this.rule = options.matcher.rule;
    this.holds = new Holds(options.recordings, options.matcher);
  }

  get recordsNew(): boolean {
    return this.#options.recordsNew();
  }

  noteMiss(error: CassetteError): CassetteError {
    return this.#options.misses.add(error);
  }

  findUnrecordable(method: string): CassetteError | undefined {
    const cause = this.#options.findUnrecordable();
    if (cause === undefined) return undefined;
    const { path, mode } = this.#options;
    return this.noteMiss(
      new CassetteError(
        'write_failed',
        `${path}: nothing can be recorded (mode ${mode}): ${sentence((cause as Error).message)} The call ${method} was not made. Mend the cause and record again.`,
        { path, mode, method },
        { cause },
      ),
    );
  }

  findBroken(method: string): CassetteError | undefined {
    const broken = this.#options.recordings.findBroken(method);
    return broken && this.noteMiss(broken);
  }

  explain(call: Call, unanswered: Unanswered): Explanation {
    const { inColour } = this.#options;
    try {
      const { error, report } = this.#explainMiss(call, unanswered);
      return { error: this.noteMiss(error), text: renderReport(report, inColour ? COLOURED : PLAIN) };
    } catch (error) {
      // To explain a miss, the user's match function is asked about taken recordings as well, and may fail.
      if (!CassetteError.is(error)) throw error;
      return { error: this.noteMiss(error), text: error.message };
    }
  }

  #explainMiss(call: Call, unanswered: Unanswered): ExplainedMiss {
    const { meanings, redaction } = this.#options;
    const { method, kind, requests } = call;
    redaction.learn(call.requestMetadata);
    const asked = new AskedRequests(requests, meanings.of(method).request, (bytes) =>
      redaction.shown(method, 'request', bytes),
    );
    const description = describeAsked(call, unanswered, asked, redaction);
    // Made before the cause is looked for, which finds more of the ignored paths than any call did.
    const missed = this.#missedCall({ method, kind, asked: description });
    const cause = findMissCause(this.#options, call, asked, unanswered);
    return explainMiss(missed, this.#isLinked(call) ? asLinked(cause, this.#options.mode) : cause);
  }

  /** Whether a call is open that others overlapped when it was recorded. */
  #isLinked({ start }: Call): boolean {
    return this.player.open.some((played) => played.start !== start && played.part.group !== undefined);
  }

  /** The interactions that no call was or is being answered with, in recorded order. */
  get unplayed(): readonly Recording[] {
    const { all } = this.#options.recordings;
    return all.filter((recording) => recording.isFree && !this.holds.isHeld(recording));
  }

  /** What to say of them. */
  explainUnplayed(unplayed: readonly Recording[]): CassetteError {
    return explainUnplayed(this.#options.path, this.#options, unplayed);
  }

  /** The miss of a call for which there is no cassette at all. */
  explainMissing(method: string, kind: Kind): CassetteError {
    const { error } = explainMiss(this.#missedCall({ method, kind, asked: undefined }), {
      code: 'missing_cassette',
      summary: `There is no cassette, and mode ${this.#options.mode} does not record one.`,
      nearest: [],
      nextStep: nextStep.missing,
    });
    return this.noteMiss(error);
  }

  /** The miss of a call that starts when the cassette's work is over. */
  explainClosed(method: string): CassetteError {
    const { path } = this.#options;
    return this.noteMiss(
      new CassetteError(
        'closed',
        `The cassette ${path} was closed before the call ${method} started. Close it after the last call, or open it again.`,
        { path, method },
      ),
    );
  }

  #missedCall(call: Pick<MissedCall, 'method' | 'kind' | 'asked'>): MissedCall {
    const { path, mode, journals, meanings } = this.#options;
    const atWork = this.#options.findAtWork().map(describeAtWork);
    const forgiven = this.#options.findForgiven().map(describeForgiven);
    const { unfoundPaths } = meanings;
    const hasNames = unfoundPaths.length === 0 || meanings.of(call.method).request.hasNames;
    return { path, mode, journals, atWork, forgiven, unfoundPaths, hasNames, ...call };
  }
}

/** A call that is recorded by itself would cause nothing in the calls that are open. */
function asLinked(cause: MissCause, mode: RecordMode): MissCause {
  return cause.nextStep === nextStep.record(mode) ? { ...cause, nextStep: nextStep.recordLinked } : cause;
}

/** Why a call may miss that another run of the program makes as well. */
function describeAtWork({ path, hasEnded, isHere }: AtWork): string {
  if (hasEnded)
    return `a process that was recording it until a few seconds ago has ended (${path}); what it had no time for is not there`;
  return isHere
    ? `a process is recording it at the moment (${path}); what it has not recorded yet is not there`
    : `a process of another host or container is recording it, or was within the last ten minutes (${path})`;
}
