import type { Group } from './order/group.js';

/** A call whose next event may be delivered, in the place that it had when it was put there. */
export interface Ready<Call> {
  readonly played: Call;
  /** Of the lane in which it stands; undefined for that of no group. */
  readonly group: Group | undefined;
  /** The event's number in the group; when it is due, where there is none. */
  readonly rank: number;
  /** When it is due, in the player's time. */
  readonly dueAt: number;
  readonly start: number;
  /** The call has another next event, or none. */
  isStale: boolean;
}

/** What the player keeps of an open call. Nobody else looks at it. */
export interface Seat<Call> {
  /** Where it stands among those that are open; undefined while it is not. */
  index: number | undefined;
  /** Where its next event waits; undefined where none does. */
  ready: Ready<Call> | undefined;
  /** Whether it has ever waited for its client. */
  hasWaited: boolean;
}

export function newSeat<Call>(): Seat<Call> {
  return { index: undefined, ready: undefined, hasWaited: false };
}
