import { CassetteError } from '../../errors.js';
import type { Entry } from '../../format/entry.js';
import { arrange } from '../order/arrange.js';
import { Group } from '../order/group.js';
import type { MarkedIndex } from './marked-index.js';
import { type Indexing, MethodRecordings } from './method-recordings.js';
import { Recording } from './recording.js';

/** The recorded interactions, found by method and by request. */
export class Recordings {
  /** Every entry that is a call, also a broken one, in recorded order: that of the file, but for calls that overlapped, which go by their order. */
  readonly all: readonly Recording[];
  /** Blocks that are no calls, such as `collections_method`. */
  readonly notReplayable: readonly Entry[];
  /** The servers that recordings were made with, as far as they say so. */
  readonly targets: ReadonlySet<string>;
  /** The groups of overlapping calls of which one is open. */
  readonly groupsAtPlay: Set<Group> = new Set();
  readonly #byMethod = new Map<string, MethodRecordings>();
  /** Interactions of the seed's format, which are paired by order and kind. */
  readonly #seed: Recording[] = [];
  #nextSeed = 0;
  #next = 0;
  /** Why the first entry cannot be read whose method cannot be told. */
  #broken: CassetteError | undefined;

  constructor(entries: readonly Entry[]) {
    this.notReplayable = entries.filter((entry) => entry.head.replayable === false);
    const { items, groups } = arrange(
      entries.filter((entry) => entry.head.replayable !== false),
      ({ head }) => head.order,
    );
    this.all = items.map((entry, position) => new Recording(position, entry));
    if (groups.length > 0) this.#group(groups);
    this.targets = new Set(this.all.flatMap(({ entry }) => entry.head.target ?? []));
    for (const recording of this.all) this.#file(recording);
  }

  /** The entries of a group stand one behind the other. */
  #group(groups: readonly (readonly Entry[])[]): void {
    const byFirst = new Map(groups.map((entries) => [entries[0], entries]));
    for (const { entry, position } of this.all) {
      const entries = byFirst.get(entry);
      if (entries === undefined) continue;
      const members = this.all.slice(position, position + entries.length);
      const starts = entries.map(({ head }) => head.order?.start ?? 0);
      const group = new Group(members, starts, this.groupsAtPlay);
      for (const [rank, recording] of members.entries()) recording.place = { group, rank };
    }
  }

  /** The methods that the cassette holds. */
  get methods(): readonly string[] {
    return [...this.#byMethod.keys()];
  }

  /** The interactions of a method that can be read, in recorded order. */
  ofMethod(method: string): readonly Recording[] {
    return this.#byMethod.get(method)?.readable ?? [];
  }

  /** Those of them that no call has taken for good. */
  freeOfMethod(method: string): Iterable<Recording> {
    return this.#byMethod.get(method)?.free() ?? [];
  }

  /** Those of these that belong to a group. */
  freeOfGroup(method: string, group: Group): Iterable<Recording> {
    return this.#byMethod.get(method)?.freeOf(group) ?? [];
  }

  /** Notes an interaction of a method that turns out broken only when it is compared with a call. */
  noteBroken(method: string, error: CassetteError): void {
    const recordings = this.#byMethod.get(method);
    if (recordings !== undefined) recordings.broken ??= error;
  }

  /** The interactions of the seed's format, in sequence. */
  get sequence(): readonly Recording[] {
    return this.#seed;
  }

  /** The interactions of a method by their first request; undefined where there are none. */
  indexOf(method: string, indexing: Indexing): MarkedIndex | undefined {
    return this.#byMethod.get(method)?.index(indexing);
  }

  /** The first free interaction of the seed's format. */
  findFreeSeed(): Recording | undefined {
    while (this.#seed[this.#nextSeed]?.isFree === false) this.#nextSeed += 1;
    return this.#seed[this.#nextSeed];
  }

  /** The first free interaction of all, in recorded order. */
  findNext(): Recording | undefined {
    while (this.all[this.#next]?.isFree === false) this.#next += 1;
    return this.all[this.#next];
  }

  /** Why an entry cannot be read that might have answered a call of the method; undefined when all can be. */
  findBroken(method: string): CassetteError | undefined {
    return this.#byMethod.get(method)?.broken ?? this.#broken;
  }

  #file(recording: Recording): void {
    const { head } = recording.entry;
    // A broken interaction of the seed's format keeps its place in the sequence.
    if (head.key !== 'call') {
      this.#seed.push(recording);
      return;
    }
    if (head.method !== undefined) this.#recordingsOf(head.method).all.push(recording);
    else this.#broken ??= failureOf(recording);
  }

  #recordingsOf(method: string): MethodRecordings {
    const known = this.#byMethod.get(method);
    if (known !== undefined) return known;
    const created = new MethodRecordings();
    this.#byMethod.set(method, created);
    return created;
  }
}

/** Why a recording cannot be read whose `call` names no method. */
function failureOf(recording: Recording): CassetteError | undefined {
  try {
    recording.interaction;
    return undefined;
  } catch (error) {
    if (!CassetteError.is(error)) throw error;
    return error;
  }
}
