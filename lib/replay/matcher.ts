import { CassetteError } from '../errors.js';
import type { Meanings } from '../messages/meaning/meanings.js';
import { sameKind } from '../model/kind.js';
import type { MatchRule } from '../model/matching.js';
import { redactMetadata } from '../redact/metadata.js';
import type { Asking } from './asking.js';
import type { Candidate } from './candidate.js';
import { givenFits } from './fit.js';
import { functionRule, methodRule, type Rule, requestRule } from './match-rules.js';
import { MetadataMatch } from './metadata-match.js';
import { isOfTarget } from './method-shelf.js';
import type { RequestIndex } from './request-index.js';
import { requestKey } from './request-key.js';
import type { Shelf } from './shelf.js';

/** What decides which recording answers a call. */
export interface MatcherOptions {
  readonly path: string;
  readonly match: MatchRule;
  /** In lower case. */
  readonly matchMetadata: readonly string[];
  readonly repeats: boolean;
}

/** Which recordings on the shelf may answer a call. */
export class Matcher {
  readonly rule: Rule;
  readonly isSequence: boolean;
  readonly metadata: MetadataMatch;
  readonly #shelf: Shelf;
  readonly #meanings: Meanings;
  readonly #repeats: boolean;

  constructor(shelf: Shelf, meanings: Meanings, { path, match, matchMetadata, repeats }: MatcherOptions) {
    this.#shelf = shelf;
    this.#meanings = meanings;
    this.#repeats = repeats;
    this.isSequence = match === 'sequence';
    this.metadata = new MetadataMatch(matchMetadata);
    if (typeof match === 'function') this.rule = functionRule(match, meanings, path);
    else this.rule = match === 'request' ? requestRule(meanings) : methodRule(meanings);
  }

  /** The free recordings that fit what the call has said and was given, in recorded order. */
  *free(asking: Asking): Iterable<Candidate> {
    const target = this.targetOf(asking);
    const key = this.#keyOf(asking);
    const free =
      key === undefined
        ? this.#shelf.freeOfMethod(asking.method)
        : (this.#indexOf(asking, target)?.free(key) ?? []);
    for (const candidate of free) if (this.#fits(asking, candidate, target)) yield candidate;
  }

  /** All recordings that fit, free or not, in recorded order. */
  fitting(asking: Asking): readonly Candidate[] {
    const target = this.targetOf(asking);
    return this.#likely(asking, target).filter((candidate) => this.#fits(asking, candidate, target));
  }

  /** The last of the recordings that would answer the call, were they free, where they may answer again. */
  findRepeat(asking: Asking): Candidate | undefined {
    if (!this.#repeats) return undefined;
    const target = this.targetOf(asking);
    return this.#likely(asking, target).findLast((candidate) => this.#fits(asking, candidate, target));
  }

  /** Those that the first request leaves, free or not, in recorded order. */
  #likely(asking: Asking, target: string | undefined): readonly Candidate[] {
    const key = this.#keyOf(asking);
    if (key === undefined) return this.#shelf.ofMethod(asking.method);
    return this.#indexOf(asking, target)?.all(key) ?? [];
  }

  /**
   * The call's target where recordings of several servers have to be told apart, and the call's server is one of them. A
   * target that is not in the cassette tells nothing: a test's own server has another port in each run.
   */
  targetOf({ call }: Asking): string | undefined {
    const { targets } = this.#shelf;
    if (targets.size < 2) return undefined;
    const { target } = call;
    return target !== undefined && targets.has(target) ? target : undefined;
  }

  /** Whether the recording answers the call by its requests, whatever its server and metadata. */
  fitsByRule(asking: Asking, candidate: Candidate): boolean {
    return this.#unlessBroken(
      asking,
      () => sameKind(candidate.interaction, asking.kind) && this.rule.fits(asking, candidate.interaction),
    );
  }

  /** Whether the call was given what the recorded one was given. */
  fitsGiven(asking: Asking, candidate: Candidate): boolean {
    const { soFar, method } = asking;
    return this.#unlessBroken(asking, () =>
      givenFits(soFar, candidate.interaction, this.#meanings.of(method)),
    );
  }

  #fits(asking: Asking, candidate: Candidate, target: string | undefined): boolean {
    return this.#unlessBroken(asking, () => {
      const { interaction } = candidate;
      return (
        sameKind(interaction, asking.kind) &&
        isOfTarget(candidate, target) &&
        this.metadata.agrees(asking.call, interaction) &&
        this.rule.fits(asking, interaction)
      );
    });
  }

  /** A recording whose messages cannot be read fits no call; it is named when nothing else does. */
  #unlessBroken({ method }: Asking, fits: () => boolean): boolean {
    try {
      return fits();
    } catch (error) {
      if (!CassetteError.is(error) || error.code === 'match_failed') throw error;
      this.#shelf.noteBroken(method, error);
      return false;
    }
  }

  /** Undefined where the first request does not decide, or is yet to come. */
  #keyOf({ method, call, soFar }: Asking): number | undefined {
    if (!this.rule.comparesRequests || soFar.requests.length === 0) return undefined;
    const { request } = this.#meanings.of(method);
    return requestKey(
      request.canonical(soFar.requests.at(0)),
      this.metadata.isEmpty ? undefined : this.metadata.keyOf(redactMetadata(call.requestMetadata)),
    );
  }

  #indexOf({ method }: Asking, target: string | undefined): RequestIndex | undefined {
    const meaning = this.#meanings.of(method);
    return this.#shelf.indexOf(method, {
      meaning,
      target,
      keyOf: ({ firstRequest, interaction }) =>
        firstRequest &&
        requestKey(
          meaning.request.canonical(firstRequest),
          this.metadata.keyOf(interaction.call?.requestMetadata),
        ),
    });
  }
}
