// What a program does with the xAI chat API. It knows nothing of cassettes: the very same code is recorded and replayed.
import type { CallOptions } from '@grpc/grpc-js';
import {
  type ChatClient,
  Content,
  type GetChatCompletionChunk,
  type GetChatCompletionResponse,
  GetCompletionsRequest,
  Message,
  MessageRole,
} from '../../proto-gen/xai/api/v1/chat.js';

/** Asks, and gives the whole answer. */
export function complete(
  client: ChatClient,
  request: GetCompletionsRequest,
  options: CallOptions = {},
): Promise<GetChatCompletionResponse> {
  return new Promise((resolve, reject) => {
    client.GetCompletion(request, options, (error, response) => {
      if (response) resolve(response);
      else reject(error);
    });
  });
}

/** Asks, and gives the answer piece by piece, as the model writes it. */
export function stream(
  client: ChatClient,
  request: GetCompletionsRequest,
  options: CallOptions = {},
): AsyncIterable<GetChatCompletionChunk> {
  return client.GetCompletionChunk(request, options);
}

/** A request with one question from the user. */
export function ask(model: string, question: string): GetCompletionsRequest {
  return new GetCompletionsRequest({
    model,
    max_tokens: 200,
    messages: [new Message({ role: MessageRole.ROLE_USER, content: [new Content({ text: question })] })],
  });
}
