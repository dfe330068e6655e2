import { emitEntryFrame } from '../../lib/format/emit-entry.js';
import { emitListedMessage, emitSingleMessage } from '../../lib/format/emit-message.js';
import { NumberRanges } from '../../lib/model/order/number-ranges.js';
import { callOf, unaryText, writeEntries } from './files.js';
import { messageOf } from './messages.js';
import { benchService } from './service.js';

/** A watch, and the calls that it tells of. */
export const RECORDINGS_OF_SESSION = 10;
export const CALLS_OF_SESSION = RECORDINGS_OF_SESSION - 1;
/** The headers, as many messages as there are calls, the status; and each call's headers, message and status. */
export const EVENTS_OF_SESSION = CALLS_OF_SESSION + 2 + 3 * CALLS_OF_SESSION;

/** Start, request, half-close, headers. */
const BEFORE_CALLS = 4;
/** Start, request, half-close, the watch's message, headers, end. */
const NUMBERS_OF_CALL = 6;
const NUMBERS_OF_SESSION = BEFORE_CALLS + CALLS_OF_SESSION * NUMBERS_OF_CALL + 1;

/** Between two messages of a watch, in milliseconds: a machine that is busy with other things is given as long to make the call. */
const GAP = 300;
const SESSION_MS = GAP * (CALLS_OF_SESSION + 1);

const REQUEST_SIZE = 60;
const RESPONSE_SIZE = 20;

/**
 * Writes a cassette of `sessions`: a stream, and unary calls one after another while it is open, of each of which it is told
 * before the call's own answer. As many recordings as `groupSize` says are of one group.
 */
export function writeSessions(path: string, sessions: number, groupSize: number): number {
  const sessionsOfGroup = Math.ceil(groupSize / RECORDINGS_OF_SESSION);
  return writeEntries(path, function* () {
    for (let session = 0; session < sessions; session += 1) {
      const group = `beac-${Math.floor(session / sessionsOfGroup) + 1}`;
      const before = (session % sessionsOfGroup) * NUMBERS_OF_SESSION;
      yield Buffer.from(watchEntry(session, group, before));
      for (let call = 0; call < CALLS_OF_SESSION; call += 1)
        yield Buffer.from(callEntry(session, call, { group, before }));
    }
  });
}

/** The request that opens a session's stream. */
export function watchRequest(session: number): Buffer {
  return messageOf(session * RECORDINGS_OF_SESSION, REQUEST_SIZE);
}

/** The request of one of a session's calls. */
export function callRequest(session: number, call: number): Buffer {
  return messageOf(session * RECORDINGS_OF_SESSION + 1 + call, REQUEST_SIZE);
}

/** `ms` after the session's start. */
function timeOf(session: number, ms: number): string {
  return new Date(Date.UTC(2026, 10, 22) + session * SESSION_MS + ms).toISOString();
}

interface Place {
  readonly group: string;
  /** How many numbers of the group come before the session's. */
  readonly before: number;
}

function watchEntry(session: number, group: string, before: number): string {
  const calls = Array.from({ length: CALLS_OF_SESSION }, (_, call) => call);
  const responseOrder = new NumberRanges();
  for (const call of calls) responseOrder.push(before + BEFORE_CALLS + call * NUMBERS_OF_CALL + 4);
  const numbers = { headers: before + BEFORE_CALLS, end: before + NUMBERS_OF_SESSION };
  const { head, middle, tail } = emitEntryFrame({
    requestStream: false,
    responseStream: true,
    call: {
      ...callOf(benchService.Stream.path, session, SESSION_MS),
      startedAt: timeOf(session, 0),
      order: { group, start: before + 1, request: undefined, halfClosed: undefined, ...numbers },
    },
    halfClosed: true,
    requestCount: 1,
    responseCount: calls.length,
    responseMs: calls.map((call) => GAP * (call + 1) + 1),
    responseAfter: undefined,
    requestOrder: undefined,
    responseOrder,
  });
  const messages = calls.map((call) => emitListedMessage(messageOf(call, RESPONSE_SIZE)));
  return head + emitSingleMessage(watchRequest(session)) + middle + messages.join('') + tail;
}

function callEntry(session: number, call: number, { group, before }: Place): string {
  const start = before + BEFORE_CALLS + call * NUMBERS_OF_CALL + 1;
  const record = {
    ...callOf(benchService.Unary.path, call, 1),
    startedAt: timeOf(session, GAP * (call + 1)),
    order: { group, start, request: undefined, halfClosed: undefined, headers: start + 4, end: start + 5 },
  };
  return unaryText(record, callRequest(session, call), messageOf(call, RESPONSE_SIZE));
}
