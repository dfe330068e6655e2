import { CassetteError } from '../errors.js';
import { type Kind, sameKind } from '../model/kind.js';
import type { RecordMode } from '../model/record-mode.js';
import type { Candidate } from './candidate.js';
import { countOf } from './count-of.js';
import { findMissCause } from './find-miss-cause.js';
import { Holds } from './holds.js';
import { describeRequest, explainMiss, type Misses } from './miss.js';
import type { Playback, Stage, Unanswered } from './playback.js';
import type { Player } from './player.js';
import type { Shelf } from './shelf.js';

/** What the answers are drawn from. */
export interface AnswersOptions {
  readonly path: string;
  readonly mode: RecordMode;
  readonly shelf: Shelf;
  readonly player: Player;
  readonly misses: Misses;
  /** Whether a call that nothing answers goes to the server. */
  readonly recordsNew: () => boolean;
  /** Journals that an interrupted recording left and that this mode does not touch. */
  readonly journals: readonly string[];
}

/** Which recording answers a call, and why none does. */
export class Answers implements Stage {
  readonly player: Player;
  readonly holds: Holds;
  readonly #options: AnswersOptions;

  constructor(options: AnswersOptions) {
    this.#options = options;
    this.player = options.player;
    this.holds = new Holds(options.shelf);
  }

  get recordsNew(): boolean {
    return this.#options.recordsNew();
  }

  /** The first recorded of the free recordings with this request; failing that, the next of the seed's sequence. */
  claim(playback: Playback, request: Uint8Array): Candidate | Unanswered | CassetteError {
    const { shelf } = this.#options;
    const { method, kind, start } = playback;
    const candidate =
      shelf.findByRequest(method, request, (each) => each.isFree && sameKind(each.interaction, kind)) ??
      shelf.findFreeSeed();
    if (candidate === undefined) return { reason: 'request', index: 0, request };
    try {
      if (!sameKind(candidate.interaction, kind)) return { reason: 'kind', candidate };
    } catch (error) {
      if (CassetteError.is(error)) return error;
      throw error;
    }
    candidate.takenBy = start;
    return candidate;
  }

  claimUnsent({ method, kind, start }: Playback): Candidate | undefined {
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

  findBroken({ method }: Playback): CassetteError | undefined {
    const broken = this.#options.shelf.findBroken(method);
    return broken && this.noteMiss(broken);
  }

  explain(playback: Playback, unanswered: Unanswered): CassetteError {
    const { shelf, mode } = this.#options;
    const { method, kind } = playback;
    const call = { ...this.#options, method, kind, asked: describeAsked(playback, unanswered) };
    return this.noteMiss(explainMiss(call, findMissCause(shelf, mode, playback, unanswered)));
  }

  /** The miss of a call for which there is no cassette at all. */
  explainMissing(method: string, kind: Kind): CassetteError {
    return this.noteMiss(
      explainMiss(
        { ...this.#options, method, kind, asked: undefined },
        {
          code: 'missing_cassette',
          summary: `There is no cassette, and mode ${this.#options.mode} does not record one.`,
          nearest: [],
          nextStep: 'record it with GRPC_CASSETTE_MODE=once, or correct the path.',
        },
      ),
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
}

function describeAsked(playback: Playback, unanswered: Unanswered): string {
  const { kind, soFar } = playback;
  const { requests, halfClosed } = soFar;
  if (unanswered.reason === 'request' && unanswered.request !== undefined) {
    return describeRequest(kind, unanswered.index, unanswered.request.length);
  }
  if (!kind.requestStream && requests.length > 0) return describeRequest(kind, 0, requests.at(0).length);
  return `${countOf(requests.length, 'request')} sent${halfClosed ? ', then half-closed' : ''}`;
}
