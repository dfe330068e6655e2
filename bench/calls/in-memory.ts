import {
  type InterceptingListener,
  type Interceptor,
  type InterceptorOptions,
  Metadata,
  type StatusObject,
} from '@grpc/grpc-js';
import { headersOf, trailersOf } from './messages.js';

/**
 * What a replay is measured against: the least that an interceptor can do which gives the same answers, from messages
 * that lie ready, one event a turn. It looks nothing up and knows no deadline, cancel or miss.
 */
export function inMemory(messagesOf: (call: number) => Iterable<Buffer>): Interceptor {
  let calls = 0;
  const interceptor = ({ method_definition }: InterceptorOptions): MemoryCall => {
    calls += 1;
    const number = calls - 1;
    const metadata = known(number);
    return new MemoryCall(metadata, messagesOf(number)[Symbol.iterator](), method_definition.responseStream);
  };
  // An InterceptingCall has private members; grpc-js uses what its interface has and no more.
  return interceptor as unknown as Interceptor;
}

type Entries = ReturnType<typeof headersOf>;

/** What lies ready as well. */
interface KnownMetadata {
  readonly headers: Entries;
  readonly trailers: Entries;
}

const metadataByCall: KnownMetadata[] = [];

function known(number: number): KnownMetadata {
  metadataByCall[number] ??= { headers: headersOf(number), trailers: trailersOf(number) };
  return metadataByCall[number];
}

type Listener = Partial<InterceptingListener> | undefined;

class MemoryCall {
  readonly #metadata: KnownMetadata;
  readonly #messages: Iterator<Buffer>;
  /** A call with one response is not asked for it. */
  readonly #isRead: boolean;
  #next: IteratorResult<Buffer> | undefined;
  #listener: Listener;
  #headersAreDue = true;
  #wantsMessage = false;
  #asked = false;
  #turnIsComing = false;

  constructor(metadata: KnownMetadata, messages: Iterator<Buffer>, isRead: boolean) {
    this.#metadata = metadata;
    this.#messages = messages;
    this.#isRead = isRead;
  }

  start(_metadata: Metadata, listener: Listener): void {
    this.#listener = listener;
  }

  sendMessageWithContext(_context: unknown, _message: unknown): void {
    this.#asked = true;
    this.#comeBack();
  }

  sendMessage(message: unknown): void {
    this.sendMessageWithContext({}, message);
  }

  startRead(): void {
    this.#wantsMessage = true;
    this.#comeBack();
  }

  halfClose(): void {}

  cancelWithStatus(): void {}

  getPeer(): string {
    return 'memory';
  }

  getAuthContext(): null {
    return null;
  }

  #comeBack(): void {
    if (!this.#asked || this.#turnIsComing) return;
    if (!this.#headersAreDue) {
      this.#next ??= this.#messages.next();
      if (this.#next.done !== true && this.#isRead && !this.#wantsMessage) return;
    }
    this.#turnIsComing = true;
    queueMicrotask(() => process.nextTick(() => this.#turn()));
  }

  #turn(): void {
    this.#turnIsComing = false;
    if (this.#headersAreDue) {
      this.#headersAreDue = false;
      this.#listener?.onReceiveMetadata?.(metadataOf(this.#metadata.headers));
      this.#comeBack();
      return;
    }
    const next = this.#next;
    if (next === undefined) return;
    if (next.done === true) {
      const status: StatusObject = { code: 0, details: '', metadata: metadataOf(this.#metadata.trailers) };
      this.#listener?.onReceiveStatus?.(status);
      return;
    }
    this.#next = undefined;
    this.#wantsMessage = false;
    this.#listener?.onReceiveMessage?.(next.value);
    this.#comeBack();
  }
}

/** Each call gets its own: a client may change what it was given. */
function metadataOf(entries: Entries): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of entries) metadata.add(key, value);
  return metadata;
}
