import type { Played } from './call.js';
import type { Group } from './order/group.js';
import { Heap } from './order/heap.js';

/** A call whose next event may be delivered, in the place that it had when it was put there. */
export interface Ready {
  readonly played: Played;
  readonly lane: Lane;
  /** The event's number in the lane's group; when it is due, where the lane is of none. */
  readonly rank: number;
  /** When it is due, in the player's time. */
  readonly dueAt: number;
  readonly start: number;
  /** The call has another next event, or none. */
  isStale: boolean;
}

/** What goes on one after another: the events of a group by their numbers, or those of no group by their times. */
export class Lane {
  readonly group: Group | undefined;
  readonly #queue = new Heap<Ready>((a, b) => a.rank < b.rank || (a.rank === b.rank && a.start < b.start));

  constructor(group: Group | undefined) {
    this.group = group;
  }

  get first(): Ready | undefined {
    for (let { first } = this.#queue; first !== undefined; { first } = this.#queue) {
      if (!first.isStale) return first;
      this.#queue.removeFirst();
    }
    return undefined;
  }

  add(ready: Ready): void {
    this.#queue.add(ready);
  }

  removeFirst(): void {
    this.#queue.removeFirst();
  }
}

/** The lanes of a cassette's open calls. */
export class Lanes {
  /** That of what is of no group. */
  readonly timed: Lane = new Lane(undefined);
  readonly #byGroup = new Map<Group, Lane>();
  readonly #places = new Map<Played, Ready>();

  /** Those of groups that have something in them. */
  *ordered(): Iterable<Lane> {
    for (const [group, lane] of this.#byGroup) {
      if (lane.first === undefined) this.#byGroup.delete(group);
      else yield lane;
    }
  }

  /** Whether no event waits. */
  get areEmpty(): boolean {
    return this.#places.size === 0;
  }

  /** Whether any event is of a group. */
  get hasOrdered(): boolean {
    return this.#byGroup.size > 0;
  }

  /** Puts the call's next event where it belongs. */
  put(played: Played): void {
    const { part, dueAt, start } = played;
    const { group } = part;
    const number = group === undefined ? undefined : part.number;
    const lane = group === undefined || number === undefined ? this.timed : this.#laneOf(group);
    const rank = number ?? dueAt;
    const place = this.#places.get(played);
    if (place !== undefined && place.lane === lane && place.rank === rank && place.dueAt === dueAt) return;
    if (place !== undefined) place.isStale = true;
    const ready = { played, lane, rank, dueAt, start, isStale: false };
    this.#places.set(played, ready);
    lane.add(ready);
  }

  /** The first of a lane is played. */
  take({ played, lane }: Ready): void {
    lane.removeFirst();
    this.#places.delete(played);
  }

  /** The call has no event that waits. */
  drop(played: Played): void {
    const place = this.#places.get(played);
    if (place === undefined) return;
    place.isStale = true;
    this.#places.delete(played);
  }

  #laneOf(group: Group): Lane {
    const known = this.#byGroup.get(group);
    if (known !== undefined) return known;
    const created = new Lane(group);
    this.#byGroup.set(group, created);
    return created;
  }
}
