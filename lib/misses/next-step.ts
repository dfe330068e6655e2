import type { RecordMode } from '../model/record-mode.js';

/** What to do about a miss, by what happened. Each is one sentence that begins small, for it follows `next step: `. */
export const nextStep = {
  /** There is no cassette. */
  missing: 'record it with GRPC_CASSETTE_MODE=once, or correct the path.',

  /** The call is new to the cassette. */
  record: (mode: RecordMode): string =>
    mode === 'new_episodes'
      ? 'record the whole cassette anew with GRPC_CASSETTE_MODE=rewrite.'
      : 'if the call is as it should be, record it, too, with GRPC_CASSETTE_MODE=new_episodes.',

  /** The call is new to the cassette, and others are open that its server links with it. */
  recordLinked:
    'if the call is as it should be, record everything anew with GRPC_CASSETTE_MODE=rewrite: what it makes the server tell the calls that are open is not in the cassette.',

  /** All that differs looks as if it differed in every run. */
  ignore: (paths: readonly string[], given: readonly string[]): string =>
    `if ${paths.join(' and ')} ${paths.length === 1 ? 'differs' : 'differ'} in every run, leave ${paths.length === 1 ? 'it' : 'them'} out of matching with ignore: [${[...given, ...paths].map((path) => `'${path}'`).join(', ')}].`,

  /** The recording is there, and was used up. */
  playedUp: 'close the cassette between the tests that share it, or let it answer again with repeats: true.',

  /** The client did not send what the recorded server was waiting for. */
  send: 'send what was recorded, or record the call again with GRPC_CASSETTE_MODE=rewrite.',

  /** The next of a sequence is something else. */
  notNext:
    'make the calls in the order in which they were recorded, or record everything anew with GRPC_CASSETTE_MODE=rewrite.',

  /** A sequence is over. */
  tooMany:
    'make no more calls than were recorded, or record this one, too, with GRPC_CASSETTE_MODE=new_episodes.',

  /** The method is now of another kind. */
  rewrite: 'record everything anew with GRPC_CASSETTE_MODE=rewrite.',

  /** The recordings of the request are of another server. */
  otherServer: (mode: RecordMode): string => `give each server a cassette of its own, or ${recordToo(mode)}`,

  /** A key of `matchMetadata` differs. */
  otherMetadata: (keys: readonly string[], mode: RecordMode): string =>
    `take ${keys.join(' and ')} out of matchMetadata if it need not agree, or ${recordToo(mode)}`,

  /** The user's own match function accepted nothing. */
  matchFunction: (mode: RecordMode): string =>
    `see why the match function returns false for them, or ${recordToo(mode)}`,
} as const;

function recordToo(mode: RecordMode): string {
  return mode === 'new_episodes'
    ? 'record everything anew with GRPC_CASSETTE_MODE=rewrite.'
    : 'record the call, too, with GRPC_CASSETTE_MODE=new_episodes.';
}
