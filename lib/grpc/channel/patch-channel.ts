import { isClaimed } from '../claim.js';
import type { CassetteFinder } from '../find-cassette.js';
import type { CallArguments, Channel } from '../types.js';
import { READY, SHUTDOWN } from './connectivity.js';
import { isOffline } from './is-offline.js';
import { serveCall } from './serve-call.js';

/** Told by all copies of this library, so that no channel is patched twice. */
const PATCHED = Symbol.for('grpc-cassette/patched');

/**
 * Lets the cassette that `finder` finds serve the calls of every channel of a class, which is grpc-js's own; of anything
 * else nothing happens. A call that a cassette has already is left alone.
 */
export function patchChannel(ChannelClass: unknown, finder: CassetteFinder): void {
  const prototype = prototypeOf(ChannelClass);
  if (prototype === undefined || PATCHED in prototype) return;
  Object.defineProperty(prototype, PATCHED, { value: true });
  const { createCall, getConnectivityState } = prototype;
  prototype.createCall = function (...call: CallArguments) {
    const [, , , , flags] = call;
    if (isClaimed(flags)) return createCall.apply(this, call);
    const beneath = {
      getTarget: () => this.getTarget(),
      createCall: (...real: CallArguments) => createCall.apply(this, real),
    };
    return serveCall(finder, beneath, call);
  };
  prototype.getConnectivityState = function (tryToConnect) {
    if (!tryToConnect || !isOffline(finder)) return getConnectivityState.call(this, tryToConnect);
    // A program that waits until its channel is ready would dial; a replay needs no connection.
    return getConnectivityState.call(this, false) === SHUTDOWN ? SHUTDOWN : READY;
  };
}

function prototypeOf(ChannelClass: unknown): Channel | undefined {
  const { prototype } = (typeof ChannelClass === 'function' ? ChannelClass : {}) as { prototype?: Channel };
  return typeof prototype?.createCall === 'function' && typeof prototype.getConnectivityState === 'function'
    ? prototype
    : undefined;
}
