import { credentials } from '@grpc/grpc-js';
import { GrpcTransport } from '@protobuf-ts/grpc-transport';
import { type Answer, asked, type MakeChatClient } from './chat-client.js';
import { Timestamp } from './gen/protobuf-ts/google/protobuf/timestamp.js';
import { ChatClient as Client } from './gen/protobuf-ts/xai/api/v1/chat.client.js';
import {
  type CompletionMessage,
  type Delta,
  type GetChatCompletionChunk,
  type GetChatCompletionResponse,
  GetCompletionsRequest,
  type LogProbs,
  MessageRole,
} from './gen/protobuf-ts/xai/api/v1/chat.js';
import { FinishReason } from './gen/protobuf-ts/xai/api/v1/sample.js';

/** A client made by protobuf-ts, over its transport for grpc-js. */
export const protobufTsClient: MakeChatClient = (address, interceptors) => {
  const transport = new GrpcTransport({
    host: address,
    channelCredentials: credentials.createInsecure(),
    clientOptions: { interceptors },
  });
  const client = new Client(transport);
  return {
    async complete(question) {
      const { response } = await client.getCompletion(request(question));
      const [output] = response.outputs;
      return answer(response, output?.message, output?.logprobs, output?.finishReason);
    },
    async stream(question) {
      const answers: Answer[] = [];
      const call = client.getCompletionChunk(request(question));
      for await (const chunk of call.responses) {
        const [output] = chunk.outputs;
        answers.push(answer(chunk, output?.delta, output?.logprobs, output?.finishReason));
      }
      return answers;
    },
    close: () => transport.close(),
  };
};

/** The request, as this client's program builds it. */
export function request(question: string): GetCompletionsRequest {
  return GetCompletionsRequest.create({
    ...asked,
    messages: [
      { role: MessageRole.ROLE_USER, content: [{ content: { oneofKind: 'text', text: question } }] },
    ],
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
    created: Timestamp.toDate(response.created ?? Timestamp.create()).toISOString(),
    text: message?.content ?? '',
    finishReason: FinishReason[finishReason ?? 0] ?? '',
    totalTokens: response.usage?.totalTokens ?? 0,
    logprob: content?.logprob ?? 0,
    token: Buffer.from(content?.bytes ?? []).toString(),
    citations: response.citations,
    toolError: tool?.errorMessage,
    toolArguments: tool?.tool.oneofKind === 'function' ? tool.tool.function.arguments : '',
  };
}
