import { AsyncResource } from 'node:async_hooks';
import type { CallCredentials, InterceptingListener, Metadata } from '@grpc/grpc-js';
import { keepShape } from '../../model/keep-shape.js';
import type { Status } from '../../model/status.js';
import { nextTick } from '../../open/real-timers.js';
import { isSerializationFailure } from '../own-endings.js';
import type { ReplayedCall } from '../replayed-call.js';
import type { Call, GrpcStatusCode, InterceptingCallInterface, MessageContext } from '../types.js';
import { isReadByStart } from './is-read-by-start.js';
import type { RealCall } from './real-call.js';
import type { ShownKind } from './shown-kind.js';

/** What a channel's call is made of. */
interface ChannelCallOptions {
  readonly kind: ShownKind;
  /** The call as an interceptor would have it: recorded, replayed or failed. */
  readonly call: InterceptingCallInterface;
  /** The same call where it is replayed: it starts when its kind has shown, for a recording is looked for by it. */
  readonly replayed?: ReplayedCall;
  /** Where the call goes when it goes to the server; undefined where it never does. */
  readonly real?: RealCall;
  /** Whether a call streams its requests of which nothing has shown it. */
  assumesStream(): boolean;
}

/** The replayed call that waits for its kind to show. It does so in the stack of its start, so there is only one. */
let waiting: { settle(): void } | undefined;
let calls = 0;

/**
 * A call on a channel: bytes, and no word about its kind. It shows in the stack of the start, where a single request is
 * sent; when the stack ends, or another call starts, without one, the client streams its requests.
 */
export class ChannelCall implements Call {
  readonly #options: ChannelCallOptions;
  readonly #number: number;
  /** Starts the call; undefined once that is done. */
  #begin: (() => void) | undefined;
  /** Nothing has happened since the start. */
  #isFresh = false;
  /** The client ended the call before anything showed its kind. */
  #cancelled: Status | undefined;

  constructor(options: ChannelCallOptions) {
    this.#options = options;
    calls += 1;
    this.#number = calls;
  }

  start(metadata: Metadata, listener: InterceptingListener): void {
    waiting?.settle();
    this.#isFresh = true;
    const begin = (): void => this.#options.call.start(metadata, bytesListener(listener));
    if (this.#options.replayed === undefined) {
      begin();
      return;
    }
    this.#begin = AsyncResource.bind(begin);
    waiting = this;
    nextTick(() => this.settle());
  }

  startRead(): void {
    if (this.#isFresh && isReadByStart(this.startRead)) this.#options.kind.readsOnce();
    this.#isFresh = false;
    this.#options.call.startRead();
  }

  sendMessageWithContext(context: MessageContext, message: Buffer): void {
    this.#isFresh = false;
    // A streamed request always waits for its callback; a single one has none.
    this.#options.kind.show(context.callback !== undefined);
    this.settle();
    this.#options.call.sendMessageWithContext(context, message);
  }

  /** Without a request a client half-closes when it streams none, or when its only one cannot be serialised. */
  halfClose(): void {
    this.#isFresh = false;
    this.#options.kind.show(this.#cancelled === undefined || !isSerializationFailure(this.#cancelled));
    this.settle();
    this.#options.call.halfClose();
  }

  cancelWithStatus(code: GrpcStatusCode, details: string): void {
    this.#isFresh = false;
    this.#cancelled ??= { code, details };
    if (this.#begin === undefined) this.#cancel({ code, details });
  }

  setCredentials(credentials: CallCredentials): void {
    this.#options.real?.setCredentials(credentials);
  }

  getPeer(): string {
    return this.#options.call.getPeer();
  }

  getCallNumber(): number {
    return this.#number;
  }

  getAuthContext(): ReturnType<Call['getAuthContext']> {
    return this.#options.call.getAuthContext();
  }

  /** Nothing more will show the kind: the call begins. */
  settle(): void {
    const begin = this.#begin;
    if (begin === undefined) return;
    this.#begin = undefined;
    if (waiting === this) waiting = undefined;
    const { kind, assumesStream } = this.#options;
    kind.assume(assumesStream);
    begin();
    if (this.#cancelled !== undefined) this.#cancel(this.#cancelled);
  }

  #cancel(status: Status): void {
    const { call, replayed } = this.#options;
    if (replayed !== undefined && isSerializationFailure(status)) replayed.refuse(status);
    else call.cancelWithStatus(status.code, status.details);
  }
}

/** What stands above a channel makes itself what there is no message for. grpc-js tells listeners by their arity. */
function bytesListener(listener: InterceptingListener): InterceptingListener {
  return {
    onReceiveMetadata: (metadata) => listener.onReceiveMetadata(metadata),
    onReceiveMessage(bytes: Buffer | null) {
      if (bytes !== null) listener.onReceiveMessage(bytes);
    },
    onReceiveStatus: (status) => listener.onReceiveStatus(status),
  };
}

keepShape(new ChannelCall({} as ChannelCallOptions));
