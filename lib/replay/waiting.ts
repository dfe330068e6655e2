import type { RequestsBefore } from '../model/interaction.js';
import type { Played } from './call.js';
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

/** A warning that a call has long been waiting for its client. */
export function describeStall(method: string, what: string): string {
  return (
    `the replayed call ${method} has been waiting for ${TELL_AFTER / 1000} s for ${what}, after which the recorded server answered. ` +
    'Send it, or record the call again with GRPC_CASSETTE_MODE=rewrite.'
  );
}
