import { CassetteError } from '../errors.js';
import type { Meanings } from '../messages/meaning/meanings.js';
import { describeAsked } from '../misses/describe-asked.js';
import { inColour } from '../misses/difference-line.js';
import { findMissCause } from '../misses/find-miss-cause.js';
import { explainMiss, type MissedCall } from '../misses/miss.js';
import type { Misses } from '../misses/misses.js';
import { nextStep } from '../misses/next-step.js';
import { type Kind, sameKind } from '../model/kind.js';
import type { RecordMode } from '../model/record-mode.js';
import type { Asking } from '../replay/asking.js';
import type { Candidate } from '../replay/candidate.js';
import { Holds } from '../replay/holds.js';
import type { Matcher } from '../replay/matcher.js';
import type { Player } from '../replay/player.js';
import type { Shelf } from '../replay/shelf.js';
import type { Stage } from '../replay/stage.js';
import type { Unanswered } from '../replay/unanswered.js';

/** What the answers are drawn from. */
export interface AnswersOptions {
  readonly path: string;
  readonly mode: RecordMode;
  readonly shelf: Shelf;
  readonly matcher: Matcher;
  readonly meanings: Meanings;
  readonly player: Player;
  readonly misses: Misses;
  /** Whether people read a call's error where colours can be shown. */
  readonly inColour: boolean;
  /** Whether a call that nothing answers goes to the server. */
  readonly recordsNew: () => boolean;
  /** Journals that an interrupted recording left and that this mode does not touch. */
  readonly journals: readonly string[];
}

/** Which recording answers a call, and why none does. */
export class Answers implements Stage {
  readonly player: Player;
  readonly matcher: Matcher;
  readonly holds: Holds;
  readonly #options: AnswersOptions;

  constructor(options: AnswersOptions) {
    this.#options = options;
    this.player = options.player;
    this.matcher = options.matcher;
    this.holds = new Holds(options.matcher);
  }

  get recordsNew(): boolean {
    return this.#options.recordsNew();
  }

  /** The first recorded of the free recordings that fit; failing that, the next of the seed's sequence. */
  claim(asking: Asking): Candidate | Unanswered | CassetteError {
    const { soFar, start } = asking;
    try {
      const candidate = this.#findAnswer(asking);
      if (candidate === undefined)
        return { reason: 'request', index: Math.max(0, soFar.requests.length - 1) };
      if (!isNext(candidate, asking)) return { reason: 'sequence', candidate };
      candidate.takenBy ??= start;
      return candidate;
    } catch (error) {
      if (CassetteError.is(error)) return error;
      throw error;
    }
  }

  #findAnswer(asking: Asking): Candidate | undefined {
    const { matcher, shelf } = this.#options;
    if (matcher.isSequence) return shelf.findNext();
    for (const candidate of matcher.free(asking)) return candidate;
    return matcher.findRepeat(asking) ?? shelf.findFreeSeed();
  }

  claimUnsent({ method, kind, start }: Asking): Candidate | undefined {
    const candidate = this.#options.shelf
      .ofMethod(method)
      .find(
        ({ isFree, interaction }) =>
          isFree && sameKind(interaction, kind) && interaction.requests.length === 0,
      );
    if (candidate !== undefined) candidate.takenBy = start;
    return candidate;
  }

  noteMiss(error: CassetteError): CassetteError {
    return this.#options.misses.add(error);
  }

  findBroken({ method }: Asking): CassetteError | undefined {
    const broken = this.#options.shelf.findBroken(method);
    return broken && this.noteMiss(broken);
  }

  explain(asking: Asking, unanswered: Unanswered): CassetteError {
    const { method, kind } = asking;
    const asked = describeAsked(asking, unanswered, this.#options.meanings.of(method).request);
    const call = this.#missedCall({ method, kind, asked });
    try {
      return this.noteMiss(explainMiss(call, findMissCause(this.#options, asking, unanswered)));
    } catch (error) {
      // To explain a miss, the user's match function is asked about taken recordings as well, and may fail.
      if (!CassetteError.is(error)) throw error;
      return this.noteMiss(error);
    }
  }

  /** What the client is told of an error, as the details of its status. */
  textOf({ message, differences }: CassetteError): string {
    return this.#options.inColour ? inColour(message, differences ?? []) : message;
  }

  /** The miss of a call for which there is no cassette at all. */
  explainMissing(method: string, kind: Kind): CassetteError {
    return this.noteMiss(
      explainMiss(this.#missedCall({ method, kind, asked: undefined }), {
        code: 'missing_cassette',
        summary: `There is no cassette, and mode ${this.#options.mode} does not record one.`,
        nearest: [],
        nextStep: nextStep.missing,
      }),
    );
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
    const { unfoundPaths } = meanings;
    const hasNames = unfoundPaths.length === 0 || meanings.of(call.method).request.hasNames;
    return { path, mode, journals, unfoundPaths, hasNames, ...call };
  }
}

/** Whether the next of a sequence is such a call: of its kind, and of its method where it names one. */
function isNext({ interaction }: Candidate, { kind, method }: Asking): boolean {
  return (
    sameKind(interaction, kind) && (interaction.call === undefined || interaction.call.method === method)
  );
}
