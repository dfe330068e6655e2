import type { ChannelInterface } from '@grpc/grpc-js';
import { nextTick } from '../../open/real-timers.js';

export type ConnectivityState = ReturnType<ChannelInterface['getConnectivityState']>;
export type WatchArguments = Parameters<ChannelInterface['watchConnectivityState']>;

// The values of grpc-js's enum, which is not there at run time.
export const READY: ConnectivityState = 2 as ConnectivityState;
export const SHUTDOWN: ConnectivityState = 4 as ConnectivityState;

/** The state of a channel that needs no connection: ready at once, until it is shut down. */
export class Connectivity {
  readonly #watchers = new Set<() => void>();
  #isShutDown = false;

  get isShutDown(): boolean {
    return this.#isShutDown;
  }

  get state(): ConnectivityState {
    return this.#isShutDown ? SHUTDOWN : READY;
  }

  /** Throws, in grpc-js's words, when the channel is shut down. */
  assertOpen(): void {
    if (this.#isShutDown) throw new Error('Channel has been shut down');
  }

  /** Calls back when the state is another than `known`, or when the deadline is over. Throws as `assertOpen` does. */
  watch(...[known, deadline, callback]: WatchArguments): void {
    this.assertOpen();
    const ms = Number(deadline) - Date.now();
    const expired = (): void => callback(new Error('Deadline passed without connectivity state change'));
    if (ms <= 0) {
      nextTick(expired);
      return;
    }
    if (known !== READY) {
      nextTick(callback);
      return;
    }
    const changed = (): void => {
      clearTimeout(timer);
      callback();
    };
    const expire = (): void => {
      this.#watchers.delete(changed);
      expired();
    };
    const timer = Number.isFinite(ms) ? setTimeout(expire, ms) : undefined;
    this.#watchers.add(changed);
  }

  shutDown(): void {
    this.#isShutDown = true;
    for (const changed of this.#watchers) changed();
    this.#watchers.clear();
  }
}
