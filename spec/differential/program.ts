/**
 * A program of calls, as plain data: `JSON.stringify` prints all of it, fast-check shrinks it, and both ends of the
 * conversation are played from it.
 */

export type KindName = 'unary' | 'server' | 'client' | 'bidi';

export const KIND_NAMES: readonly KindName[] = ['unary', 'server', 'client', 'bidi'];

/** A message as text: one character a byte for the codec `bytes`, any text for the others. */
export type Message = string;

/**
 * What tells that protobuf messages of other bytes mean the same: the wire itself, the class of the client's messages, or
 * a schema. The client's serialiser makes use of all that it allows.
 */
export type Flavour = 'wire' | 'class' | 'schema';

const FLAVOURS: readonly Flavour[] = ['wire', 'class', 'schema'];

/**
 * What the client's messages are: buffers, objects (an empty one is no bytes, as in protobuf), bare strings, one object
 * that is changed and sent again, or protobuf messages, each time written otherwise.
 */
export type Codec = 'bytes' | 'object' | 'text' | 'reused' | Flavour;

/** Metadata as written in a program: the values of `-bin` keys are one character a byte. */
export type Pairs = readonly (readonly [key: string, value: string])[];

export interface StatusPlan {
  readonly code: number;
  readonly details: string;
  readonly trailers: Pairs;
}

export type ServerStep =
  | { readonly do: 'headers'; readonly metadata: Pairs }
  | { readonly do: 'send'; readonly message: Message }
  /** Waits until this many requests have come. */
  | { readonly do: 'await'; readonly requests: number }
  | { readonly do: 'awaitHalfClose' }
  | { readonly do: 'wait'; readonly ms: number }
  | ({ readonly do: 'end' } & StatusPlan)
  /** Resets the stream with an HTTP/2 error code. */
  | { readonly do: 'abort'; readonly rst: number }
  /** Destroys the connection. */
  | { readonly do: 'disconnect' }
  | { readonly do: 'throw' };

export type ClientStep =
  | { readonly do: 'send'; readonly message: Message }
  | { readonly do: 'halfClose' }
  | { readonly do: 'awaitHeaders' }
  /** Waits until this many responses were handed to the program. */
  | { readonly do: 'await'; readonly responses: number }
  | { readonly do: 'awaitEnd' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'tick' }
  | { readonly do: 'turn' }
  | { readonly do: 'pause' }
  | { readonly do: 'resume' }
  | { readonly do: 'cancel' }
  | { readonly do: 'destroy' };

/** How a streamed response is read. `slow` pauses for some milliseconds at each message. */
export type Reader =
  | { readonly how: 'flow' }
  | { readonly how: 'slow'; readonly ms: number }
  | { readonly how: 'iterate'; readonly breakAfter?: number; readonly slowMs?: number };

export type InterceptorName = 'retry' | 'stamp' | 'replace' | 'witness' | 'late' | 'slow';

export interface CallPlan {
  readonly kind: KindName;
  readonly codec: Codec;
  /** The request of a kind that sends exactly one. */
  readonly request: Message;
  readonly client: readonly ClientStep[];
  readonly server: readonly ServerStep[];
  /** What the server does when this call reaches it again (a retry). */
  readonly serverAgain?: readonly ServerStep[];
  readonly reader: Reader;
  /** Cancels inside the handler of this event. */
  readonly cancelIn?: 'metadata' | { readonly data: number };
  readonly metadata: Pairs;
  /** Milliseconds from the start; none or less lie in the past. */
  readonly deadline?: { readonly ms: number; readonly as: 'date' | 'number' };
  /** The request, counted from 1, on which the serialiser throws. */
  readonly serializeThrowsOn?: number;
  /** The response, counted from 1, on which the deserialiser throws. */
  readonly deserializeThrowsOn?: number;
  readonly above: readonly InterceptorName[];
  readonly below: readonly InterceptorName[];
  /** The call after whose end this one starts; together with the others where absent. */
  readonly after?: number;
  /** Made by the handler of an outer call, which its client cancels after so many responses of this one, or at a deadline. */
  readonly parent?: { readonly cancelAfter: number } | { readonly deadlineMs: number };
}

export interface Program {
  readonly calls: readonly CallPlan[];
}

export function isFlavour(codec: Codec): codec is Flavour {
  return FLAVOURS.some((flavour) => flavour === codec);
}

export function requestStreams(kind: KindName): boolean {
  return kind === 'client' || kind === 'bidi';
}

export function responseStreams(kind: KindName): boolean {
  return kind === 'server' || kind === 'bidi';
}

/**
 * Whether a call's start hangs on time that passes in the client, so that a replay, which does not wait, may start it
 * earlier or later among the others than the recording did.
 */
export function startsInOwnTime(program: Program, plan: CallPlan): boolean {
  const before = plan.after === undefined ? undefined : program.calls[plan.after];
  return plan.parent !== undefined || (before !== undefined && keepsOwnTime(program, before));
}

/** Whether a call's start or end hangs on a timer, a turn of the event loop or other I/O of the client. */
export function keepsOwnTime(program: Program, plan: CallPlan): boolean {
  const { reader } = plan;
  const slow = reader.how === 'slow' || (reader.how === 'iterate' && reader.slowMs !== undefined);
  const waits = plan.client.some((step) => step.do === 'wait' || step.do === 'turn');
  return slow || waits || startsInOwnTime(program, plan);
}

/** A call with the usual answers to everything that `given` leaves open. */
export function planCall(kind: KindName, given: Partial<CallPlan> = {}): CallPlan {
  return {
    kind,
    codec: 'bytes',
    request: 'ask',
    client: requestStreams(kind) ? [{ do: 'send', message: 'ask' }, { do: 'halfClose' }] : [],
    server: [
      { do: 'awaitHalfClose' },
      { do: 'headers', metadata: [['x-head', 'h']] },
      { do: 'send', message: 'answer' },
      { do: 'end', code: 0, details: 'OK', trailers: [['x-trail', 't']] },
    ],
    reader: { how: 'flow' },
    metadata: [],
    above: [],
    below: [],
    ...given,
  };
}
