import { type Clock, LONGEST_WAIT, type Warn } from '../model/surroundings.js';
import type { Played } from './call.js';
import { type Lane, Lanes } from './lanes.js';
import { OpenCalls } from './open-calls.js';
import type { UndoneAct } from './order/group.js';
import { type InVain, Patience } from './order/patience.js';
import type { ProcessHold } from './process-hold.js';
import type { Ready } from './ready.js';
import { StallWatch } from './stall-watch.js';

/** A leap in recorded time from which on the client is given a round of the event loop, in milliseconds. */
const LEAP = 2;
/** How much later than it was recorded a client's cancel may come, in milliseconds. */
const CANCEL_SLACK = 20;
/** The longest that events which were recorded after a client's cancel wait for it, in milliseconds. */
const CANCEL_PATIENCE = 250;

type ReadyCall = Ready<Played>;

/** Who is told what becomes of the calls. */
export interface PlayerOwner {
  readonly clock: Clock;
  readonly warn: Warn;
  readonly processHold: ProcessHold;
  /** The last open call is over. */
  onIdle(): void;
  /** A call's next event waits for an act of another. */
  onStop(played: Played, act: UndoneAct): void;
  /** It goes on without it. */
  onForgiven(played: Played, inVain: InVain): void;
}

/**
 * What may be delivered now, over all open calls of a cassette: one event a turn. Within a group of calls that overlapped
 * they go by their numbers, and none before what the client did before it; else by recorded time. `instant` (a pace of 0)
 * means without waiting, not without order: the clock is virtual then.
 */
export class Player {
  readonly patience: Patience;
  readonly #owner: PlayerOwner;
  readonly #clock: Clock;
  readonly #stallWatch: StallWatch<Played>;
  readonly #pace: number;
  readonly #open = new OpenCalls();
  readonly #lanes = new Lanes();
  /** The calls that wait only for their cancel, and until when later events wait for it, in the clock's time. */
  readonly #awaitingCancel = new Map<Played, number>();
  readonly #onTurn = (): void => this.#turn(false);
  readonly #onRound = (): void => this.#round();
  #virtualNow = 0;
  #turnIsComing = false;
  #roundIsComing = false;
  /** Rounds that were asked for and are still to come: only the last of them counts. */
  #rounds = 0;
  /** Whether calls have been open at the same time since none was; alone, a call has nobody to overtake. */
  #hasCompany = false;
  #stopTimer: (() => void) | undefined;
  #mayHoldProcess = true;

  constructor(owner: PlayerOwner, pace: number) {
    this.#owner = owner;
    this.#clock = owner.clock;
    this.#stallWatch = new StallWatch(owner.clock, owner.warn);
    this.#pace = pace;
    this.patience = new Patience(owner.clock);
  }

  /** The present in the time that `dueAt` is counted in. */
  now(): number {
    return this.#pace === 0 ? this.#virtualNow : this.#clock.now();
  }

  /** When an event that was recorded `ms` after the start of a call is due, the call having started at `startTime`. */
  dueAt(startTime: number, ms: number): number {
    return startTime + ms * (this.#pace === 0 ? 1 : this.#pace);
  }

  /** Whether the call's next event is not to wait any longer. */
  isDue({ dueAt }: Played): boolean {
    return this.#pace === 0 || dueAt <= this.#clock.now();
  }

  /** A call has started, has acted, or its next event may have become ready. */
  offer(played: Played): void {
    if (!this.#open.has(played)) this.#begin(played);
    const { waitsFor } = played;
    if (waitsFor === 'ready') this.#lanes.put(played);
    else this.#lanes.drop(played);
    this.#noteWait(played, waitsFor);
    this.#comeBack();
  }

  #begin(played: Played): void {
    this.#open.add(played);
    if (this.#open.size > 1) this.#hasCompany = true;
  }

  /** The call is over, or goes on without the player. */
  remove(played: Played): void {
    this.#open.remove(played);
    this.#lanes.drop(played);
    if (this.#open.size === 0) {
      this.#hasCompany = false;
      this.#owner.onIdle();
    }
    this.#noteWait(played, 'nothing');
    // What waits for something that this one was to do need not wait; and a timer for a call that is over must not hold the process.
    this.#comeBack();
  }

  /** From here on no call keeps the process alive: the cassette's work is over. */
  release(): void {
    this.#mayHoldProcess = false;
    this.#holdProcess();
    for (const played of this.#open.sorted()) played.release();
    // For the timer that is set already.
    this.#comeBack();
  }

  /** Whether no call is open. */
  get isIdle(): boolean {
    return this.#open.size === 0;
  }

  /** The calls that have not ended, in start order. */
  get open(): readonly Played[] {
    return this.#open.sorted();
  }

  /** The calls that wait for a client which does not send. */
  get stalled(): readonly Played[] {
    return this.#open.sorted().filter((played) => played.waitsFor === 'client');
  }

  #noteWait(played: Played, waitsFor: Played['waitsFor']): void {
    const { seat } = played;
    if (waitsFor === 'client' || waitsFor === 'cancel') seat.hasWaited = true;
    if (!seat.hasWaited) return;
    if (waitsFor === 'client') this.#stallWatch.begin(played);
    else this.#stallWatch.end(played);
    this.#owner.processHold.setStalled(played, waitsFor === 'client');
    if (waitsFor === 'cancel') this.#awaitCancel(played);
    else if (this.#awaitingCancel.size > 0 && this.#awaitingCancel.delete(played)) this.#holdProcess();
  }

  #round(): void {
    this.#rounds -= 1;
    // One that something sooner has made needless says nothing of how long a later one has waited.
    if (this.#roundIsComing && this.#rounds === 0) this.#turn(true);
  }

  /** The next turn: one event, then room for what the client does about it. */
  #turn(isRound: boolean): void {
    this.#turnIsComing = false;
    this.#roundIsComing = false;
    const next = this.#findNext();
    // Another call has started since the turn was taken: it must not be overtaken either.
    if (next === undefined || (!isRound && this.#isLeap(next))) {
      this.#comeBack();
      return;
    }
    const { played } = next;
    this.#take(next);
    try {
      played.deliver();
    } finally {
      if (this.#open.has(played)) this.offer(played);
      else this.#comeBack();
    }
  }

  #take(next: ReadyCall): void {
    const { played, group, rank, dueAt } = next;
    group?.progress.noteEvent(rank, played, played.part.wallMs);
    this.#lanes.take(next);
    this.#virtualNow = Math.max(this.#virtualNow, dueAt);
  }

  #isLeap({ played, group, rank, dueAt }: ReadyCall): boolean {
    if (!this.#hasCompany) return false;
    if (group === undefined) return dueAt - this.#virtualNow >= LEAP;
    const round = group.progress.roundBefore(rank, played);
    return round === 'unknown' ? (played.part.gapMs ?? 0) >= LEAP : round === 'passed';
  }

  /** What is to be played next, where it need not wait. */
  #findNext(): ReadyCall | undefined {
    let next = this.#unlessItWaits(this.#lanes.timed);
    if (!this.#lanes.hasOrdered) return next;
    for (const lane of this.#lanes.ordered) {
      const first = this.#unlessItWaits(lane);
      if (first !== undefined && (next === undefined || isSooner(first, next))) next = first;
    }
    return next;
  }

  #unlessItWaits(lane: Lane): ReadyCall | undefined {
    const { first } = lane;
    return first === undefined || this.#waitFor(first) > 0 ? undefined : first;
  }

  /** How long the first of a lane has to wait, in milliseconds of the clock. */
  #waitFor(first: ReadyCall): number {
    const due = this.#pace === 0 || isOfSameRound(first) ? 0 : first.dueAt - this.#clock.now();
    if (first.group === undefined) return Math.max(due, this.#cancelWait(first));
    // Until it is due, no act stops it.
    return due > 0 ? due : this.#actWait(first);
  }

  #cancelWait({ dueAt }: ReadyCall): number {
    if (this.#awaitingCancel.size === 0) return 0;
    const now = this.#clock.now();
    let until = now;
    for (const [played, patience] of this.#awaitingCancel) {
      if ((played.cancelledAt ?? Number.POSITIVE_INFINITY) < dueAt) until = Math.max(until, patience);
    }
    return until - now;
  }

  #actWait({ played, group, rank: number }: ReadyCall): number {
    if (group === undefined) return 0;
    const event = { group, queue: this.#lanes.laneOf(group), number, since: played.part.since };
    // Asked of each lane in each turn: the rest is found out where something has to be waited for.
    if (!this.patience.isStopped(event)) return 0;
    return this.patience.left(
      { ...event, gapMs: played.part.gapMs, timeLeft: () => played.timeLeft() },
      (act) => this.#owner.onStop(played, act),
      (inVain) => this.#owner.onForgiven(played, inVain),
    );
  }

  /** A cancel is the client's own doing, in its own time: what came after it in the recording gives it that time. */
  #awaitCancel(played: Played): void {
    if (this.#awaitingCancel.has(played)) return;
    const gap = Math.max(0, (played.cancelledAt ?? 0) - this.now());
    this.#awaitingCancel.set(played, this.#clock.now() + Math.min(gap + CANCEL_SLACK, CANCEL_PATIENCE));
    this.#holdProcess();
  }

  #comeBack(): void {
    if (this.#turnIsComing) return;
    if (this.#roundIsComing) {
      this.#takeSooner();
      return;
    }
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    const next = this.#findNext();
    if (next !== undefined) this.#takeTurn(next);
    else if (!this.#lanes.areEmpty) this.#waitForFirst();
  }

  /** What is due later than a timer can wait would be waited for not at all, again and again. */
  #waitForFirst(): void {
    let wait = Number.POSITIVE_INFINITY;
    const { timed } = this.#lanes;
    if (timed.first !== undefined) wait = this.#waitFor(timed.first);
    for (const { first } of this.#lanes.ordered)
      if (first !== undefined) wait = Math.min(wait, this.#waitFor(first));
    if (wait === Number.POSITIVE_INFINITY) return;
    this.#stopTimer = this.#clock.after(
      Math.min(wait, LONGEST_WAIT),
      () => this.#comeBack(),
      this.#mayHoldProcess,
    );
  }

  /** Where the recorded client had time to act, so has this one: a call that it starts now may end before the next event. */
  #takeTurn(next: ReadyCall): void {
    if (this.#isLeap(next)) {
      this.#roundIsComing = true;
      this.#rounds += 1;
      this.#clock.nextRound(this.#onRound);
    } else {
      this.#roundIsComing = false;
      this.#turnIsComing = true;
      this.#clock.nextTurn(this.#onTurn);
    }
  }

  /** A round is coming for an event before which another has become ready that waits for none. */
  #takeSooner(): void {
    const next = this.#findNext();
    if (next !== undefined && !this.#isLeap(next)) this.#takeTurn(next);
  }

  #holdProcess(): void {
    this.#owner.processHold.set(this, this.#mayHoldProcess && this.#awaitingCancel.size > 0);
  }
}

/** Whether it is known to have come with what was before it: between two that times put a millisecond apart no client had time. */
function isOfSameRound({ played, group, rank }: ReadyCall): boolean {
  return group?.progress.roundBefore(rank, played) === 'none' && (played.part.gapMs ?? 0) < LEAP;
}

/** Decides between the first of two lanes. */
function isSooner(a: ReadyCall, b: ReadyCall): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.start < b.start);
}
