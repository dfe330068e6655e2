import type { CallOptions, Client, ClientDuplexStream, Interceptor, Metadata } from '@grpc/grpc-js';
import { asBuffer } from '../../model/as-buffer.js';
import {
  decodeReflectionAnswer,
  encodeReflectionQuestion,
  type ReflectionAnswer,
  type ReflectionQuestion,
} from './reflection-messages.js';

/** A call of a server's reflection, in which one question follows the answer to another. */
export class ReflectionStream {
  readonly #call: ClientDuplexStream<ReflectionQuestion, ReflectionAnswer>;
  readonly #answers: AsyncIterator<ReflectionAnswer, void>;

  constructor(client: Client, path: string, metadata: Metadata | undefined, options: CallOptions) {
    // The interceptors of a call replace those of its client, but only where there are any: a cassette of the client's
    // must not record the questions about its schema, and still less answer them.
    const callOptions = { ...options, interceptors: [passThrough] };
    this.#call =
      metadata === undefined
        ? client.makeBidiStreamRequest(path, serialize, decodeReflectionAnswer, callOptions)
        : client.makeBidiStreamRequest(path, serialize, decodeReflectionAnswer, metadata, callOptions);
    // From the first question on, this hears errors, also those that come after the last answer.
    this.#answers = this.#call[Symbol.asyncIterator]() as AsyncIterator<ReflectionAnswer, void>;
  }

  /** Throws the call's error, or one that says that the server has ended it. */
  async ask(question: ReflectionQuestion): Promise<ReflectionAnswer> {
    this.#call.write(question);
    const next = await this.#answers.next();
    if (next.done === true) throw new Error('the server ended the call without an answer');
    return next.value;
  }

  /** There are no more questions. */
  end(): void {
    this.#call.end();
  }

  /** Gives the call up. */
  cancel(): void {
    this.#call.cancel();
  }
}

function serialize(question: ReflectionQuestion): Buffer {
  return asBuffer(encodeReflectionQuestion(question));
}

// An InterceptingCall has private members; grpc-js uses what its interface has and no more.
const passThrough = ((options, nextCall) => nextCall(options)) as Interceptor;
