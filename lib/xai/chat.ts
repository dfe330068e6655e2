import { Metadata } from '@grpc/grpc-js';
import {
  type ChatClient,
  type DeleteStoredCompletionRequest,
  type DeleteStoredCompletionResponse,
  type GetChatCompletionChunk,
  type GetChatCompletionResponse,
  type GetCompletionsRequest,
  type GetDeferredCompletionResponse,
  type GetStoredCompletionRequest,
  UnimplementedChatService,
} from '../../proto-gen/xai/api/v1/chat.js';
import type { GetDeferredRequest, StartDeferredResponse } from '../../proto-gen/xai/api/v1/deferred.js';
import type { XaiCallOptions } from './call-options.js';
import { withContent, type XaiResponse } from './response.js';
import { ResponseInProgress } from './response-in-progress.js';
import type { SeedGuard } from './seed-guard.js';
import { callUnary } from './unary.js';

/** What a stream gives at each chunk. */
export interface XaiStreamed {
  /** The response so far: the same object each time, which grows. */
  readonly response: XaiResponse;
  readonly chunk: GetChatCompletionChunk;
}

const { definition } = UnimplementedChatService;

/** The Chat service behind a cassette. */
export class XaiChat {
  readonly #client: ChatClient;
  readonly #guard: SeedGuard;

  /** @internal */
  constructor(client: ChatClient, guard: SeedGuard) {
    this.#client = client;
    this.#guard = guard;
  }

  /** Asks, and resolves to the whole answer (`Chat/GetCompletion`). Rejects with a `ServiceError`. */
  async sample(request: GetCompletionsRequest, options?: XaiCallOptions): Promise<XaiResponse> {
    return withContent(await callUnary(this.#client.GetCompletion, request, options));
  }

  /**
   * Asks, and gives the answer piece by piece (`Chat/GetCompletionChunk`), beside the response that grows of it. The call
   * starts when the first piece is asked for, and is cancelled when the consumer leaves. Throws a `ServiceError`.
   */
  async *stream(
    request: GetCompletionsRequest,
    { metadata = new Metadata(), ...options }: XaiCallOptions = {},
  ): AsyncGenerator<XaiStreamed, void, undefined> {
    const call = this.#client.GetCompletionChunk(request, metadata, options);
    let hasEnded = false;
    const ended = new Promise<void>((resolve) => {
      call.once('status', () => {
        hasEnded = true;
        resolve();
      });
    });
    // A cancelled call emits an error as well, on a stream that nobody listens to any more.
    call.on('error', () => undefined);
    const progress = new ResponseInProgress();
    try {
      for await (const chunk of call as AsyncIterable<GetChatCompletionChunk>) {
        yield { response: progress.add(chunk), chunk };
      }
    } finally {
      // A stream that is left is destroyed, which tells the call nothing. Its end is awaited: it is recorded by then.
      if (!hasEnded) call.cancel();
      await ended;
    }
  }

  /** `Chat/StartDeferredCompletion`. */
  async startDeferredCompletion(
    request: GetCompletionsRequest,
    options?: XaiCallOptions,
  ): Promise<StartDeferredResponse> {
    this.#guard(definition.StartDeferredCompletion);
    return callUnary(this.#client.StartDeferredCompletion, request, options);
  }

  /** `Chat/GetDeferredCompletion`. */
  async getDeferredCompletion(
    request: GetDeferredRequest,
    options?: XaiCallOptions,
  ): Promise<GetDeferredCompletionResponse> {
    this.#guard(definition.GetDeferredCompletion);
    return callUnary(this.#client.GetDeferredCompletion, request, options);
  }

  /** `Chat/GetStoredCompletion`. */
  async getStoredCompletion(
    request: GetStoredCompletionRequest,
    options?: XaiCallOptions,
  ): Promise<XaiResponse> {
    this.#guard(definition.GetStoredCompletion);
    return withContent(
      await callUnary<GetStoredCompletionRequest, GetChatCompletionResponse>(
        this.#client.GetStoredCompletion,
        request,
        options,
      ),
    );
  }

  /** `Chat/DeleteStoredCompletion`. */
  async deleteStoredCompletion(
    request: DeleteStoredCompletionRequest,
    options?: XaiCallOptions,
  ): Promise<DeleteStoredCompletionResponse> {
    this.#guard(definition.DeleteStoredCompletion);
    return callUnary(this.#client.DeleteStoredCompletion, request, options);
  }
}
