import { CassetteError } from '../errors.js';
import type { Meanings, MethodMeaning } from '../messages/meaning/meanings.js';
import { sameKind } from '../model/kind.js';
import type { MatchRule } from '../model/matching.js';
import type { Redaction } from '../redact/redaction.js';
import type { Call } from './call.js';
import { givenFits } from './fit.js';
import { functionRule, methodRule, type Rule, requestRule } from './match-rules.js';
import { MetadataMatch } from './metadata-match.js';
import { AskedRequest, canonical } from './recordings/asked-request.js';
import { isMarked } from './recordings/marks.js';
import type { Asked, MethodIndex } from './recordings/method-index.js';
import { isOfTarget, type MethodRecordings } from './recordings/method-recordings.js';
import type { Recording } from './recordings/recording.js';
import type { Recordings } from './recordings/recordings.js';
import type { Indexing } from './recordings/sort-requests.js';
import { UserMatch } from './user-match.js';

/** What decides which recording answers a call. */
interface MatcherOptions {
  readonly path: string;
  readonly match: MatchRule;
  /** In lower case. */
  readonly matchMetadata: readonly string[];
  readonly repeats: boolean;
}

/** Which recordings may answer a call. */
export class Matcher {
  readonly rule: Rule;
  readonly isSequence: boolean;
  readonly metadata: MetadataMatch;
  readonly #recordings: Recordings;
  readonly #meanings: Meanings;
  readonly #repeats: boolean;

  constructor(
    recordings: Recordings,
    meanings: Meanings,
    redaction: Redaction,
    { path, match, matchMetadata, repeats }: MatcherOptions,
  ) {
    this.#recordings = recordings;
    this.#meanings = meanings;
    this.#repeats = repeats;
    this.isSequence = match === 'sequence';
    this.metadata = new MetadataMatch(matchMetadata, redaction);
    if (typeof match === 'function') {
      this.rule = functionRule(new UserMatch(match, meanings, redaction, path), meanings);
    } else {
      this.rule = match === 'request' ? requestRule(meanings) : methodRule(meanings);
    }
  }

  /**
   * The free recordings that fit what the call has said and was given, in recorded order; those first that overlapped calls
   * which are at play, and may come again after that.
   */
  *free(call: Call): Iterable<Recording> {
    const target = this.targetOf(call);
    for (const recording of this.#likelyFree(call, target))
      if (this.#fits(call, recording, target)) yield recording;
  }

  /** The first of them, for a call that has said all: without what it costs to go on after that. */
  findFree(call: Call): Recording | undefined {
    const recordings = this.#recordings.ofMethod(call.method);
    if (recordings === undefined || recordings.areTaken) return undefined;
    const target = this.targetOf(call);
    const isFit = (recording: Recording): boolean => this.#fits(call, recording, target);
    const asked = this.#askedOf(call);
    if (asked !== undefined)
      return this.#indexOf(call, target)?.findFree(asked, this.#recordings.groupsAtPlay, isFit);
    for (const recording of this.#likelyFree(call, target)) if (isFit(recording)) return recording;
    return undefined;
  }

  #likelyFree(call: Call, target: string | undefined): Iterable<Recording> {
    const asked = this.#askedOf(call);
    const { groupsAtPlay } = this.#recordings;
    if (asked !== undefined) return this.#indexOf(call, target)?.free(asked, groupsAtPlay) ?? [];
    const recordings = this.#recordings.ofMethod(call.method);
    if (recordings === undefined || groupsAtPlay.size === 0) return recordings?.free() ?? [];
    return this.#groupsFirst(recordings);
  }

  *#groupsFirst(recordings: MethodRecordings): Iterable<Recording> {
    for (const group of this.#recordings.groupsAtPlay) yield* recordings.freeOf(group);
    yield* recordings.free();
  }

  /** All recordings that fit, free or not, in recorded order. */
  fitting(call: Call): readonly Recording[] {
    const target = this.targetOf(call);
    return this.#likely(call, target).filter((recording) => this.#fits(call, recording, target));
  }

  /** The last of the recordings that would answer the call, were they free, where they may answer again. */
  findRepeat(call: Call): Recording | undefined {
    if (!this.#repeats) return undefined;
    const target = this.targetOf(call);
    const isFit = (recording: Recording): boolean => this.#fits(call, recording, target);
    const asked = this.#askedOf(call);
    const equal = asked && this.#indexOf(call, target)?.findLastEqual(asked, isFit);
    if (equal !== undefined) return equal;
    const likely = this.#likely(call, target);
    // One that says all goes before one of which something was taken out.
    return likely.findLast((each) => !isMarked(each.interaction) && isFit(each)) ?? likely.findLast(isFit);
  }

  /** Those that the first request leaves, free or not, in recorded order. */
  #likely(call: Call, target: string | undefined): readonly Recording[] {
    const asked = this.#askedOf(call);
    if (asked === undefined) return this.#recordings.ofMethod(call.method)?.readable ?? [];
    return this.#indexOf(call, target)?.all(asked) ?? [];
  }

  /**
   * The call's target where recordings of several servers have to be told apart, and the call's server is one of them. A
   * target that is not in the cassette tells nothing: a test's own server has another port in each run.
   */
  targetOf(call: Call): string | undefined {
    const { targets } = this.#recordings;
    if (targets.size < 2) return undefined;
    const { target } = call;
    return target !== undefined && targets.has(target) ? target : undefined;
  }

  /** Whether the recording answers the call by its requests, whatever its server and metadata. */
  fitsByRule(call: Call, recording: Recording): boolean {
    return this.#unlessBroken(
      call,
      () => sameKind(recording.interaction, call.kind) && this.rule.fits(call, recording),
    );
  }

  /** A recording that answers the call by its requests, whatever its server and metadata. */
  findByRule(call: Call, alike: Iterable<Recording>): Recording | undefined {
    const isFound = this.rule.comparesRequests && this.metadata.isEmpty && call.requests.length > 0;
    for (const recording of isFound ? this.#likely(call, undefined) : alike)
      if (this.fitsByRule(call, recording)) return recording;
    return undefined;
  }

  /** Whether the call was given what the recorded one was given. */
  fitsGiven(call: Call, recording: Recording): boolean {
    return this.#unlessBroken(call, () =>
      givenFits(call, recording.interaction, this.#meanings.of(call.method)),
    );
  }

  #fits(call: Call, recording: Recording, target: string | undefined): boolean {
    return this.#unlessBroken(call, () => {
      const { interaction } = recording;
      return (
        sameKind(interaction, call.kind) &&
        isOfTarget(recording, target) &&
        this.metadata.agrees(call, interaction) &&
        this.rule.fits(call, recording)
      );
    });
  }

  /** A recording whose messages cannot be read fits no call; it is named when nothing else does. */
  #unlessBroken({ method }: Call, fits: () => boolean): boolean {
    try {
      return fits();
    } catch (error) {
      if (!CassetteError.is(error) || error.code === 'match_failed') throw error;
      this.#recordings.noteBroken(method, error);
      return false;
    }
  }

  /** Undefined where the first request does not decide, or is yet to come. */
  #askedOf(call: Call): Asked | undefined {
    if (!this.rule.comparesRequests || call.requests.length === 0) return undefined;
    const { request } = this.#meanings.of(call.method);
    return new AskedRequest(call.requests.at(0), request, ({ metadata }) =>
      this.metadata.keyOfCall(call, metadata),
    );
  }

  #indexOf({ method }: Call, target: string | undefined): MethodIndex | undefined {
    const meaning = this.#meanings.of(method);
    const recordings = this.#recordings.ofMethod(method);
    return recordings?.findIndex(meaning, target) ?? recordings?.makeIndex(this.#indexing(meaning, target));
  }

  #indexing(meaning: MethodMeaning, target: string | undefined): Indexing {
    const { request } = meaning;
    return {
      meaning,
      target,
      readsAll: !this.metadata.isEmpty,
      onlyReorders: request.onlyReorders === true && this.metadata.isEmpty,
      comparesAll: request.ignored.length > 0,
      anyMetadata: ({ interaction }) => this.metadata.wildcards(interaction.call),
      startOf: ({ interaction }, wildcards) =>
        this.metadata.keyOf(interaction.call?.requestMetadata, wildcards.metadata),
      canonical: (bytes, wildcards) => canonical(request, bytes, wildcards),
    };
  }
}
