import type { Played } from './call.js';
import type { Group } from './order/group.js';
import { Heap } from './order/heap.js';
import type { Ready } from './ready.js';

type ReadyCall = Ready<Played>;

/** What goes on one after another: the events of a group by their numbers, or those of no group by their times. */
export class Lane {
  /** Undefined for that of what is of none. */
  readonly group: Group | undefined;
  readonly #queue = new Heap<ReadyCall>(isBefore);

  constructor(group: Group | undefined) {
    this.group = group;
  }

  get first(): ReadyCall | undefined {
    for (let { first } = this.#queue; first !== undefined; { first } = this.#queue) {
      if (!first.isStale) return first;
      this.#queue.removeFirst();
    }
    return undefined;
  }

  add(ready: ReadyCall): void {
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
  #ordered: Lane[] = [];
  /** How many events wait. */
  #count = 0;

  /** Those of groups that have something in them. */
  get ordered(): readonly Lane[] {
    if (this.#ordered.some(isEmpty)) this.#dropEmpty();
    return this.#ordered;
  }

  #dropEmpty(): void {
    for (const { first, group } of this.#ordered)
      if (first === undefined && group !== undefined) this.#byGroup.delete(group);
    this.#ordered = this.#ordered.filter((lane) => !isEmpty(lane));
  }

  /** Whether no event waits. */
  get areEmpty(): boolean {
    return this.#count === 0;
  }

  /** Whether any event is of a group. */
  get hasOrdered(): boolean {
    return this.#byGroup.size > 0;
  }

  /** Puts the call's next event where it belongs. */
  put(played: Played): void {
    const { part, dueAt, start, seat } = played;
    const number = part.group === undefined ? undefined : part.number;
    const group = number === undefined ? undefined : part.group;
    const rank = number ?? dueAt;
    const place = seat.ready;
    if (place === undefined) this.#count += 1;
    else if (place.group === group && place.rank === rank && place.dueAt === dueAt) return;
    else place.isStale = true;
    const ready = { played, group, rank, dueAt, start, isStale: false };
    seat.ready = ready;
    this.laneOf(group).add(ready);
  }

  /** The first of a lane is played. */
  take({ played, group }: ReadyCall): void {
    this.laneOf(group).removeFirst();
    played.seat.ready = undefined;
    this.#count -= 1;
  }

  /** The call has no event that waits. */
  drop({ seat }: Played): void {
    if (seat.ready === undefined) return;
    seat.ready.isStale = true;
    seat.ready = undefined;
    this.#count -= 1;
  }

  /** That of a group, or of what is of none. */
  laneOf(group: Group | undefined): Lane {
    if (group === undefined) return this.timed;
    const known = this.#byGroup.get(group);
    if (known !== undefined) return known;
    const created = new Lane(group);
    this.#byGroup.set(group, created);
    this.#ordered.push(created);
    return created;
  }
}

function isEmpty(lane: Lane): boolean {
  return lane.first === undefined;
}

function isBefore(a: ReadyCall, b: ReadyCall): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.start < b.start);
}
