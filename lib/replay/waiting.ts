import type { Played } from './player.js';
import type { Cue } from './script.js';

/** What a call waits for, for a person, where that is not something its client is to send. */
export const OTHER_WAITS: Readonly<Record<Exclude<Played['waitsFor'], 'client'>, string>> = {
  read: 'its client to read',
  cancel: 'its cancel',
  ready: 'its turn',
  nothing: 'nothing',
};

/** What of a client that has sent so many requests, of so many recorded, the server was waiting for before `cue`. */
export function awaited(cue: Cue | undefined, sent: number, recorded: number): string {
  return sent < recorded || Number.isFinite(cue?.after ?? 1) ? `request ${sent + 1}` : 'the half-close';
}

/** A warning that a call has long been waiting for its client. */
export function describeStall(method: string, what: string): string {
  return (
    `the replayed call ${method} has been waiting for 5 s for ${what}, after which the recorded server answered. ` +
    'Send it, or record the call again with GRPC_CASSETTE_MODE=rewrite.'
  );
}
