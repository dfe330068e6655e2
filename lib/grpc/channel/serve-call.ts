import { CassetteError } from '../../errors.js';
import type { CallNumbers } from '../../record/order/numbering.js';
import { beginTake } from '../begin-take.js';
import { claim } from '../claim.js';
import type { Served } from '../current.js';
import { FailedCall } from '../failed-call.js';
import type { CassetteFinder } from '../find-cassette.js';
import { HeldRequests } from '../held-requests.js';
import type { LifetimeOptions } from '../lifetime.js';
import { LiveCall } from '../live-call.js';
import { ReplayedCall } from '../replayed-call.js';
import type { Call, CallArguments, InterceptingCallInterface } from '../types.js';
import { BYTES, bytesOf } from './bytes.js';
import { ChannelCall } from './channel-call.js';
import { RealCall } from './real-call.js';
import { findRecordedKind } from './recorded-kind.js';
import { ShownKind } from './shown-kind.js';

/** The channel beneath: where calls go that the cassette does not answer. */
interface ChannelBeneath {
  getTarget(): string;
  createCall(...call: CallArguments): Call;
}

/** Makes a call of a channel that no cassette has yet: for the cassette that is found, or the channel's own. */
export function serveCall(finder: CassetteFinder, beneath: ChannelBeneath, call: CallArguments): Call {
  try {
    const served = finder.find();
    if (served !== undefined) return serve(served, beneath, call);
    finder.leaveOutside(call[0]);
    return beneath.createCall(...call);
  } catch (error) {
    // A client's method throws nothing: what is wrong with the cassette is the call's own end.
    if (!CassetteError.is(error)) throw error;
    return failedCall(error);
  }
}

/** A call for which there is no cassette to ask, or no channel. */
export function failedCall(error: CassetteError): Call {
  const call = new FailedCall(error, true);
  return new ChannelCall({ kind: new ShownKind(), call, assumesStream: () => true });
}

function serve(served: Served, beneath: ChannelBeneath, call: CallArguments): Call {
  const { engine } = served.cassette;
  const [method, , , parent] = call;
  const kind = new ShownKind();
  const real = realCall(beneath, call);
  const assumesStream = (): boolean => findRecordedKind(engine, method)?.requestStream ?? true;
  const makeLive = (start?: number, numbers?: CallNumbers): InterceptingCallInterface => {
    kind.reopen();
    real.made();
    return new LiveCall(real, {
      method,
      kind,
      tap: BYTES,
      hasParent: Boolean(parent),
      begin: (started) => beginTake(served, started, start, numbers),
      learn: (_message, _bytes, record) => record(),
      shows() {},
      trouble: (error) => engine.noteTrouble(error),
    });
  };
  if (engine.goesLive()) return new ChannelCall({ kind, call: makeLive(), real, assumesStream });
  const replayed = new ReplayedCall({
    engine,
    method,
    kind,
    findTarget: () => beneath.getTarget(),
    lifetime: lifetimeOf(call),
    serialize: bytesOf,
    deserialize: bytesOf,
    held: engine.recordsNew ? new HeldRequests(() => BYTES) : undefined,
    makeLive: (start, numbers) => orFailed(() => makeLive(start, numbers)),
  });
  return new ChannelCall({ kind, call: replayed, replayed, real, assumesStream });
}

/** A call that has a cassette: what stands beneath leaves it alone. */
function realCall(beneath: ChannelBeneath, call: CallArguments): RealCall {
  const [method, deadline, host, parent, flags] = call;
  const make = (): Call => beneath.createCall(method, deadline, host, parent, claim(flags));
  return new RealCall(make, beneath.getTarget());
}

function lifetimeOf([, deadline, , parent, flags]: CallArguments): LifetimeOptions {
  return {
    deadline,
    parent,
    ...(flags === null || flags === undefined ? {} : { propagate_flags: flags }),
  };
}

function orFailed(make: () => InterceptingCallInterface): InterceptingCallInterface {
  try {
    return make();
  } catch (error) {
    if (CassetteError.is(error)) return new FailedCall(error, true);
    throw error;
  }
}
