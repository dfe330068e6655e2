import { CassetteError } from '../errors.js';
import type { Entry } from '../format/cassette-file.js';
import { Candidate } from './candidate.js';
import { requestKey, sameBytes } from './request-key.js';

const NOTHING = new Uint8Array();

/** The recorded interactions, found by method and by request. */
export class Shelf {
  /** Every entry that is a call, also a broken one, in recorded order. */
  readonly candidates: readonly Candidate[];
  /** Blocks that are no calls, such as `collections_method`. */
  readonly notReplayable: readonly Entry[];
  readonly #byMethod = new Map<string, MethodShelf>();
  /** Interactions of the seed's format, which are paired by order and kind. */
  readonly #seed: Candidate[] = [];
  #nextSeed = 0;
  /** Why entries whose method cannot be told cannot be read. */
  readonly #broken: CassetteError[] = [];

  constructor(entries: readonly Entry[]) {
    this.notReplayable = entries.filter((entry) => entry.head.replayable === false);
    this.candidates = entries
      .filter((entry) => entry.head.replayable !== false)
      .map((entry, position) => new Candidate(position, entry));
    for (const candidate of this.candidates) this.#file(candidate);
  }

  /** The methods that the cassette holds. */
  get methods(): readonly string[] {
    return [...this.#byMethod.keys()];
  }

  /** The interactions of a method that can be read, in recorded order. */
  ofMethod(method: string): readonly Candidate[] {
    return this.#byMethod.get(method)?.readable ?? [];
  }

  /** Those of them that no call has taken for good. */
  freeOfMethod(method: string): Iterable<Candidate> {
    return this.#byMethod.get(method)?.free() ?? [];
  }

  /** Notes an interaction of a method that turns out broken only when it is compared with a call. */
  noteBroken(method: string, error: CassetteError): void {
    this.#byMethod.get(method)?.broken.push(error);
  }

  /** The interactions of the seed's format, in sequence. */
  get sequence(): readonly Candidate[] {
    return this.#seed;
  }

  /** The first interaction of the method with this first request that is wanted, in recorded order. */
  findByRequest(
    method: string,
    request: Uint8Array,
    isWanted: (candidate: Candidate) => boolean,
  ): Candidate | undefined {
    return this.#byMethod.get(method)?.findByRequest(request, isWanted);
  }

  /** The first free interaction of the seed's format. */
  findFreeSeed(): Candidate | undefined {
    while (this.#seed[this.#nextSeed]?.isFree === false) this.#nextSeed += 1;
    return this.#seed[this.#nextSeed];
  }

  /** Why an entry cannot be read that might have answered a call of the method; undefined when all can be. */
  findBroken(method: string): CassetteError | undefined {
    return this.#byMethod.get(method)?.broken[0] ?? this.#broken[0];
  }

  #file(candidate: Candidate): void {
    const { head } = candidate.entry;
    // A broken interaction of the seed's format keeps its place in the sequence.
    if (head.key !== 'call') {
      this.#seed.push(candidate);
      return;
    }
    try {
      const method = head.method ?? candidate.interaction.call?.method;
      if (method !== undefined) this.#shelfOf(method).all.push(candidate);
    } catch (error) {
      if (!CassetteError.is(error)) throw error;
      this.#broken.push(error);
    }
  }

  #shelfOf(method: string): MethodShelf {
    const known = this.#byMethod.get(method);
    if (known !== undefined) return known;
    const created = new MethodShelf();
    this.#byMethod.set(method, created);
    return created;
  }
}

/**
 * The interactions of one method. They and their requests are read when the method is first called, so that one that
 * is broken is set apart before a call is compared with it.
 */
class MethodShelf {
  readonly all: Candidate[] = [];
  readonly broken: CassetteError[] = [];
  #readable: readonly Candidate[] | undefined;
  /** Before it, all are taken. */
  #firstFree = 0;
  /** By their first requests' keys, the first recorded last, where it is taken off when it is taken. */
  readonly #byKey = new Map<number, Candidate[]>();

  get readable(): readonly Candidate[] {
    if (this.#readable === undefined) {
      this.#readable = this.all.filter((candidate) => this.#read(candidate));
      for (const alike of this.#byKey.values()) alike.reverse();
    }
    return this.#readable;
  }

  /** What no call has taken for good, in recorded order. */
  *free(): Iterable<Candidate> {
    const { readable } = this;
    while (readable[this.#firstFree]?.isFree === false) this.#firstFree += 1;
    for (let index = this.#firstFree; index < readable.length; index += 1) {
      const candidate = readable[index];
      if (candidate?.isFree) yield candidate;
    }
  }

  findByRequest(request: Uint8Array, isWanted: (candidate: Candidate) => boolean): Candidate | undefined {
    const alike = this.readable.length === 0 ? undefined : this.#byKey.get(requestKey(request));
    if (alike === undefined) return undefined;
    while (alike.at(-1)?.isFree === false) alike.pop();
    return alike.findLast(
      (candidate) => isWanted(candidate) && sameBytes(candidate.firstRequest ?? NOTHING, request),
    );
  }

  #read(candidate: Candidate): boolean {
    try {
      const { requests } = candidate.interaction;
      for (let index = 1; index < requests.length; index += 1) requests.at(index);
      const { firstRequest } = candidate;
      if (firstRequest !== undefined) this.#index(candidate, firstRequest);
      return true;
    } catch (error) {
      if (!CassetteError.is(error)) throw error;
      this.broken.push(error);
      return false;
    }
  }

  #index(candidate: Candidate, request: Uint8Array): void {
    const key = requestKey(request);
    const alike = this.#byKey.get(key);
    if (alike === undefined) this.#byKey.set(key, [candidate]);
    else alike.push(candidate);
  }
}
