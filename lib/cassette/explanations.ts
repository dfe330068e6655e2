import type { CassetteError } from '../errors.js';
import { AskedRequests } from '../misses/asked-requests.js';
import { describeAsked } from '../misses/describe-asked.js';
import type { Evidence } from '../misses/evidence.js';
import { findMissCause } from '../misses/find-miss-cause.js';
import { type ExplainedMiss, explainMiss, type MissCause, type MissedCall } from '../misses/miss.js';
import { nextStep } from '../misses/next-step.js';
import { COLOURED, PLAIN, renderReport } from '../misses/report.js';
import { explainUnplayed } from '../misses/unplayed.js';
import { describeForgiven, type Forgiven } from '../model/forgiven.js';
import type { Kind } from '../model/kind.js';
import type { RecordMode } from '../model/record-mode.js';
import type { AtWork } from '../record/beside/journals.js';
import type { Call, Unanswered } from '../replay/call.js';
import type { Player } from '../replay/player.js';
import type { Recording } from '../replay/recordings/recording.js';
import type { Explanation } from '../replay/stage.js';

/** What explanations are drawn from. */
export interface ExplanationSources extends Evidence {
  readonly path: string;
  readonly player: Player;
  /** What events waited for in vain. */
  readonly findForgiven: () => readonly Forgiven[];
  /** Whether people read a call's error where colours can be shown. */
  readonly inColour: boolean;
  /** The recordings that have been at work on the cassette within the last seconds. */
  readonly findAtWork: () => readonly AtWork[];
  /** Journals that an interrupted recording left and that this mode does not touch. */
  readonly journals: readonly string[];
}

/** Why a call of a cassette has no answer, and what to say of answers that no call has. */
export class Explanations {
  readonly #sources: ExplanationSources;

  constructor(sources: ExplanationSources) {
    this.#sources = sources;
  }

  /** The miss of a call that nothing recorded answers. */
  explain(call: Call, unanswered: Unanswered): Explanation {
    const { error, report } = this.#explainMiss(call, unanswered);
    return { error, text: renderReport(report, this.#sources.inColour ? COLOURED : PLAIN) };
  }

  #explainMiss(call: Call, unanswered: Unanswered): ExplainedMiss {
    const { meanings, mode, redaction } = this.#sources;
    const { method, kind, requests } = call;
    redaction.learn(call.requestMetadata);
    const asked = new AskedRequests(requests, meanings.of(method).request, (bytes) =>
      redaction.shown(method, 'request', bytes),
    );
    const description = describeAsked(call, unanswered, asked, redaction);
    // Made before the cause is looked for, which finds more of the ignored paths than any call did.
    const missed = this.#missedCall({ method, kind, asked: description });
    const cause = findMissCause(this.#sources, call, asked, unanswered);
    return explainMiss(missed, this.#isLinked(call) ? asLinked(cause, mode) : cause);
  }

  /** Whether a call is open that others overlapped when it was recorded. */
  #isLinked({ start }: Call): boolean {
    const { open } = this.#sources.player;
    return open.some((played) => played.start !== start && played.part.group !== undefined);
  }

  /** The miss of a call for which there is no cassette at all. */
  explainMissing(method: string, kind: Kind): CassetteError {
    const { error } = explainMiss(this.#missedCall({ method, kind, asked: undefined }), {
      code: 'missing_cassette',
      summary: `There is no cassette, and mode ${this.#sources.mode} does not record one.`,
      nearest: [],
      nextStep: nextStep.missing,
    });
    return error;
  }

  /** What to say of recordings that no call was answered with. */
  explainUnplayed(unplayed: readonly Recording[]): CassetteError {
    return explainUnplayed(this.#sources.path, this.#sources, unplayed);
  }

  #missedCall(call: Pick<MissedCall, 'method' | 'kind' | 'asked'>): MissedCall {
    const { path, mode, journals, meanings } = this.#sources;
    const atWork = this.#sources.findAtWork().map(describeAtWork);
    const forgiven = this.#sources.findForgiven().map(describeForgiven);
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
