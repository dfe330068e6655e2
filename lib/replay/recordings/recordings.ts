import { CassetteError } from '../../errors.js';
import type { Entry } from '../../format/entry.js';
import type { EntryList } from '../../format/entry-list.js';
import { arrange } from '../order/arrange.js';
import { Group } from '../order/group.js';
import { MethodRecordings } from './method-recordings.js';
import type { Recording } from './recording.js';
import { Shelf } from './shelf.js';

/** The recorded interactions, found by method and by request. */
export class Recordings {
  /** Blocks that are no calls, such as `collections_method`. */
  readonly notReplayable: readonly Entry[];
  /** The servers that recordings were made with, as far as they say so. */
  readonly targets: ReadonlySet<string>;
  /** The groups of overlapping calls of which one is open. */
  readonly groupsAtPlay: Set<Group> = new Set();
  readonly #entries: EntryList;
  readonly #shelf: Shelf;
  readonly #byMethod = new Map<string, MethodRecordings>();
  /** Interactions of the seed's format, which are paired by order and kind. */
  readonly #seed: Recording[] = [];
  #nextSeed = 0;
  #next = 0;
  /** Why the first entry cannot be read whose method cannot be told. */
  #broken: CassetteError | undefined;

  constructor(entries: EntryList) {
    const { calls, others } = divide(entries);
    this.notReplayable = others;
    const { items, groups } = arrange(calls, (entry) => orderOf(entries, entry));
    this.#entries = entries;
    this.#shelf = new Shelf(entries, items);
    if (groups.length > 0) this.#group(items, groups);
    this.targets = this.#fileAll();
  }

  /** Every entry that is a call, also a broken one, in recorded order: that of the file, but for calls that overlapped, which go by their order. */
  get all(): readonly Recording[] {
    return Array.from({ length: this.#shelf.length }, (_, position) => this.#shelf.at(position));
  }

  /** How many these are. */
  get count(): number {
    return this.#shelf.length;
  }

  /** The entries of a group stand one behind the other. */
  #group(items: readonly number[], groups: readonly (readonly number[])[]): void {
    const positions = inverseOf(items);
    for (const entries of groups) {
      const position = positions[entries[0] as number] as number;
      const members = entries.map((_, rank) => this.#shelf.at(position + rank));
      const starts = entries.map((entry) => orderOf(this.#entries, entry)?.start ?? 0);
      const group = new Group(members, starts, this.groupsAtPlay);
      for (const [rank, recording] of members.entries()) recording.place = { group, rank };
    }
  }

  /** The methods that the cassette holds. */
  get methods(): readonly string[] {
    return [...this.#byMethod.keys()];
  }

  /** The interactions of a method; undefined where there are none. */
  ofMethod(method: string): MethodRecordings | undefined {
    return this.#byMethod.get(method);
  }

  /** Notes an interaction of a method that turns out broken only when it is compared with a call. */
  noteBroken(method: string, error: CassetteError): void {
    this.#byMethod.get(method)?.noteBroken(error);
  }

  /** The interactions of the seed's format, in sequence. */
  get sequence(): readonly Recording[] {
    return this.#seed;
  }

  /** The first free interaction of the seed's format. */
  findFreeSeed(): Recording | undefined {
    while (this.#seed[this.#nextSeed]?.isFree === false) this.#nextSeed += 1;
    return this.#seed[this.#nextSeed];
  }

  /** The first free interaction of all, in recorded order. */
  findNext(): Recording | undefined {
    const shelf = this.#shelf;
    while (shelf.made(this.#next)?.isFree === false) this.#next += 1;
    return this.#next < shelf.length ? shelf.at(this.#next) : undefined;
  }

  /** Why an entry cannot be read that might have answered a call of the method; undefined when all can be. */
  findBroken(method: string): CassetteError | undefined {
    return this.#byMethod.get(method)?.broken ?? this.#broken;
  }

  /** Sorts all by method, without a look at those that the file's index knows. Returns the servers that they name. */
  #fileAll(): ReadonlySet<string> {
    const shelf = this.#shelf;
    const targets = new Set<string>();
    /** By the index's numbers of methods. */
    const known: MethodRecordings[] = [];
    let last: string | undefined;
    for (let position = 0; position < shelf.length; position += 1) {
      const method = shelf.methodOf(position);
      const target = method < 0 ? this.#file(shelf.at(position)) : shelf.targetOf(position);
      if (target !== last && target !== undefined) targets.add(target);
      last = target;
      if (method < 0) continue;
      known[method] ??= this.#recordingsOf(shelf.methodName(method));
      known[method].positions.push(position);
    }
    return targets;
  }

  #file(recording: Recording): string | undefined {
    const { head } = recording.entry;
    // A broken interaction of the seed's format keeps its place in the sequence.
    if (head.key !== 'call') this.#seed.push(recording);
    else if (head.method !== undefined) this.#recordingsOf(head.method).positions.push(recording.position);
    else this.#broken ??= failureOf(recording);
    return head.target;
  }

  #recordingsOf(method: string): MethodRecordings {
    const known = this.#byMethod.get(method);
    if (known !== undefined) return known;
    const created = new MethodRecordings(this.#shelf);
    this.#byMethod.set(method, created);
    return created;
  }
}

/** The numbers of the entries that are calls, and the entries that are none. */
function divide(entries: EntryList): {
  readonly calls: readonly number[];
  readonly others: readonly Entry[];
} {
  const calls: number[] = [];
  const others: Entry[] = [];
  for (let entry = 0; entry < entries.length; entry += 1) {
    if (entries.index.methodOf(entry) >= 0 || entries.at(entry).head.replayable !== false) calls.push(entry);
    else others.push(entries.at(entry));
  }
  return { calls, others };
}

/** Where each of these numbers stands. */
function inverseOf(numbers: readonly number[]): Uint32Array {
  const places = new Uint32Array(1 + (numbers.length === 0 ? 0 : numbers.reduce((a, b) => Math.max(a, b))));
  for (let place = 0; place < numbers.length; place += 1) places[numbers[place] as number] = place;
  return places;
}

function orderOf(entries: EntryList, entry: number): Entry['head']['order'] {
  const { index } = entries;
  if (index.methodOf(entry) < 0) return entries.at(entry).head.order;
  return index.isOrdered(entry) ? (index.findOrder(entry) ?? entries.at(entry).head.order) : undefined;
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
