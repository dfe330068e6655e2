import { emitPartedFrame, type PartedFrame } from '../format/emit-entry.js';
import { emitListedMessage, emitSingleMessage } from '../format/emit-message.js';
import type { CallStart } from '../model/call-start.js';
import { AFTER_HALF_CLOSE, type CallRecord, type RequestsBefore } from '../model/interaction.js';
import { type MetadataEntries, NO_METADATA } from '../model/metadata.js';
import type { CallOrder } from '../model/order/call-order.js';
import { type Status, StatusCode } from '../model/status.js';
import type { Clock } from '../model/surroundings.js';
import { CallRedaction } from '../redact/call-redaction.js';
import type { Redaction } from '../redact/redaction.js';
import type { Storage } from '../storage/storage.js';
import { WholeText } from './journal/whole-text.js';
import { MessageText } from './message-text.js';
import type { CallEnd, CallNumbers } from './order/numbering.js';
import { ResponseNotes } from './response-notes.js';

/** A take that grows beyond this many bytes in memory goes on in a file. */
const SPILL_ABOVE = 1 << 20;

/** What a finished take is handed to. */
export interface TakeOwner {
  readonly clock: Clock;
  readonly storage: Storage;
  readonly redaction: Redaction;
  /** Whether times are stored. */
  readonly times: boolean;
  /** The permissions of what the take cannot keep in memory; undefined where any will do. */
  readonly fileMode: number | undefined;
  /** A path for what the take cannot keep in memory. */
  spillPath(start: number): string;
  /** Called once, when the take is over, with the entry's text, which may be read more than once; a piece may be gone when the next is asked for. */
  store(take: Take, length: number, pieces: Iterable<Uint8Array>): void;
  /** Whether a take in which no server was reached may be kept. */
  readonly keepsFailure: boolean;
  /** A call has reached a server: what failed to before stands between calls that did. */
  noteReached(): void;
  /** Called instead of `store` for one that may be. */
  storeFailure(take: Take, length: number, pieces: Iterable<Uint8Array>): void;
  /** Called instead of `store` for one that may not. */
  drop(take: Take): void;
  /** Called instead of `store` for a take that is given up. */
  forget(take: Take): void;
}

/** How a take ends. */
type TakeEnding = Pick<
  CallRecord,
  'status' | 'trailers' | 'cancelledByClient' | 'cutShort' | 'reachedServer'
>;

/** An interaction in the making. It is fed by the call as it happens and never holds it up. */
export class Take {
  /** Where the call stands among the cassette's calls, in the order they started. */
  readonly start: number;
  readonly method: string;
  /** By the clock. */
  readonly startTime: number;
  readonly #owner: TakeOwner;
  readonly #call: CallStart;
  readonly #numbers: CallNumbers;
  readonly #startedAt: string | undefined;
  readonly #requests = new MessageText();
  readonly #responses = new MessageText();
  readonly #redaction: CallRedaction;
  readonly #requestMetadata: MetadataEntries;
  /** Of streamed responses. */
  #responseNotes: ResponseNotes | undefined;
  #requestCount = 0;
  #halfClosed = false;
  #responseMetadata: MetadataEntries | undefined;
  #metadataMs: number | undefined;
  #metadataAfter: RequestsBefore = 0;
  #over = false;

  constructor(owner: TakeOwner, start: number, call: CallStart, numbers: CallNumbers) {
    this.#owner = owner;
    this.start = start;
    this.method = call.method;
    this.#call = call;
    this.#numbers = numbers;
    this.#startedAt = owner.times ? owner.clock.date() : undefined;
    this.startTime = owner.clock.now();
    owner.redaction.learn(call.requestMetadata);
    this.#redaction = new CallRedaction(owner.redaction, call.method);
    this.#requestMetadata = this.#redaction.requestMetadata(call.requestMetadata);
  }

  /** Whether the call has one request and one response. */
  get isSingle(): boolean {
    return !this.#call.kind.requestStream && !this.#call.kind.responseStream;
  }

  /** Where the call went, as far as that is known. */
  get target(): string | undefined {
    return this.#call.target;
  }

  /** The client sent a message. */
  request(bytes: Uint8Array): void {
    if (this.#over) return;
    const { requestStream } = this.#call.kind;
    const left = this.#redactedRequest(bytes, requestStream ? this.#requestCount : undefined);
    this.#numbers.request(this.#requestCount);
    this.#requestCount += 1;
    this.#requests.add(requestStream ? emitListedMessage(left) : emitSingleMessage(left));
    this.#spillIfLarge();
  }

  /** The client will send no more. */
  halfClose(): void {
    if (!this.#over) this.#numbers.halfClose();
    this.#halfClosed = true;
  }

  /** The headers came. */
  metadata(entries: MetadataEntries): void {
    if (this.#over) return;
    this.#owner.noteReached();
    this.#numbers.headers();
    this.#owner.redaction.learn(entries);
    this.#responseMetadata = this.#redaction.responseMetadata(entries);
    this.#metadataMs = this.#elapsed();
    this.#metadataAfter = this.#requestsBefore();
  }

  /** A response came. Of a call with one response, only the first is kept: a second one ends the call in an error. */
  response(bytes: Uint8Array): void {
    if (this.#over) return;
    if (!this.#call.kind.responseStream) {
      if (this.#responses.length === 0) this.#responses.add(emitSingleMessage(this.#redactedResponse(bytes)));
      return;
    }
    const left = this.#redactedResponse(bytes);
    this.#numbers.response();
    this.#responses.add(emitListedMessage(left));
    this.#responseNotes ??= new ResponseNotes();
    this.#responseNotes.add(this.#elapsed(), this.#requestsBefore());
    this.#spillIfLarge();
  }

  /** The call ended. `byClient`: the status is the client's own, for it cancelled. */
  end(status: Status, trailers: MetadataEntries, byClient: boolean): void {
    if (this.#over) return;
    const reachedServer = !this.#reachedNoServer(status, trailers);
    if (!reachedServer && !this.#owner.keepsFailure) {
      this.#over = true;
      this.#numbers.leave();
      this.#discard();
      this.#owner.drop(this);
      return;
    }
    this.#owner.redaction.learn(trailers);
    this.#finish({
      status: this.#redaction.status(status),
      trailers: this.#redaction.responseMetadata(trailers),
      cancelledByClient: byClient,
      cutShort: false,
      reachedServer,
    });
  }

  /** The call cannot be recorded: nothing of it is kept. */
  abandon(): void {
    if (this.#over) return;
    this.#over = true;
    this.#numbers.leave();
    this.#discard();
    this.#owner.forget(this);
  }

  /** What it cannot be told of what must not be stored, is not recorded at all. Throws why. */
  #redactedRequest(bytes: Uint8Array, index: number | undefined): Uint8Array {
    try {
      return this.#redaction.request(bytes, index);
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  /** The same of a response. */
  #redactedResponse(bytes: Uint8Array): Uint8Array {
    try {
      return this.#redaction.response(bytes);
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  /** The recording stops here, whatever becomes of the call. */
  cutShort(): void {
    if (this.#over) return;
    const status = { code: StatusCode.OK, details: '' };
    this.#finish({
      status,
      trailers: NO_METADATA,
      cancelledByClient: false,
      cutShort: true,
      reachedServer: true,
    });
  }

  #finish(ending: TakeEnding): void {
    this.#over = true;
    this.#redaction.end(this.start);
    const { requestStream, responseStream } = this.#call.kind;
    const numbering = this.#numbers.end(howItEnded(ending), {
      requestStream,
      requestCount: this.#requestCount,
      halfClosed: this.#halfClosed,
    });
    if (!requestStream && this.#requestCount === 0) this.#requests.add(emitSingleMessage(undefined));
    if (!responseStream && this.#responses.length === 0) this.#responses.add(emitSingleMessage(undefined));
    const notes = responseStream ? this.#responseNotes : undefined;
    const frame = emitPartedFrame({
      requestStream,
      responseStream,
      call: this.#record(ending, numbering?.order),
      halfClosed: this.#halfClosed,
      requestCount: this.#requestCount,
      responseCount: notes?.count ?? 0,
      responseMs: this.#owner.times ? notes?.times : undefined,
      responseAfter: requestStream ? notes?.bounds : undefined,
      requestOrder: requestStream ? numbering?.requests : undefined,
      responseOrder: responseStream ? numbering?.responses : undefined,
    });
    try {
      this.#store(frame, ending.reachedServer);
    } finally {
      this.#discard();
    }
  }

  #store(frame: PartedFrame, reachedServer: boolean): void {
    const { text: requests } = this.#requests;
    const { text: responses } = this.#responses;
    if (requests !== undefined && responses !== undefined && frame.tail.length <= 1) {
      const text = frame.head + requests + frame.middle + responses + (frame.tail[0] ?? '');
      this.#hand(reachedServer, Buffer.byteLength(text), new WholeText(text));
      return;
    }
    const head = Buffer.from(frame.head);
    const middle = Buffer.from(frame.middle);
    const tail = frame.tail.reduce((sum, { length }) => sum + length, 0);
    const length = head.length + middle.length + tail + this.#requests.length + this.#responses.length;
    const inParts = (): Iterable<Uint8Array> =>
      concatenated([head], this.#requests.pieces(), [middle], this.#responses.pieces(), bytesOf(frame.tail));
    this.#hand(reachedServer, length, { [Symbol.iterator]: () => inParts()[Symbol.iterator]() });
  }

  #hand(reachedServer: boolean, length: number, pieces: Iterable<Uint8Array>): void {
    if (reachedServer) this.#owner.store(this, length, pieces);
    else this.#owner.storeFailure(this, length, pieces);
  }

  #record(ending: TakeEnding, order: CallOrder | undefined): CallRecord {
    return {
      method: this.#call.method,
      order,
      redacted: this.#redaction.marks,
      startedAt: this.#startedAt,
      target: this.#call.target,
      requestMetadata: this.#requestMetadata,
      responseMetadata: this.#responseMetadata,
      metadataMs: this.#metadataMs,
      metadataAfter: this.#metadataAfter,
      endedMs: this.#elapsed(),
      statusAfter: this.#requestsBefore(),
      status: ending.status,
      trailers: ending.trailers,
      cancelledByClient: ending.cancelledByClient,
      cutShort: ending.cutShort,
      reachedServer: ending.reachedServer,
    };
  }

  /** An outage must not be replayed for ever: UNAVAILABLE without a byte from a server is not a recording. */
  #reachedNoServer(status: Status, trailers: MetadataEntries): boolean {
    return (
      status.code === StatusCode.UNAVAILABLE &&
      trailers.size === 0 &&
      this.#responseMetadata === undefined &&
      this.#responses.length === 0
    );
  }

  /** In whole milliseconds since the call's start; undefined where no times are stored. */
  #elapsed(): number | undefined {
    if (!this.#owner.times) return undefined;
    return Math.max(0, Math.round(this.#owner.clock.now() - this.startTime));
  }

  #requestsBefore(): RequestsBefore {
    return this.#halfClosed ? AFTER_HALF_CLOSE : this.#requestCount;
  }

  #spillIfLarge(): void {
    if (this.#requests.lengthInMemory + this.#responses.lengthInMemory <= SPILL_ABOVE) return;
    const { storage, fileMode } = this.#owner;
    const path = this.#owner.spillPath(this.start);
    const spill = (text: MessageText, name: string): void => {
      if (text.lengthInMemory > SPILL_ABOVE / 2) text.spill(storage, `${path}.${name}`, fileMode);
    };
    spill(this.#requests, 'requests');
    spill(this.#responses, 'responses');
  }

  #discard(): void {
    this.#requests.discard();
    this.#responses.discard();
  }
}

function howItEnded({ cancelledByClient, cutShort }: TakeEnding): CallEnd {
  if (cutShort) return 'cut short';
  return cancelledByClient ? 'cancelled' : 'told';
}

function* concatenated(...parts: readonly Iterable<Uint8Array>[]): Generator<Uint8Array> {
  for (const part of parts) yield* part;
}

function* bytesOf(texts: readonly string[]): Generator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text, 'latin1');
}
