import type { CallOptions } from '@grpc/grpc-js';
import type { Status } from '../model/status.js';
import { nextTick, setImmediate } from '../open/real-timers.js';
import { CANCELLED_BY_PARENT, deadlineExceeded } from './own-endings.js';
import type { ParentCall } from './types.js';

/** Bits of `propagate_flags` (grpc's propagation_bits.h); all are set where none are given. */
const PROPAGATE_DEADLINE = 1;
const PROPAGATE_CANCELLATION = 8;
const PROPAGATE_DEFAULTS = 0xffff;
/** The longest that a Node timer can wait; grpc-js takes a later deadline for none. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** What of a call's options bounds its life. */
export interface LifetimeOptions extends Pick<CallOptions, 'deadline' | 'propagate_flags'> {
  readonly parent?: ParentCall;
}

/** Who is told of the end of a call's life. */
export interface EndableCall {
  endOwn(status: Status): void;
  /** Whether something is still to happen that happened in less than `ms` milliseconds when the call was recorded. */
  hasEventWithin(ms: number): boolean;
}

/** A watch that can be stopped, or go on without keeping the process alive. */
export interface LifetimeWatch {
  stop(): void;
  release(): void;
}

const NOTHING_TO_WATCH: LifetimeWatch = { stop() {}, release() {} };

/**
 * Watches the deadline and the parent of a call, as grpc-js does beneath the interceptors of a live one, and ends it
 * when either is over.
 */
export function watchLifetime(options: LifetimeOptions, call: EndableCall): LifetimeWatch {
  if (options.deadline === undefined && !options.parent) return NOTHING_TO_WATCH;
  const deadline = watchDeadline(options, call);
  const stopParent = watchParent(options, call);
  return {
    stop() {
      deadline.stop();
      stopParent();
    },
    release: deadline.release,
  };
}

function watchDeadline(options: LifetimeOptions, call: EndableCall): LifetimeWatch {
  const start = Date.now();
  const timeout = Math.max(0, deadlineOf(options) - start);
  let isWatched = true;
  const expire = (): void => {
    if (!isWatched) return;
    // A process that was held up must not lose what came well in time when it was recorded.
    if (call.hasEventWithin(timeout)) setImmediate(expire);
    else call.endOwn(deadlineExceeded(Date.now() - start));
  };
  if (!(timeout <= LONGEST_TIMEOUT)) return NOTHING_TO_WATCH;
  const timer = timeout === 0 ? undefined : setTimeout(expire, timeout);
  if (timer === undefined) nextTick(expire);
  return {
    stop() {
      isWatched = false;
      clearTimeout(timer);
    },
    release: () => void timer?.unref(),
  };
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
