import type { CallLog, Event, ProgramLog, ShownError, ShownMetadata } from './log.js';
import { type CallPlan, isFlavour, type Program } from './program.js';

/**
 * Everything that the differential spec leaves out of a comparison, each with its reason. docs/limits.md lists the
 * same. Nothing else in the spec forgives a difference.
 */
export const NOT_COMPARED: readonly { readonly what: string; readonly why: string }[] = [
  { what: 'getPeer() and getAuthContext()', why: 'A replay has no connection. Logs do not ask for them.' },
  {
    what: 'the header `date`',
    why: 'It holds the time of the call; every server sends it. In a trailers-only response it is a trailer.',
  },
  {
    what: 'anything after `status`',
    why:
      'Which of end, close, late metadata and buffered data follow depends on when the socket was read. What a paused ' +
      'reader still finds in its buffer is compared.',
  },
  {
    what: "the client's own sends and `finish`",
    why: 'How many sends pass before an early status is a race.',
  },
  {
    what: 'the details of a local deadline beyond "Deadline exceeded"',
    why: 'They tell how many milliseconds were spent on name resolution and on which connection.',
  },
  {
    what: 'for a program that pauses, where `status`, `error` and `end` stand among `data`, unless the server ended at once with no more messages than the reader takes ahead',
    why: 'They overtake data that waits in the reader’s buffer as soon as the last message was read ahead. Messages of protobuf take a while to write and to read, so that they never come at once.',
  },
  {
    what: 'in a replay, an own `cause` of an error, and of the status it is made of, for a response that cannot be decoded',
    why:
      'It is the CassetteError that says which recorded message could not be decoded. grpc-js copies the properties ' +
      'of the status to the error, so the one cannot have it without the other.',
  },
  {
    what: 'in a replay, the value of a header or trailer that is a secret by default',
    why: 'The cassette keeps the key and replaces the value.',
  },
  {
    what: 'what a client that destroyed its stream, or broke out of `for await`, still hears',
    why: 'grpc-js sends no cancel then, so the call goes on unread until the connection ends.',
  },
  {
    what: 'whether a client that destroys its stream before it waited for anything hears `metadata` before `close`',
    why: 'A replay has no network to wait for.',
  },
  {
    what: 'the completion order of calls whose start or end hangs on a timer, a turn or other I/O of the client',
    why: 'An instant replay does not wait, so that time passes in the client only.',
  },
  {
    what: 'which of several equal recordings a call is given that such a thing lets start earlier or later among the others',
    why: 'They are given out in the order in which calls start. Such a call has a method of its own here.',
  },
  {
    what: 'the completion order of calls whose ends lay less than 30 ms apart',
    why: 'Such ends change places between two live runs.',
  },
];

/** Calls whose ends lie at least this far apart end in the same order in a replay. */
export const ORDER_GAP_MS = 30;

/** The metadata keys whose values a cassette replaces by default. */
const SECRETS: readonly string[] = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'x-auth-token',
  'x-access-token',
  'token',
];

/** What is compared: two runs that both reached the server, or a replay with its recording. */
export type Comparison = 'live' | 'replay';

/** A call's log without what is not compared. */
export interface ComparedCall {
  readonly events: readonly Event[];
  readonly heard: readonly Event[];
  readonly outer: readonly Event[];
  /** What a paused reader was given, and how the call ended, without their order. */
  readonly unordered: readonly Event[];
}

export function comparedLog(program: Program, log: ProgramLog, comparison: Comparison): ComparedCall[] {
  return log.map((call, index) => comparedCall(program.calls[index] as CallPlan, call, comparison));
}

function comparedCall(plan: CallPlan, log: CallLog, comparison: Comparison): ComparedCall {
  const clean = (events: readonly Event[]): Event[] =>
    events.map((event) => cleanEvent(event, plan, comparison));
  const events = clean(log.events);
  const heard = walksAway(plan) ? [] : upToStatus(clean(log.heard));
  const rest = { heard, outer: clean(log.outer) };
  if (walksAway(plan)) {
    const heardBefore = upTo(events, ['status', 'broke', 'close']);
    const isUnheard = (event: Event): boolean => event.event === 'metadata' && destroysUnheard(plan);
    return { ...rest, events: heardBefore.filter((event) => !isUnheard(event)), unordered: [] };
  }
  if (!pauses(plan) || endsAtOnce(plan)) return { ...rest, events: upToStatus(events), unordered: [] };
  return {
    ...rest,
    events: events.filter((event) => event.event === 'data'),
    unordered: UNORDERED.flatMap((name) => upToStatus(events).filter((event) => event.event === name)),
  };
}

const UNORDERED: readonly Event['event'][] = ['metadata', 'status', 'error', 'stuck', 'threw'];

/** Whether data can wait in the reader's buffer for the program. */
function pauses(plan: CallPlan): boolean {
  const { reader } = plan;
  const slow = reader.how === 'slow' || reader.how === 'iterate';
  return slow || plan.client.some((step) => step.do === 'pause');
}

/** What a reader of grpc-js takes ahead of the program: the high water mark of Node's streams of objects. */
const READ_AHEAD = 16;

/** Whether the server said all it had to say, and ended, without waiting for anything once it had begun. */
function endsAtOnce(plan: CallPlan): boolean {
  if (isFlavour(plan.codec)) return false;
  const first = plan.server.findIndex(
    (step) => step.do === 'headers' || step.do === 'send' || step.do === 'end',
  );
  const rest = first < 0 ? [] : plan.server.slice(first);
  // The end of a longer one is read when the program has made room for it, at its own pace.
  if (rest.filter((step) => step.do === 'send').length > READ_AHEAD) return false;
  return (
    rest.at(-1)?.do === 'end' && rest.every((step) => !['wait', 'await', 'awaitHalfClose'].includes(step.do))
  );
}

function walksAway(plan: CallPlan): boolean {
  const breaks = plan.reader.how === 'iterate' && plan.reader.breakAfter !== undefined;
  return breaks || plan.client.some((step) => step.do === 'destroy');
}

/** Whether the client destroys its stream before it waited for anything from the server. */
function destroysUnheard(plan: CallPlan): boolean {
  const first = plan.client.find(
    (step) =>
      ['destroy', 'awaitHeaders', 'awaitEnd'].includes(step.do) ||
      (step.do === 'await' && step.responses > 0),
  );
  return first?.do === 'destroy';
}

function upToStatus(events: readonly Event[]): Event[] {
  return upTo(events, ['status']);
}

function upTo(events: readonly Event[], names: readonly Event['event'][]): Event[] {
  const at = events.findIndex((event) => names.includes(event.event));
  return at < 0 ? [...events] : events.slice(0, at + 1);
}

function cleanEvent(event: Event, plan: CallPlan, comparison: Comparison): Event {
  switch (event.event) {
    case 'metadata':
      return { ...event, metadata: cleanMetadata(event.metadata, comparison) };
    case 'status':
      return {
        ...event,
        metadata: cleanMetadata(event.metadata, comparison),
        details: shortDeadline(event.details),
        ownProperties: isExplained(event.cassetteCause, plan, comparison)
          ? event.ownProperties.filter((name) => name !== 'cause')
          : event.ownProperties,
        cassetteCause: isExplained(event.cassetteCause, plan, comparison) ? undefined : event.cassetteCause,
      };
    case 'error':
    case 'caught':
    case 'threw':
      return { ...event, error: cleanError(event.error, plan, comparison) };
    case 'callback':
      return event.error === null ? event : { ...event, error: cleanError(event.error, plan, comparison) };
    default:
      return event;
  }
}

function cleanError(error: ShownError, plan: CallPlan, comparison: Comparison): ShownError {
  const explained = isExplained(error.cassetteCause, plan, comparison);
  return {
    ...error,
    cassetteCause: explained ? undefined : error.cassetteCause,
    ownProperties: error.ownProperties.filter((name) => name !== 'cause' || !explained),
    message: shortDeadline(error.message),
    details: typeof error.details === 'string' ? shortDeadline(error.details) : error.details,
    metadata: error.metadata === undefined ? undefined : cleanMetadata(error.metadata, comparison),
  };
}

/** Whether `cause` is the one that a replay may add. */
function isExplained(cause: string | undefined, plan: CallPlan, comparison: Comparison): boolean {
  return (
    comparison === 'replay' && plan.deserializeThrowsOn !== undefined && cause === 'undecodable_response'
  );
}

function cleanMetadata(metadata: ShownMetadata, comparison: Comparison): ShownMetadata {
  const { date: _date, ...rest } = metadata;
  if (comparison === 'live') return rest;
  return Object.fromEntries(
    Object.entries(rest).map(([key, values]) => [
      key,
      SECRETS.includes(key) ? values.map(() => 'a secret') : values,
    ]),
  );
}

function shortDeadline(details: string): string {
  return details.replace(/^((?:4 DEADLINE_EXCEEDED: )?Deadline exceeded).*/s, '$1');
}
