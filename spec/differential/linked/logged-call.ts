import {
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientUnaryCall,
  type ClientWritableStream,
  type Metadata,
  type ServiceError,
  type StatusObject,
  status,
} from '@grpc/grpc-js';
import { showError, showStatus } from '../log.js';
import { showMetadata } from '../pairs.js';
import type { Message } from './wire.js';

type Stream =
  | ClientReadableStream<Message>
  | ClientWritableStream<Message>
  | ClientDuplexStream<Message, Message>;

/** Whom a streamed call tells what becomes of it. */
interface Listener {
  note(line: string): void;
  changed(): void;
  ended(): void;
  /** It failed, and its program had not cancelled it. */
  failed(): void;
  until(holds: () => boolean): Promise<void>;
}

/** Notes the headers and the status of a call. */
export function listenToCall(call: ClientUnaryCall | Stream, note: (line: string) => void): void {
  call.on('metadata', (metadata: Metadata) => note(`headers ${JSON.stringify(showMetadata(metadata))}`));
  call.on('status', (told: StatusObject) => note(`status ${JSON.stringify(showStatus(told))}`));
}

/** A streamed call whose program can wait for what it hears. It is over at its `end`, not at its status. */
export class LoggedCall {
  readonly messages: Message[] = [];
  isOver = false;
  hasHeaders = false;
  /** What the program does with each message as it comes. */
  react: (message: Message) => void = () => undefined;
  readonly #stream: Stream;
  readonly #listener: Listener;
  #isCancelled = false;

  constructor(stream: Stream, listener: Listener) {
    this.#stream = stream;
    this.#listener = listener;
    listenToCall(stream, listener.note);
    stream.on('metadata', () => {
      this.hasHeaders = true;
      listener.changed();
    });
    if (!('read' in stream)) return;
    stream.on('data', (message: Message) => this.#hear(message));
    stream.on('error', (error: ServiceError) => this.#fail(error));
    stream.on('end', () => this.#end());
  }

  /** How many messages it has heard. */
  get heard(): number {
    return this.messages.length;
  }

  say(message: Message): void {
    this.#listener.note(`says ${JSON.stringify(message)}`);
    this.#writable.write(message);
  }

  halfClose(): void {
    this.#listener.note('half-closes');
    this.#writable.end();
  }

  cancel(): void {
    if (this.isOver || this.#isCancelled) return;
    this.#isCancelled = true;
    this.#listener.note('cancels');
    this.#stream.cancel();
  }

  /** Resolves when it has heard so many messages, or is over. */
  hears(count: number): Promise<void> {
    return this.#listener.until(() => this.isOver || this.heard >= count);
  }

  get begins(): Promise<void> {
    return this.#listener.until(() => this.isOver || this.hasHeaders);
  }

  get ends(): Promise<void> {
    return this.#listener.until(() => this.isOver);
  }

  #hear(message: Message): void {
    this.messages.push(message);
    this.#listener.note(`message ${JSON.stringify(message)}`);
    this.#listener.changed();
    this.react(message);
  }

  #fail(error: ServiceError): void {
    this.#listener.note(`error ${JSON.stringify(showError(error))}`);
    if (!(this.#isCancelled && error.code === status.CANCELLED)) this.#listener.failed();
  }

  #end(): void {
    this.isOver = true;
    this.#listener.note('ends');
    this.#listener.ended();
  }

  get #writable(): ClientWritableStream<Message> | ClientDuplexStream<Message, Message> {
    if ('write' in this.#stream) return this.#stream;
    throw new Error('this call says nothing after its request');
  }
}
