import { keepShape } from '../../model/keep-shape.js';
import { BitTree } from './bit-tree.js';
import { Heap } from './heap.js';
import { Progress } from './progress.js';

/** A recording of a group. */
export interface GroupMember {
  readonly method: string;
  /** Its place among all recordings of the cassette, counted from 0. */
  readonly position: number;
  /** Of the cassette, where it stands. */
  readonly line?: number;
}

/** An open call that holds a recording of a group. */
export interface Performer {
  /** The number of the first act after `since` that the recorded client did and this one has yet to do. */
  nextAct(since: number): number | undefined;
  /** What one of its acts is, for a person. */
  describe(act: UndoneAct): string;
}

/** What the recorded client did, and this one has yet to do. */
export interface UndoneAct {
  readonly number: number;
  /** Whose act it is, by its start. */
  readonly rank: number;
}

interface Pending {
  /** No later than the performer's next act. */
  readonly bound: number;
  readonly rank: number;
}

/**
 * The recordings of calls that overlapped, and how far their clients' acts have been done in the replay. Recordings go by
 * rank, their place in start order, from 0. Which act comes next costs the logarithm of their count.
 */
export class Group {
  readonly members: readonly GroupMember[];
  readonly #starts: Float64Array;
  readonly #atPlay: Set<Group>;
  #unstarted: BitTree;
  readonly #performers = new Map<number, Performer>();
  /** The recordings whose calls are over. */
  readonly #done = new Set<number>();
  /** Calls with acts to come, by lower bounds that are brought up to date when they are looked at. */
  #pending = new Heap<Pending>(isBefore);
  /** The recordings whose acts nobody waits for, until their calls act again. */
  readonly #forgiven = new Set<number>();
  #furthest = -1;
  #actsDone = 0;
  #progress = new Progress();

  /** `starts` are the members' numbers of their starts, and grow. `atPlay` has those groups of which a call is open. */
  constructor(members: readonly GroupMember[], starts: readonly number[], atPlay: Set<Group>) {
    this.members = members;
    this.#starts = Float64Array.from(starts);
    this.#atPlay = atPlay;
    this.#unstarted = new BitTree(starts.length);
  }

  /** The number of the latest act that was done. */
  get furthest(): number {
    return this.#furthest;
  }

  /** How many acts were done. */
  get actsDone(): number {
    return this.#actsDone;
  }

  /** What was played and done so far. */
  get progress(): Progress {
    return this.#progress;
  }

  /** A call holds a recording from now on, which started at `wallMs` where that is known. One that is played already, or held by another call, adds no acts. */
  hold(rank: number, performer: Performer, wallMs: number | undefined): void {
    if (this.#performers.size === 0 && this.#done.has(rank)) this.#beginAnew();
    if (this.#done.has(rank) || this.#performers.has(rank)) return;
    this.#performers.set(rank, performer);
    this.#atPlay.add(this);
    this.#unstarted.delete(rank);
    this.#forgiven.delete(rank);
    this.#note(this.#starts[rank] ?? 0, wallMs);
    this.#expect(rank, performer);
  }

  /** The call holds it no longer, and goes on with another or with none. `isForgiven`: nobody is to wait for its acts. */
  release(rank: number, performer: Performer, isForgiven: boolean): void {
    if (this.#performers.get(rank) !== performer) return;
    if (!isForgiven) this.#unstarted.add(rank);
    this.#remove(rank);
  }

  /** The call is over: what it left undone will not come. */
  leave(rank: number, performer: Performer): void {
    if (this.#performers.get(rank) !== performer) return;
    this.#done.add(rank);
    this.#remove(rank);
  }

  /** The holder did something, up to the act `number`. */
  acted(rank: number, performer: Performer, number: number): void {
    if (this.#performers.get(rank) !== performer) return;
    this.#note(number);
    if (this.#forgiven.delete(rank)) this.#expect(rank, performer);
  }

  /** The first act after `since` and before `at` that is undone. */
  undone(since: number, at: number): UndoneAct | undefined {
    const start = this.#firstUnstarted(since, at);
    const pending = this.#firstPending(since, at);
    if (start === undefined || pending === undefined) return start ?? pending;
    return start.number < pending.number ? start : pending;
  }

  /** Calls that were to start between the two do not come, or not in their turn: nobody waits for their starts any more. */
  forgiveStarts(since: number, until: number): void {
    let rank = this.#unstarted.next(this.#rankAfter(since));
    while (this.#startsBefore(rank, until)) {
      this.#unstarted.delete(rank);
      rank = this.#unstarted.next(rank);
    }
  }

  /** Calls that were to act between the two do not: nobody waits for them until they act again. */
  forgivePerformers(since: number, until: number): void {
    for (const { rank } of this.#pending.items) {
      const next = this.#performers.get(rank)?.nextAct(since);
      if (next !== undefined && next < until) this.#forgiven.add(rank);
    }
  }

  /** Whether the act is that call's start. */
  isStart({ number, rank }: UndoneAct): boolean {
    return this.#starts[rank] === number;
  }

  performerOf(rank: number): Performer | undefined {
    return this.#performers.get(rank);
  }

  #firstUnstarted(since: number, at: number): UndoneAct | undefined {
    const rank = this.#unstarted.next(this.#rankAfter(since));
    return this.#startsBefore(rank, at) ? { number: this.#starts[rank] ?? 0, rank } : undefined;
  }

  #startsBefore(rank: number, at: number): boolean {
    return rank !== -1 && (this.#starts[rank] ?? at) < at;
  }

  #firstPending(since: number, at: number): UndoneAct | undefined {
    let found: UndoneAct | undefined;
    const before: Pending[] = [];
    for (let first = this.#updatedFirst(); first !== undefined; first = this.#updatedFirst()) {
      const { bound, rank } = first;
      // What a call is to do before `since` says nothing of what it is to do after that.
      const number = bound > since ? bound : this.#nextActOf(rank, since);
      if (number !== undefined && number < (found?.number ?? at)) found = { number, rank };
      if (bound > since || bound >= at) break;
      this.#pending.removeFirst();
      before.push(first);
    }
    for (const each of before) this.#pending.add(each);
    return found;
  }

  /** The first of the bounds, once it is its performer's next act. */
  #updatedFirst(): Pending | undefined {
    for (let { first } = this.#pending; first !== undefined; first = this.#pending.first) {
      const next = this.#nextActOf(first.rank, -1);
      if (next === first.bound) return first;
      this.#pending.removeFirst();
      if (next !== undefined) this.#pending.add({ bound: next, rank: first.rank });
    }
    return undefined;
  }

  #nextActOf(rank: number, since: number): number | undefined {
    return this.#forgiven.has(rank) ? undefined : this.#performers.get(rank)?.nextAct(since);
  }

  #expect(rank: number, performer: Performer): void {
    const next = performer.nextAct(-1);
    if (next !== undefined) this.#pending.add({ bound: next, rank });
  }

  #remove(rank: number): void {
    this.#performers.delete(rank);
    this.#forgiven.delete(rank);
    if (this.#performers.size === 0) this.#atPlay.delete(this);
  }

  #note(act: number, wallMs?: number): void {
    this.#actsDone += 1;
    this.#furthest = Math.max(this.#furthest, act);
    this.#progress.noteAct(act, wallMs);
  }

  #beginAnew(): void {
    this.#unstarted = new BitTree(this.#starts.length);
    this.#pending = new Heap(isBefore);
    this.#done.clear();
    this.#forgiven.clear();
    this.#progress = new Progress();
    this.#furthest = -1;
  }

  /** The rank of the first recording that started after a number. */
  #rankAfter(number: number): number {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) > number) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function isBefore(a: Pending, b: Pending): boolean {
  return a.bound < b.bound;
}

// With all that it is made of.
keepShape(new Group([], [], new Set()));
