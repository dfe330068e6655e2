import { CassetteError } from '../../errors.js';
import type { Entry } from '../../format/entry.js';
import type { EntryList } from '../../format/entry-list.js';
import { arrange, type GroupPlace } from '../order/arrange.js';
import type { Group } from '../order/group.js';
import { Groups } from './groups.js';
import { MethodRecordings } from './method-recordings.js';
import type { Recording } from './recording.js';
import { Shelf } from './shelf.js';

/** The recorded interactions, found by method and by request. */
export class Recordings {
  /** Blocks that are no calls, such as `collections_method`. */
  readonly notReplayable: readonly Entry[];
  /** The servers that recordings were made with, as far as they say so. */
  readonly targets: ReadonlySet<string>;
  readonly #shelf: Shelf;
  readonly #byMethod = new Map<string, MethodRecordings>();
  /** Interactions of the seed's format, which are paired by order and kind. */
  readonly #seed: Recording[] = [];
  #nextSeed = 0;
  #next = 0;
  /** Why the first entry cannot be read whose method cannot be told. */
  #broken: CassetteError | undefined;

  /** `repeats`: whether one may answer several calls. */
  constructor(entries: EntryList, repeats: boolean) {
    const { calls, others, places } = divide(entries);
    this.notReplayable = others;
    const { items, groups } = arrange(calls, places);
    this.#shelf = new Shelf(entries, items, new Groups(groups, items.length), repeats);
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

  /** The groups of overlapping calls of which one is open. */
  get groupsAtPlay(): ReadonlySet<Group> {
    return this.#shelf.groups.atPlay;
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
      known[method].add(position);
    }
    return targets;
  }

  #file(recording: Recording): string | undefined {
    const { head } = recording.entry;
    // A broken interaction of the seed's format keeps its place in the sequence.
    if (head.key !== 'call') this.#seed.push(recording);
    else if (head.method !== undefined) this.#recordingsOf(head.method).addUnknown(recording.position);
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

interface Divided {
  /** The numbers of the entries that are calls. */
  readonly calls: Uint32Array;
  /** The entries that are none. */
  readonly others: readonly Entry[];
  /** Where calls stand among those that overlapped them; they are told by their place in `calls`. */
  readonly places: readonly GroupPlace[];
}

function divide(entries: EntryList): Divided {
  const { index } = entries;
  const calls = new Uint32Array(entries.length);
  let count = 0;
  const others: Entry[] = [];
  const places: GroupPlace[] = [];
  for (let entry = 0; entry < entries.length; entry += 1) {
    const isKnown = index.methodOf(entry) >= 0;
    if (!isKnown && entries.at(entry).head.replayable === false) {
      others.push(entries.at(entry));
      continue;
    }
    const order = isKnown && !index.isOrdered(entry) ? undefined : orderOf(entries, entry);
    if (order !== undefined) places.push({ item: count, group: order.group, start: order.start });
    calls[count] = entry;
    count += 1;
  }
  return { calls: calls.subarray(0, count), others, places };
}

function orderOf(entries: EntryList, entry: number): Entry['head']['order'] {
  return entries.index.findOrder(entry) ?? entries.at(entry).head.order;
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
