import { join } from 'node:path';
import {
  type ClientReadableStream,
  credentials,
  type GrpcObject,
  loadPackageDefinition,
  type requestCallback,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';
import { projectRoot } from '../support/shared-folder.js';
import { type Answer, asked, type MakeChatClient } from './chat-client.js';

/** A message as proto-loader gives it, as far as it is read here. */
interface Loaded {
  readonly id: string;
  readonly model: string;
  readonly created: { readonly seconds: string; readonly nanos: number };
  readonly usage: { readonly totalTokens: number };
  readonly citations: readonly string[];
  readonly outputs: readonly {
    readonly finishReason: string;
    readonly message?: LoadedMessage;
    readonly delta?: LoadedMessage;
    readonly logprobs: { readonly content: readonly { readonly logprob: number; readonly bytes: Buffer }[] };
  }[];
}

interface LoadedMessage {
  readonly content: string;
  readonly toolCalls: readonly {
    readonly errorMessage?: string;
    readonly function: { readonly arguments: string };
  }[];
}

/** A client's methods, as `loadPackageDefinition` makes them. */
interface LoadedClient {
  getCompletion(request: object, callback: requestCallback<Loaded>): void;
  getCompletionChunk(request: object): ClientReadableStream<Loaded>;
  close(): void;
}

const definition = loadSync('xai/api/v1/chat.proto', {
  includeDirs: [join(projectRoot, 'proto')],
  longs: String,
  enums: String,
  defaults: true,
});
const loaded = loadPackageDefinition(definition)['xai_api'] as GrpcObject;

/** A client that proto-loader makes out of the .proto sources at run time, with protobufjs. */
export const protobufjsClient: MakeChatClient = (address, interceptors) => {
  const Client = loaded['Chat'] as ServiceClientConstructor;
  const client = new Client(address, credentials.createInsecure(), {
    interceptors,
  }) as unknown as LoadedClient;
  return {
    complete: (question) =>
      new Promise((resolve, reject) => {
        client.getCompletion(request(question), (error, response) => {
          if (response === undefined) reject(error);
          else resolve(answer(response));
        });
      }),
    async stream(question) {
      const answers: Answer[] = [];
      for await (const chunk of client.getCompletionChunk(request(question))) {
        answers.push(answer(chunk as Loaded));
      }
      return answers;
    },
    close: () => client.close(),
  };
};

/** The request, as this client's program builds it. */
export function request(question: string): object {
  return { ...asked, messages: [{ role: 'ROLE_USER', content: [{ text: question }] }] };
}

/** The bytes of a request. */
export function serialize(message: object): Buffer {
  return (definition['xai_api.GetCompletionsRequest'] as MessageTypeDefinition<object, object>).serialize(
    message,
  );
}

function answer(response: Loaded): Answer {
  const [output] = response.outputs;
  const message = output?.message ?? output?.delta;
  const [tool] = message?.toolCalls ?? [];
  const [content] = output?.logprobs.content ?? [];
  const { seconds, nanos } = response.created;
  return {
    id: response.id,
    model: response.model,
    created: new Date(Number(seconds) * 1000 + nanos / 1e6).toISOString(),
    text: message?.content ?? '',
    finishReason: output?.finishReason ?? '',
    totalTokens: response.usage.totalTokens,
    logprob: content?.logprob ?? 0,
    token: content?.bytes.toString() ?? '',
    citations: response.citations,
    toolError: tool?.errorMessage,
    toolArguments: tool?.function.arguments ?? '',
  };
}
