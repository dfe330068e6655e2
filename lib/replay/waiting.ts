import type { RequestsBefore } from '../model/interaction.js';
import type { Call, Played } from './call.js';
import type { Cue } from './script.js';
import { TELL_AFTER } from './stall-watch.js';

/** What a call waits for, for a person, where that is not something its client is to send. */
export const OTHER_WAITS: Readonly<Record<Exclude<Played['waitsFor'], 'client'>, string>> = {
  read: 'its client to read',
  cancel: 'its cancel',
  ready: 'its turn',
  nothing: 'nothing',
};

/**
 * Which request, counted from 1, a server was waiting for whose next event comes `after` so many, the client having sent
 * `sent` of `recorded`; undefined for the half-close.
 */
export function findAwaitedRequest(
  after: RequestsBefore,
  sent: number,
  recorded: number,
): number | undefined {
  return sent < recorded || Number.isFinite(after) ? sent + 1 : undefined;
}

/** A call that waits for something. */
type Waiting = Pick<Played, 'method' | 'waitsFor'> & Pick<Call, 'awaitedRequest'>;

/** What a call waits for, for a person. */
export function describeWait(call: Waiting): string {
  const { waitsFor } = call;
  return waitsFor === 'client' ? awaitedOf(call) : OTHER_WAITS[waitsFor];
}

/** What a call's next event is, for a person; it was given so many messages. */
export function describeEvent(cue: Cue | undefined, given: number): string {
  if (cue?.type === 'message') return `message ${given + 1}`;
  return cue?.type === 'metadata' ? 'the headers' : 'the status';
}

/** A warning that a call has long been waiting for its client. */
export function describeStall(call: Waiting): string {
  return (
    `the replayed call ${call.method} has been waiting for ${TELL_AFTER / 1000} s for ${awaitedOf(call)}, after which the recorded server answered. ` +
    'Send it, or record the call again with GRPC_CASSETTE_MODE=rewrite.'
  );
}

function awaitedOf({ awaitedRequest }: Waiting): string {
  return awaitedRequest === undefined ? 'the half-close' : `request ${awaitedRequest}`;
}
