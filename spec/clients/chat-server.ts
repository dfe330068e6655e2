import {
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { Timestamp } from '../../proto-gen/google/protobuf/timestamp.js';
import {
  CompletionMessage,
  CompletionOutput,
  CompletionOutputChunk,
  Delta,
  FunctionCall,
  GetChatCompletionChunk,
  GetChatCompletionResponse,
  type GetCompletionsRequest,
  LogProb,
  LogProbs,
  ToolCall,
  UnimplementedChatService,
} from '../../proto-gen/xai/api/v1/chat.js';
import { FinishReason } from '../../proto-gen/xai/api/v1/sample.js';
import { SamplingUsage } from '../../proto-gen/xai/api/v1/usage.js';
import type { Answer } from './chat-client.js';

/** A chat server that says each question back. */
export interface ChatServer {
  readonly address: string;
  /** The questions that reached it. */
  readonly asked: readonly string[];
  stop(): void;
}

/** What the server says to a question, as a client is to hear it. */
export function expectedAnswer(question: string): Answer {
  return { ...expectedChunks(question)[1], text: `You asked: ${question}` };
}

/** What the server streams in answer to a question, as a client is to hear it. */
export function expectedChunks(question: string): readonly [Answer, Answer] {
  const chunk = (text: string, finishReason: string, toolError: string | undefined): Answer => ({
    id: `id of ${question}`,
    model: 'grok-4',
    created: '2026-11-22T07:14:03.120Z',
    text,
    finishReason,
    totalTokens: 1234,
    logprob: Math.fround(-0.1),
    token: 'tøken',
    citations: ['one', '', 'three'],
    toolError,
    toolArguments: '{"a": 1}',
  });
  return [chunk('You asked: ', 'REASON_INVALID', undefined), chunk(question, 'REASON_STOP', '')];
}

const logprobs = new LogProbs({ content: [new LogProb({ logprob: -0.1, bytes: Buffer.from('tøken') })] });

function common(question: string) {
  return {
    id: `id of ${question}`,
    model: 'grok-4',
    created: new Timestamp({ seconds: Date.parse('2026-11-22T07:14:03Z') / 1000, nanos: 120_000_000 }),
    usage: new SamplingUsage({ total_tokens: 1234 }),
    citations: ['one', '', 'three'],
  };
}

/** A tool call; an `error` that is empty is not one that is absent. */
function toolCall(error?: string): ToolCall {
  return new ToolCall({
    ...(error !== undefined && { error_message: error }),
    function: new FunctionCall({ arguments: '{"a": 1}' }),
  });
}

/** Starts the server on a free port of the loopback interface. */
export async function startChatServer(): Promise<ChatServer> {
  const asked: string[] = [];
  const hear = (request: GetCompletionsRequest): string => {
    const question = request.messages[0]?.content[0]?.text ?? '';
    asked.push(question);
    return question;
  };
  const server = new Server();
  server.addService(UnimplementedChatService.definition, {
    GetCompletion(
      call: ServerUnaryCall<GetCompletionsRequest, GetChatCompletionResponse>,
      callback: sendUnaryData<GetChatCompletionResponse>,
    ) {
      const question = hear(call.request);
      const message = new CompletionMessage({
        content: `You asked: ${question}`,
        tool_calls: [toolCall('')],
      });
      const output = new CompletionOutput({ message, logprobs, finish_reason: FinishReason.REASON_STOP });
      callback(null, new GetChatCompletionResponse({ ...common(question), outputs: [output] }));
    },
    GetCompletionChunk(call: ServerWritableStream<GetCompletionsRequest, GetChatCompletionChunk>) {
      const question = hear(call.request);
      const first = new Delta({ content: 'You asked: ', tool_calls: [toolCall()] });
      const last = new Delta({ content: question, tool_calls: [toolCall('')] });
      for (const [delta, finish_reason] of [
        [first, FinishReason.REASON_INVALID],
        [last, FinishReason.REASON_STOP],
      ] as const) {
        const outputs = [new CompletionOutputChunk({ delta, logprobs, finish_reason })];
        call.write(new GetChatCompletionChunk({ ...common(question), outputs }));
      }
      call.end();
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, asked, stop: () => server.forceShutdown() };
}
