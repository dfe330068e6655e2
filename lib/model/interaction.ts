import type { Kind } from './kind.js';
import type { MetadataEntries } from './metadata.js';
import type { CallOrder } from './order/call-order.js';
import type { NumberList } from './order/number-ranges.js';
import type { RedactionMark } from './redaction-mark.js';
import type { Status } from './status.js';

/**
 * A causal bound: how many requests the client had sent when a response arrived. `AFTER_HALF_CLOSE` where it had
 * already half-closed.
 */
export type RequestsBefore = number;

/** The bound of what arrived after the client's half-close; greater than any count of requests. */
export const AFTER_HALF_CLOSE: RequestsBefore = Number.POSITIVE_INFINITY;

/** Messages of one direction, in order, each decoded from the file only when it is asked for. */
export interface MessageList {
  readonly length: number;
  /** The bytes of message `index`. Throws a `RangeError` outside the list. */
  at(index: number): Uint8Array;
}

/** A list without messages. */
export const NO_MESSAGES: MessageList = {
  length: 0,
  at(index: number): Uint8Array {
    throw new RangeError(`There is no message ${index}.`);
  },
};

/** What a `call` block says of an interaction. */
export interface CallRecord {
  /** The full path, such as `/package.Service/Method`. */
  readonly method: string;
  /** Undefined where the call was alone, or was recorded by who notes no order. */
  readonly order: CallOrder | undefined;
  /** Where secrets were taken out of the request: what a call has there does not count. */
  readonly redacted: readonly RedactionMark[];
  /** When the call started, ISO 8601 in UTC. */
  readonly startedAt: string | undefined;
  /** The channel's target, such as `dns:api.x.ai:443`. */
  readonly target: string | undefined;
  readonly requestMetadata: MetadataEntries;
  /** The response's headers; undefined when none came (a trailers-only response). */
  readonly responseMetadata: MetadataEntries | undefined;
  /** When the headers came, in milliseconds since the call's start. */
  readonly metadataMs: number | undefined;
  readonly metadataAfter: RequestsBefore;
  readonly trailers: MetadataEntries;
  readonly status: Status;
  /** When the call ended, in milliseconds since its start. */
  readonly endedMs: number | undefined;
  readonly statusAfter: RequestsBefore;
  /** The client, or its parent call, cancelled: the recorded status is not played. */
  readonly cancelledByClient: boolean;
  /** The recording stopped before the call ended: no status is known. */
  readonly cutShort: boolean;
  /** False where the call failed before any server was reached. */
  readonly reachedServer: boolean;
}

/** One recorded call. */
export interface Interaction extends Kind {
  /** Undefined for an interaction of the seed's format, which is paired by order and kind. */
  readonly call: CallRecord | undefined;
  readonly requests: MessageList;
  /** Whether the client half-closed. */
  readonly halfClosed: boolean;
  readonly responses: MessageList;
  /** When each response came, in milliseconds since the call's start; undefined where unknown. */
  readonly responseMs: ArrayLike<number> | undefined;
  /** The causal bound of each response; undefined for no bound. */
  readonly responseAfter: ArrayLike<RequestsBefore> | undefined;
  /** The numbers of streamed requests in the call's order; undefined where it has none. */
  readonly requestOrder: NumberList | undefined;
  /** The same of streamed responses. */
  readonly responseOrder: NumberList | undefined;
}
