import type { ChannelInterface } from '@grpc/grpc-js';
import { CassetteError } from '../../errors.js';
import { isClaimed } from '../claim.js';
import type { CassetteFinder } from '../find-cassette.js';
import type { Call, CallArguments } from '../types.js';
import { Connectivity, type ConnectivityState, type WatchArguments } from './connectivity.js';
import { isOffline } from './is-offline.js';
import { RealCall } from './real-call.js';
import { failedCall, serveCall } from './serve-call.js';

type ChannelRef = ReturnType<ChannelInterface['getChannelzRef']>;

/** A channel whose calls a cassette serves. The real channel is made when the first call has to go to the server. */
export class CassetteChannel implements ChannelInterface {
  readonly #finder: CassetteFinder;
  readonly #make: () => ChannelInterface;
  readonly #target: string;
  readonly #connectivity = new Connectivity();
  #real: ChannelInterface | undefined;

  /** `make` makes the real channel; it may throw a `CassetteError`. */
  constructor(finder: CassetteFinder, make: () => ChannelInterface, target: string) {
    this.#finder = finder;
    this.#make = make;
    this.#target = target;
  }

  createCall(...call: CallArguments): Call {
    this.#connectivity.assertOpen();
    const [, , , , flags] = call;
    if (!isClaimed(flags)) return serveCall(this.#finder, this.#beneath, call);
    // A cassette among the interceptors has the call; while it answers, it only asks where the call would go.
    return this.#real?.createCall(...call) ?? new RealCall(() => this.#createReal(call), this.#target);
  }

  close(): void {
    this.#real?.close();
    this.#connectivity.shutDown();
  }

  getTarget(): string {
    return this.#real?.getTarget() ?? this.#target;
  }

  getConnectivityState(tryToConnect: boolean): ConnectivityState {
    return this.#findConnected()?.getConnectivityState(tryToConnect) ?? this.#connectivity.state;
  }

  watchConnectivityState(...watch: WatchArguments): void {
    const real = this.#findConnected();
    if (real === undefined) this.#connectivity.watch(...watch);
    else real.watchConnectivityState(...watch);
  }

  /** Meaningless without a real channel, as grpc-js's own is with channelz switched off. */
  getChannelzRef(): ChannelRef {
    // The kind is a constant of an enum that is not there at run time.
    return this.#real?.getChannelzRef() ?? ({ kind: 'channel', id: 0, name: this.#target } as ChannelRef);
  }

  readonly #beneath = {
    getTarget: (): string => this.getTarget(),
    createCall: (...call: CallArguments): Call => this.#open().createCall(...call),
  };

  #open(): ChannelInterface {
    this.#real ??= this.#make();
    return this.#real;
  }

  #createReal(call: CallArguments): Call {
    try {
      return this.#open().createCall(...call);
    } catch (error) {
      if (CassetteError.is(error)) return failedCall(error);
      throw error;
    }
  }

  /** The real channel, where calls go to the server; undefined where none is wanted, can be made, or is left. */
  #findConnected(): ChannelInterface | undefined {
    if (this.#connectivity.isShutDown || isOffline(this.#finder)) return undefined;
    try {
      return this.#open();
    } catch (error) {
      // Told to the first call.
      if (CassetteError.is(error)) return undefined;
      throw error;
    }
  }
}
