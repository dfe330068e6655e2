import type { CallOptions } from '@grpc/grpc-js';
import type { Status } from '../model/status.js';
import {
  clearTimeout as clearRealTimeout,
  nextTick,
  setTimeout as setRealTimeout,
} from '../open/real-timers.js';
import { CANCELLED_BY_PARENT, deadlineExceeded } from './own-endings.js';
import type { ParentCall } from './types.js';

/** Bits of `propagate_flags` (grpc's propagation_bits.h); all are set where none are given. */
const PROPAGATE_DEADLINE = 1;
const PROPAGATE_CANCELLATION = 8;
const PROPAGATE_DEFAULTS = 0xffff;
/** The longest that a Node timer can wait; grpc-js takes a later deadline for none. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Once the deadline is over, an event that should have come is looked for so often, and so far apart in milliseconds. */
const MOST_LOOKS = 5;
const BETWEEN_LOOKS = 10;

/** What of a call's options bounds its life. */
export interface LifetimeOptions extends Pick<CallOptions, 'deadline' | 'propagate_flags'> {
  readonly parent?: ParentCall;
}

/** Who is told of the end of a call's life. */
export interface EndableCall {
  endOwn(status: Status): void;
  /**
   * Which of the call's events, counted from 0, is still to come that came in less than `ms` milliseconds when the call
   * was recorded; undefined where none is.
   */
  findEventWithin(ms: number): number | undefined;
}

/** A watch that can be stopped, or go on without keeping the process alive. */
export interface LifetimeWatch {
  /** How long the call has until its deadline, in milliseconds of the program's time; infinite without one. */
  timeLeft(): number;
  stop(): void;
  release(): void;
}

const NOTHING_TO_WATCH: LifetimeWatch = {
  timeLeft: () => Number.POSITIVE_INFINITY,
  stop() {},
  release() {},
};

/**
 * Watches the deadline and the parent of a call, as grpc-js does beneath the interceptors of a live one, and ends it
 * when either is over.
 */
export function watchLifetime(options: LifetimeOptions, call: EndableCall): LifetimeWatch {
  if (options.deadline === undefined && !options.parent) return NOTHING_TO_WATCH;
  const deadline = watchDeadline(options, call);
  const stopParent = watchParent(options, call);
  return {
    timeLeft: () => deadline.timeLeft(),
    stop() {
      deadline.stop();
      stopParent();
    },
    release: () => deadline.release(),
  };
}

function watchDeadline(options: LifetimeOptions, call: EndableCall): LifetimeWatch {
  const timeout = Math.max(0, deadlineOf(options) - Date.now());
  return timeout <= LONGEST_TIMEOUT ? new DeadlineWatch(timeout, call) : NOTHING_TO_WATCH;
}

/**
 * Ends a call when its deadline is over. A process that was held up must not lose what came well in time when it was
 * recorded: such events are let come, as long as one after the other does. Counted in looks and not in time, so that a
 * process which is held up even now is given its turns between them.
 */
class DeadlineWatch implements LifetimeWatch {
  readonly #call: EndableCall;
  readonly #timeout: number;
  readonly #start = Date.now();
  /** Of the program's own time, which a test may have faked; `#nextLook` is of the real one. */
  #timer: NodeJS.Timeout | undefined;
  #nextLook: NodeJS.Timeout | undefined;
  #isReleased = false;
  #isStopped = false;
  #awaited: number | undefined;
  #looks = 0;

  /** `timeout` in milliseconds from now. */
  constructor(timeout: number, call: EndableCall) {
    this.#timeout = timeout;
    this.#call = call;
    if (timeout === 0) nextTick(() => this.#expire());
    else this.#timer = setTimeout(() => this.#expire(), timeout);
  }

  timeLeft(): number {
    return this.#start + this.#timeout - Date.now();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    clearRealTimeout(this.#nextLook);
  }

  /** From here on the watch does not keep the process alive. */
  release(): void {
    this.#isReleased = true;
    this.#timer?.unref();
    this.#nextLook?.unref();
  }

  #expire(): void {
    if (this.#isStopped) return;
    if (this.#isToCome()) this.#lookAgain();
    else this.#call.endOwn(deadlineExceeded(Date.now() - this.#start));
  }

  #isToCome(): boolean {
    const awaited = this.#call.findEventWithin(this.#timeout);
    if (awaited !== this.#awaited) this.#looks = 0;
    this.#awaited = awaited;
    this.#looks += 1;
    return awaited !== undefined && this.#looks <= MOST_LOOKS;
  }

  #lookAgain(): void {
    this.#nextLook = setRealTimeout(() => this.#expire(), BETWEEN_LOOKS);
    if (this.#isReleased) this.#nextLook.unref();
  }
}

function deadlineOf(options: LifetimeOptions): number {
  const own = toMilliseconds(options.deadline);
  const { parent } = options;
  if (!parent || !propagates(options, PROPAGATE_DEADLINE)) return own;
  return Math.min(own, toMilliseconds(parent.getDeadline()));
}

function toMilliseconds(deadline: Date | number | undefined): number {
  if (deadline === undefined) return Number.POSITIVE_INFINITY;
  return deadline instanceof Date ? deadline.getTime() : deadline;
}

function watchParent(options: LifetimeOptions, call: EndableCall): () => void {
  const { parent } = options;
  if (!parent || !propagates(options, PROPAGATE_CANCELLATION)) return NOTHING_TO_WATCH.stop;
  const onCancelled = (): void => call.endOwn(CANCELLED_BY_PARENT);
  parent.on('cancelled', onCancelled);
  return () => parent.removeListener('cancelled', onCancelled);
}

function propagates(options: LifetimeOptions, flag: number): boolean {
  return ((options.propagate_flags ?? PROPAGATE_DEFAULTS) & flag) !== 0;
}
