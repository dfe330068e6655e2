import { credentials } from '@grpc/grpc-js';
import {
  ChatClient as Client,
  type CompletionMessage,
  Content,
  type Delta,
  type GetChatCompletionChunk,
  type GetChatCompletionResponse,
  GetCompletionsRequest,
  type LogProbs,
  Message,
  MessageRole,
} from '../../proto-gen/xai/api/v1/chat.js';
import { FinishReason } from '../../proto-gen/xai/api/v1/sample.js';
import { type Answer, asked, type MakeChatClient } from './chat-client.js';

/** The client that this package has in proto-gen/. */
export const googleProtobufClient: MakeChatClient = (address, interceptors) => {
  const client = new Client(address, credentials.createInsecure(), { interceptors });
  return {
    complete: (question) =>
      new Promise((resolve, reject) => {
        client.GetCompletion(request(question), (error, response) => {
          if (response === undefined) return reject(error);
          const [output] = response.outputs;
          resolve(answer(response, output?.message, output?.logprobs, output?.finish_reason));
        });
      }),
    async stream(question) {
      const answers: Answer[] = [];
      for await (const each of client.GetCompletionChunk(request(question))) {
        const chunk = each as GetChatCompletionChunk;
        const [output] = chunk.outputs;
        answers.push(answer(chunk, output?.delta, output?.logprobs, output?.finish_reason));
      }
      return answers;
    },
    close: () => client.close(),
  };
};

/** The request, as this client's program builds it. */
export function request(question: string): GetCompletionsRequest {
  return new GetCompletionsRequest({
    model: asked.model,
    max_tokens: asked.maxTokens,
    temperature: asked.temperature,
    user: asked.user,
    messages: [new Message({ role: MessageRole.ROLE_USER, content: [new Content({ text: question })] })],
  });
}

function answer(
  response: GetChatCompletionResponse | GetChatCompletionChunk,
  message: CompletionMessage | Delta | undefined,
  logprobs: LogProbs | undefined,
  finishReason: FinishReason | undefined,
): Answer {
  const [tool] = message?.tool_calls ?? [];
  const [content] = logprobs?.content ?? [];
  const { seconds, nanos } = response.created;
  return {
    id: response.id,
    model: response.model,
    created: new Date(seconds * 1000 + nanos / 1e6).toISOString(),
    text: message?.content ?? '',
    finishReason: FinishReason[finishReason ?? 0] ?? '',
    totalTokens: response.usage.total_tokens,
    logprob: content?.logprob ?? 0,
    token: Buffer.from(content?.bytes ?? []).toString(),
    citations: response.citations,
    toolError: tool?.has_error_message ? tool.error_message : undefined,
    toolArguments: tool?.function.arguments ?? '',
  };
}
