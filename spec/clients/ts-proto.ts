import { credentials } from '@grpc/grpc-js';
import { type Answer, asked, type MakeChatClient } from './chat-client.js';
import {
  ChatClient as Client,
  type CompletionMessage,
  type Delta,
  type GetChatCompletionChunk,
  type GetChatCompletionResponse,
  GetCompletionsRequest,
  type LogProbs,
  MessageRole,
} from './gen/ts-proto/xai/api/v1/chat.js';
import { FinishReason } from './gen/ts-proto/xai/api/v1/sample.js';

/** A client made by ts-proto, for grpc-js. */
export const tsProtoClient: MakeChatClient = (address, interceptors) => {
  const client = new Client(address, credentials.createInsecure(), { interceptors });
  return {
    complete: (question) =>
      new Promise((resolve, reject) => {
        client.getCompletion(request(question), (error, response) => {
          if (error !== null) return reject(error);
          const [output] = response.outputs;
          resolve(answer(response, output?.message, output?.logprobs, output?.finishReason));
        });
      }),
    async stream(question) {
      const answers: Answer[] = [];
      for await (const each of client.getCompletionChunk(request(question))) {
        const chunk = each as GetChatCompletionChunk;
        const [output] = chunk.outputs;
        answers.push(answer(chunk, output?.delta, output?.logprobs, output?.finishReason));
      }
      return answers;
    },
    close: () => client.close(),
  };
};

/** The request, as this client's program builds it. */
export function request(question: string): GetCompletionsRequest {
  return GetCompletionsRequest.fromPartial({
    ...asked,
    messages: [{ role: MessageRole.ROLE_USER, content: [{ text: question }] }],
  });
}

function answer(
  response: GetChatCompletionResponse | GetChatCompletionChunk,
  message: CompletionMessage | Delta | undefined,
  logprobs: LogProbs | undefined,
  finishReason: FinishReason | undefined,
): Answer {
  const [tool] = message?.toolCalls ?? [];
  const [content] = logprobs?.content ?? [];
  return {
    id: response.id,
    model: response.model,
    created: response.created?.toISOString() ?? '',
    text: message?.content ?? '',
    finishReason: FinishReason[finishReason ?? 0] ?? '',
    totalTokens: response.usage?.totalTokens ?? 0,
    logprob: content?.logprob ?? 0,
    token: Buffer.from(content?.bytes ?? []).toString(),
    citations: response.citations,
    toolError: tool?.errorMessage,
    toolArguments: tool?.function?.arguments ?? '',
  };
}
