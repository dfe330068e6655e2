import { CassetteError } from '../errors.js';
import type { Meanings } from '../messages/meaning/meanings.js';
import type { IgnoringMeaning } from '../messages/paths/ignored-fields.js';
import { NO_BYTES } from '../messages/wire/wire-bytes.js';
import { hashOf } from '../model/hash.js';
import { sameKind } from '../model/kind.js';
import type { MatchRule } from '../model/matching.js';
import type { Redaction } from '../redact/redaction.js';
import type { Call } from './call.js';
import { givenFits } from './fit.js';
import { functionRule, methodRule, type Rule, requestRule } from './match-rules.js';
import { MetadataMatch } from './metadata-match.js';
import type { Group } from './order/group.js';
import type { MarkedIndex } from './recordings/marked-index.js';
import { isMarked, type Wildcards, wildcardsOf } from './recordings/marks.js';
import { isOfTarget } from './recordings/method-recordings.js';
import type { Recording } from './recordings/recording.js';
import type { Recordings } from './recordings/recordings.js';
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
    const target = this.targetOf(call);
    const isFit = (recording: Recording): boolean => this.#fits(call, recording, target);
    const keys = this.#recordings.groupsAtPlay.size === 0 ? this.#keysOf(call) : undefined;
    if (keys !== undefined) return this.#indexOf(call, target)?.findFree(keys, isFit);
    for (const recording of this.#likelyFree(call, target)) if (isFit(recording)) return recording;
    return undefined;
  }

  #likelyFree(call: Call, target: string | undefined): Iterable<Recording> {
    const keys = this.#keysOf(call);
    const index = keys === undefined ? undefined : this.#indexOf(call, target);
    const free = keys === undefined ? this.#recordings.freeOfMethod(call.method) : (index?.free(keys) ?? []);
    // The usual case, in which each layer of generators would cost as much as the look itself.
    if (this.#recordings.groupsAtPlay.size === 0) return free;
    return this.#groupsFirst(free, (group) =>
      keys === undefined
        ? this.#recordings.freeOfGroup(call.method, group)
        : (index?.freeOf(keys, group) ?? []),
    );
  }

  *#groupsFirst(all: Iterable<Recording>, of: (group: Group) => Iterable<Recording>): Iterable<Recording> {
    for (const group of this.#recordings.groupsAtPlay) yield* of(group);
    yield* all;
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
    const likely = this.#likely(call, target);
    const isFit = (recording: Recording): boolean => this.#fits(call, recording, target);
    // One that says all goes before one of which something was taken out.
    return likely.findLast((each) => !isMarked(each.interaction) && isFit(each)) ?? likely.findLast(isFit);
  }

  /** Those that the first request leaves, free or not, in recorded order. */
  #likely(call: Call, target: string | undefined): readonly Recording[] {
    const keys = this.#keysOf(call);
    if (keys === undefined) return this.#recordings.ofMethod(call.method);
    return this.#indexOf(call, target)?.all(keys) ?? [];
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
  #keysOf(call: Call): ((wildcards: Wildcards) => number) | undefined {
    if (!this.rule.comparesRequests || call.requests.length === 0) return undefined;
    const { request } = this.#meanings.of(call.method);
    return (wildcards) =>
      keyOf(request, call.requests.at(0), wildcards, this.metadata.keyOfCall(call, wildcards.metadata));
  }

  #indexOf({ method }: Call, target: string | undefined): MarkedIndex | undefined {
    const meaning = this.#meanings.of(method);
    return this.#recordings.indexOf(method, {
      meaning,
      target,
      wildcardsOf: ({ interaction }) => wildcardsOf(interaction, this.metadata.wildcards(interaction.call)),
      keyOf: ({ firstRequest, interaction }, wildcards) =>
        firstRequest &&
        keyOf(
          meaning.request,
          firstRequest,
          wildcards,
          this.metadata.keyOf(interaction.call?.requestMetadata, wildcards.metadata),
        ),
    });
  }
}

/** The key of a request, what matches anything left out; `from` is that of the metadata. */
function keyOf(
  meaning: IgnoringMeaning,
  request: Uint8Array,
  { paths }: Wildcards,
  from: number | undefined,
): number {
  if (paths.length === 0) return hashOf(meaning.canonical(request), from);
  return hashOf(paths.includes('') ? NO_BYTES : meaning.without(paths).canonical(request), from);
}
