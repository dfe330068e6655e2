import type { Clock, Warn } from '../model/surroundings.js';
import type { Played } from './call.js';
import { ReadyQueue } from './ready-queue.js';
import { StallWatch } from './stall-watch.js';

/** A call in the queue; what it was due at when it was put there decides its place. */
interface Ready {
  readonly played: Played;
  readonly dueAt: number;
  readonly start: number;
}

/** A leap in recorded time from which on the client is given a round of the event loop, in milliseconds. */
const LEAP = 2;
/** How much later than it was recorded a client's cancel may come, in milliseconds. */
const CANCEL_SLACK = 20;
/** The longest that events which were recorded after a client's cancel wait for it, in milliseconds. */
const CANCEL_PATIENCE = 250;
/** The longest that a Node timer can wait, in milliseconds. */
const FOREVER = 2 ** 31 - 1;

/**
 * What may be delivered now, over all open calls of a cassette: one event a turn, the earliest in recorded time first.
 * `instant` (a pace of 0) means without waiting, not without order: the clock is virtual then.
 */
export class Player {
  readonly #clock: Clock;
  readonly #stallWatch: StallWatch<Played>;
  readonly #pace: number;
  readonly #onIdle: () => void;
  readonly #open = new Set<Played>();
  readonly #queued = new Set<Played>();
  readonly #ready = new ReadyQueue<Ready>();
  /** The calls that wait only for their cancel, and until when later events wait for it, in the clock's time. */
  readonly #awaitingCancel = new Map<Played, number>();
  readonly #onTurn = (): void => this.#turn();
  #virtualNow = 0;
  #turnIsComing = false;
  /** Whether the turn that is coming, or came last, was a round of the event loop. */
  #isRound = false;
  /** Whether calls have been open at the same time since none was; alone, a call has nobody to overtake. */
  #hasCompany = false;
  #stopTimer: (() => void) | undefined;
  #letProcessEnd: (() => void) | undefined;
  #mayHoldProcess = true;

  /** `onIdle` is told whenever the last open call is over. */
  constructor(clock: Clock, warn: Warn, pace: number, onIdle: () => void) {
    this.#onIdle = onIdle;
    this.#clock = clock;
    this.#stallWatch = new StallWatch(clock, warn);
    this.#pace = pace;
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

  /** A call has started, or its next event may have become ready. */
  offer(played: Played): void {
    this.#open.add(played);
    if (this.#open.size > 1) this.#hasCompany = true;
    const { waitsFor } = played;
    if (waitsFor === 'ready' && !this.#queued.has(played)) {
      this.#enqueue(played);
      this.#comeBack();
    }
    if (waitsFor === 'client') this.#stallWatch.begin(played);
    else this.#stallWatch.end(played);
    if (waitsFor === 'cancel') this.#awaitCancel(played);
    else if (this.#awaitingCancel.delete(played)) this.#holdProcess();
  }

  /** The call is over, or goes on without the player. */
  remove(played: Played): void {
    this.#open.delete(played);
    // A timer for a call that is over must not keep the process alive.
    if (this.#stopTimer !== undefined) this.#comeBack();
    if (this.#open.size === 0) {
      this.#hasCompany = false;
      this.#onIdle();
    }
    this.#stallWatch.end(played);
    if (!this.#awaitingCancel.delete(played)) return;
    this.#holdProcess();
    this.#comeBack();
  }

  /** From here on no call keeps the process alive: the cassette's work is over. */
  release(): void {
    this.#mayHoldProcess = false;
    this.#holdProcess();
    for (const played of this.#open) played.release();
  }

  /** Whether no call is open. */
  get isIdle(): boolean {
    return this.#open.size === 0;
  }

  /** The calls that have not ended, in start order. */
  get open(): readonly Played[] {
    return [...this.#open].sort((a, b) => a.start - b.start);
  }

  /** The calls that wait for a client which does not send. */
  get stalled(): readonly Played[] {
    return [...this.#open].filter((played) => played.waitsFor === 'client');
  }

  /** The next turn: one event, then room for what the client does about it. */
  #turn(): void {
    this.#turnIsComing = false;
    const first = this.#firstOpen();
    // Another call has started since the turn was taken: it must not be overtaken either.
    if (first !== undefined && !this.#isRound && this.#isLeap(first)) {
      this.#comeBack();
      return;
    }
    const played = this.#takeFirst();
    try {
      played?.deliver();
    } finally {
      if (played !== undefined && this.#open.has(played)) this.offer(played);
      this.#comeBack();
    }
  }

  #isLeap(next: Ready): boolean {
    return this.#hasCompany && next.dueAt - this.#virtualNow >= LEAP;
  }

  /** The first in the queue whose call is open. */
  #firstOpen(): Ready | undefined {
    for (let first = this.#ready.first; first !== undefined; first = this.#ready.first) {
      if (this.#open.has(first.played)) return first;
      this.#ready.removeFirst();
      this.#queued.delete(first.played);
    }
    return undefined;
  }

  #enqueue(played: Played): void {
    this.#queued.add(played);
    this.#ready.add({ played, dueAt: played.dueAt, start: played.start });
  }

  #takeFirst(): Played | undefined {
    for (let first = this.#firstOpen(); first !== undefined; first = this.#firstOpen()) {
      if (this.#waitFor(first) > 0) return undefined;
      const { played, dueAt } = first;
      this.#ready.removeFirst();
      this.#queued.delete(played);
      if (played.waitsFor !== 'ready') continue;
      if (played.dueAt > dueAt) {
        this.#enqueue(played);
        continue;
      }
      this.#virtualNow = Math.max(this.#virtualNow, dueAt);
      return played;
    }
    return undefined;
  }

  /** How long the first in the queue has to wait, in milliseconds of the clock. */
  #waitFor(first: Ready): number {
    if (this.#pace === 0 && this.#awaitingCancel.size === 0) return 0;
    const now = this.#clock.now();
    let until = this.#pace > 0 ? first.dueAt : now;
    for (const [played, patience] of this.#awaitingCancel) {
      if ((played.cancelledAt ?? Number.POSITIVE_INFINITY) < first.dueAt) until = Math.max(until, patience);
    }
    return until - now;
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
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    const first = this.#firstOpen();
    if (first === undefined) return;
    const wait = this.#waitFor(first);
    if (wait > 0) {
      // What is due later than a timer can wait would be waited for not at all, again and again.
      this.#stopTimer = this.#clock.after(Math.min(wait, FOREVER), () => this.#takeTurn(first), true);
    } else {
      this.#takeTurn(first);
    }
  }

  /** Where the recorded client had time to act, so has this one: a call that it starts now may end before the next event. */
  #takeTurn(next: Ready): void {
    this.#turnIsComing = true;
    this.#isRound = this.#isLeap(next);
    if (this.#isRound) this.#clock.nextRound(this.#onTurn);
    else this.#clock.nextTurn(this.#onTurn);
  }

  /** A call that waits only for its cancel keeps the process alive, as a live one does. */
  #holdProcess(): void {
    if (this.#mayHoldProcess && this.#awaitingCancel.size > 0) {
      this.#letProcessEnd ??= this.#clock.after(FOREVER, () => undefined, true);
    } else {
      this.#letProcessEnd?.();
      this.#letProcessEnd = undefined;
    }
  }
}
