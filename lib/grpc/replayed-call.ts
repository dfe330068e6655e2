import { AsyncResource } from 'node:async_hooks';
import type { Metadata, StatusObject } from '@grpc/grpc-js';
import type { Engine } from '../cassette/engine.js';
import { CassetteError } from '../errors.js';
import { asBuffer } from '../model/as-buffer.js';
import type { CallStart } from '../model/call-start.js';
import { keepShape } from '../model/keep-shape.js';
import type { Kind } from '../model/kind.js';
import { type MetadataEntries, NO_METADATA } from '../model/metadata.js';
import type { Status } from '../model/status.js';
import { nextTick } from '../open/real-timers.js';
import type { CallNumbers } from '../record/order/numbering.js';
import type { Audience } from '../replay/call.js';
import type { Playback } from '../replay/playback.js';
import type { Ending } from '../replay/script.js';
import { endingOf, readMetadata, undecodable } from './broken-answer.js';
import { causeOf } from './cause-of.js';
import type { HeldRequests } from './held-requests.js';
import { type EndableCall, type LifetimeOptions, type LifetimeWatch, watchLifetime } from './lifetime.js';
import { fromGrpcMetadata, toGrpcMetadata } from './metadata.js';
import { decodingFailure, serializationFailure } from './own-endings.js';
import type {
  GrpcStatusCode,
  InterceptingCallInterface,
  Message,
  MessageContext,
  PartialListener,
} from './types.js';

/** What a replayed call is made of. */
interface ReplayedCallOptions {
  readonly engine: Engine;
  readonly method: string;
  readonly kind: Kind;
  /** The channel's target; asked only when it matters. */
  findTarget(): string | undefined;
  readonly lifetime: LifetimeOptions;
  serialize(message: Message): Buffer;
  deserialize(bytes: Buffer): Message;
  /** Where what the client sends is kept for a live call; undefined where the record mode lets no call go live. */
  readonly held: HeldRequests | undefined;
  /**
   * Makes the live call that takes over when the cassette does not answer; `start` is its number in start order, `numbers` are
   * those of what its client has done.
   */
  makeLive(start: number, numbers: CallNumbers | undefined): InterceptingCallInterface;
}

/** To be told of the end of an asynchronous context costs more than the context, and nobody asks. */
const MANUAL = { requireManualDestroy: true };

/**
 * A call that is answered from the cassette. Deadline, cancellation and a parent's end are its own work: nothing below
 * it runs, unless the record mode lets a call that nothing answers go live.
 */
export class ReplayedCall implements InterceptingCallInterface, CallStart, Audience, EndableCall {
  readonly method: string;
  readonly kind: Kind;
  readonly #options: ReplayedCallOptions;
  readonly #lifetime: LifetimeWatch;
  #playback: Playback | undefined;
  #live: InterceptingCallInterface | undefined;
  /** Of what the client of a call did that may go live late. */
  #numbers: CallNumbers | undefined;
  #metadata: Metadata | undefined;
  #requestMetadata: MetadataEntries | undefined;
  #target: { readonly found: string | undefined } | undefined;
  #listener: PartialListener;
  /** The call's asynchronous context: its events must not run in that of the call whose turn came before. */
  #context: AsyncResource | undefined;
  #sent = 0;
  #wantsRead = false;
  #heardMetadata = false;
  #heardMessage = false;
  #ended = false;
  /** How the call ended before it was started: an interceptor above may start it after its deadline. */
  #untold: Ending | undefined;

  constructor(options: ReplayedCallOptions) {
    this.method = options.method;
    this.kind = options.kind;
    this.#options = options;
    this.#lifetime = watchLifetime(options.lifetime, this);
  }

  start(metadata: Metadata, listener: PartialListener): void {
    this.#metadata = metadata;
    this.#listener = listener;
    this.#context = new AsyncResource('GRPC_CASSETTE_CALL', MANUAL);
    if (this.#untold !== undefined) this.#tellOwnEnd(this.#untold);
    if (this.#ended) return;
    if (this.#options.held !== undefined && this.#options.kind.requestStream)
      this.#numbers = this.#options.engine.number();
    this.#playback = this.#options.engine.play(this, this);
    this.#playback.begin();
    // An interceptor above that starts late has passed the read on already.
    if (this.#wantsRead) this.#playback.read();
  }

  /** Found out when somebody asks, and once. */
  get target(): string | undefined {
    this.#target ??= { found: this.#options.findTarget() };
    return this.#target.found;
  }

  /** Made when somebody asks, and once. */
  get requestMetadata(): MetadataEntries {
    if (this.#metadata === undefined) return NO_METADATA;
    this.#requestMetadata ??= fromGrpcMetadata(this.#metadata);
    return this.#requestMetadata;
  }

  sendMessage(message: Message): void {
    this.sendMessageWithContext({}, message);
  }

  sendMessageWithContext(context: MessageContext, message: Message): void {
    const { held } = this.#options;
    if (this.#live !== undefined && held?.isThrough !== false) {
      this.#live.sendMessageWithContext(context, message);
      return;
    }
    let bytes: Buffer;
    try {
      bytes = this.#options.serialize(message);
    } catch (error) {
      this.refuse(serializationFailure(error));
      return;
    }
    this.#numbers?.request(this.#sent);
    this.#sent += 1;
    if (this.#live !== undefined) {
      held?.message(context, message, bytes);
      return;
    }
    const { callback } = context;
    if (callback !== undefined) nextTick(callback);
    held?.message(withoutCallback(context), message, bytes);
    this.#playback?.request(bytes);
  }

  halfClose(): void {
    const { held } = this.#options;
    if (this.#live !== undefined && held?.isThrough !== false) {
      this.#live.halfClose();
      return;
    }
    this.#numbers?.halfClose();
    held?.halfClose();
    if (this.#live === undefined) this.#playback?.halfClose();
  }

  startRead(): void {
    if (this.#live !== undefined) {
      this.#live.startRead();
      return;
    }
    this.#wantsRead = true;
    this.#playback?.read();
  }

  cancelWithStatus(code: GrpcStatusCode, details: string): void {
    if (this.#live !== undefined) this.#live.cancelWithStatus(code, details);
    else this.endOwn({ code, details });
  }

  getPeer(): string {
    return this.#live?.getPeer() ?? this.#playback?.interaction?.call?.target ?? 'unknown';
  }

  getAuthContext(): ReturnType<InterceptingCallInterface['getAuthContext']> {
    return this.#live?.getAuthContext() ?? null;
  }

  metadata(entries: MetadataEntries): void {
    const metadata = this.#toMetadata(entries);
    if (metadata === undefined) return;
    this.#heardMetadata = true;
    this.#tell(this.#listener?.onReceiveMetadata, metadata);
  }

  message(bytes: Uint8Array): void {
    let message: Message;
    try {
      message = this.#options.deserialize(asBuffer(bytes));
    } catch (error) {
      this.endOwn(decodingFailure(error), undecodable(this.#options, error));
      return;
    }
    this.#options.held?.forget();
    this.#leaveNumbers();
    this.#heardMessage = true;
    this.#tell(this.#listener?.onReceiveMessage, message);
  }

  end(ending: Ending): void {
    if (this.#ended) return;
    const trailers = this.#toMetadata(ending.trailers);
    if (trailers === undefined) return;
    this.#ended = true;
    this.#leaveNumbers();
    this.#lifetime.stop();
    this.#tellEnd(ending, trailers);
  }

  findEventWithin(ms: number): number | undefined {
    return this.#playback?.findEventWithin(ms);
  }

  goLive(start: number): void {
    this.#lifetime.stop();
    const live = this.#options.makeLive(start, this.#numbers);
    this.#live = live;
    if (this.#metadata === undefined) return;
    live.start(this.#metadata, this.#liveListener());
    if (this.#wantsRead) live.startRead();
    this.#options.held?.passOn(live);
  }

  timeLeft(): number {
    return this.#lifetime.timeLeft();
  }

  release(): void {
    this.#lifetime.release();
  }

  /** The client's message cannot be sent, which ends the call, live or not. */
  refuse(status: Status): void {
    if (this.#live !== undefined) {
      this.#live.cancelWithStatus(status.code, status.details);
      return;
    }
    this.#playback?.unsendable();
    this.endOwn(status);
  }

  /** A client that was given recorded headers is not given the live ones as well. */
  #liveListener(): PartialListener {
    const listener = this.#listener;
    if (!this.#heardMetadata) return listener;
    return {
      onReceiveMetadata: (_metadata) => undefined,
      onReceiveMessage: (message: Message) => listener?.onReceiveMessage?.(message),
      onReceiveStatus: (status) => listener?.onReceiveStatus?.(status),
    };
  }

  /** It will not go live: nobody asks for the numbers of what its client does. */
  #leaveNumbers(): void {
    this.#numbers?.leave();
    this.#numbers = undefined;
  }

  /** Calls one of the listener's functions in the call's context. */
  #tell<Value>(hear: ((value: Value) => void) | undefined, value: Value): void {
    if (hear === undefined) return;
    if (this.#context === undefined) hear.call(this.#listener, value);
    else this.#context.runInAsyncScope(hear, this.#listener, value);
  }

  /** Ends the call from the client's side, a tick later, as grpc-js does. */
  endOwn(status: Status, cause?: CassetteError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#leaveNumbers();
    this.#lifetime.stop();
    const trailers = this.#playback?.trailersOf(status) ?? NO_METADATA;
    this.#playback?.stop();
    this.#tellOwnEnd({ status, trailers, ...(cause === undefined ? {} : { cause }) });
  }

  #tellOwnEnd(ending: Ending): void {
    nextTick(() => {
      if (this.#metadata === undefined) {
        this.#untold = ending;
        return;
      }
      const found = readMetadata(ending.trailers, this.#metadata, this.#options);
      if (CassetteError.is(found))
        this.#tellEnd(endingOf(found), toGrpcMetadata(NO_METADATA, this.#metadata));
      else this.#tellEnd(ending, found);
    });
  }

  /** Whatever the status object holds lands on the `ServiceError`; without a message a single response is null. */
  #tellEnd({ status, cause }: Ending, metadata: Metadata): void {
    const { code, details } = status;
    const told: StatusObject = { code, details, metadata };
    if (cause !== undefined) Object.assign(told, { cause: causeOf(cause, details) });
    if (this.#options.kind.responseStream || this.#heardMessage) {
      this.#tell(this.#listener?.onReceiveStatus, told);
      return;
    }
    this.#tell(() => {
      this.#listener?.onReceiveMessage?.(null);
      this.#listener?.onReceiveStatus?.(told);
    }, undefined);
  }

  /** Where the entries are no legal metadata, the call ends with an error that says so. */
  #toMetadata(entries: MetadataEntries): Metadata | undefined {
    if (this.#metadata === undefined) return undefined;
    const found = readMetadata(entries, this.#metadata, this.#options);
    if (!CassetteError.is(found)) return found;
    this.endOwn(endingOf(found).status, found);
    return undefined;
  }
}

function withoutCallback({ callback, ...rest }: MessageContext): MessageContext {
  return rest;
}

keepShape(new ReplayedCall({ method: '', kind: {}, lifetime: {} } as ReplayedCallOptions));
keepShape(new AsyncResource('GRPC_CASSETTE_CALL', MANUAL));
