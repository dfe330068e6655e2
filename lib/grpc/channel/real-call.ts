import type { CallCredentials, InterceptingListener, Metadata } from '@grpc/grpc-js';
import { keepShape } from '../../model/keep-shape.js';
import type { Call, GrpcStatusCode, InterceptingCallInterface, Message, MessageContext } from '../types.js';
import { bytesOf } from './bytes.js';

/**
 * A call on the real channel, made when it is needed: a call that is answered from the cassette needs none, and one that
 * is only asked for its peer dials nothing.
 */
export class RealCall implements Call, InterceptingCallInterface {
  readonly #make: () => Call;
  readonly #target: string;
  #call: Call | undefined;
  #credentials: CallCredentials | undefined;

  /** `make` makes the call; `target` names the channel's target as long as there is none. */
  constructor(make: () => Call, target: string) {
    this.#make = make;
    this.#target = target;
  }

  /** The real call. Its deadline runs from here on. Throws what making it throws. */
  made(): Call {
    if (this.#call !== undefined) return this.#call;
    this.#call = this.#make();
    if (this.#credentials !== undefined) this.#call.setCredentials(this.#credentials);
    return this.#call;
  }

  setCredentials(credentials: CallCredentials): void {
    this.#credentials = credentials;
    this.#call?.setCredentials(credentials);
  }

  start(metadata: Metadata, listener: InterceptingListener): void {
    this.made().start(metadata, listener);
  }

  sendMessage(message: Message): void {
    this.sendMessageWithContext({}, message);
  }

  sendMessageWithContext(context: MessageContext, message: Message): void {
    this.made().sendMessageWithContext(context, bytesOf(message));
  }

  startRead(): void {
    this.made().startRead();
  }

  halfClose(): void {
    this.made().halfClose();
  }

  cancelWithStatus(code: GrpcStatusCode, details: string): void {
    this.made().cancelWithStatus(code, details);
  }

  getPeer(): string {
    return this.#call?.getPeer() ?? this.#target;
  }

  getCallNumber(): number {
    return this.made().getCallNumber();
  }

  getAuthContext(): ReturnType<Call['getAuthContext']> {
    // grpc-js 1.9 has none, whatever the types say.
    return this.#call?.getAuthContext?.() ?? null;
  }
}

keepShape(new RealCall(() => ({}) as Call, ''));
