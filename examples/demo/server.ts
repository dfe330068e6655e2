// A small stand-in for api.x.ai, run by start-server.ts as a process of its own: a real grpc-js server on loopback.
// It answers two calls of the chat API, always with the same words, and a model's pace.
import { setTimeout as pause } from 'node:timers/promises';
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { BinaryWriter } from 'google-protobuf';
import { Timestamp } from '../../proto-gen/google/protobuf/timestamp.js';
import {
  CompletionMessage,
  CompletionOutput,
  CompletionOutputChunk,
  Delta,
  GetChatCompletionChunk,
  GetChatCompletionResponse,
  type GetCompletionsRequest,
  MessageRole,
  UnimplementedChatService,
} from '../../proto-gen/xai/api/v1/chat.js';
import { FinishReason } from '../../proto-gen/xai/api/v1/sample.js';
import { SamplingUsage } from '../../proto-gen/xai/api/v1/usage.js';
import type { FromServer } from './start-server.js';

const models = ['grok-4-fast-non-reasoning'];
const fingerprint = 'fp_demo';
const thinkingTime = 200; // milliseconds before the first word
const wordTime = 12; // milliseconds from one delta to the next

const answers: ReadonlyMap<string, string> = new Map([
  [
    'In one sentence: what is a cassette?',
    'A cassette is a file that remembers what a client and a server said to each other, so that a test can hear it again.',
  ],
  [
    'Tell me a very short story about a tape recorder.',
    'The tape recorder had listened to the server all day. At night the server went dark, and someone pressed play. ' +
      'Word for word, in the same order, the old conversation filled the room again. Nobody in it noticed the silence ' +
      'at the other end of the line.',
  ],
]);

const chat: UntypedServiceImplementation = {
  async GetCompletion(
    call: ServerUnaryCall<GetCompletionsRequest, GetChatCompletionResponse>,
    callback: sendUnaryData<GetChatCompletionResponse>,
  ) {
    tell({ called: 'GetCompletion' });
    if (!models.includes(call.request.model)) return callback(unknownModel(call.request.model));
    call.sendMetadata(headers(call.request));
    const pieces = piecesOf(call.request);
    await pause(thinkingTime + pieces.length);
    const response = new GetChatCompletionResponse({
      id: idOf(call.request),
      model: call.request.model,
      created: createdAt(),
      system_fingerprint: fingerprint,
      outputs: [
        new CompletionOutput({
          finish_reason: FinishReason.REASON_STOP,
          message: new CompletionMessage({ role: MessageRole.ROLE_ASSISTANT, content: pieces.join('') }),
        }),
      ],
      usage: usageOf(call.request, pieces.length),
    });
    callback(null, response, trailers(pieces.length));
  },

  async GetCompletionChunk(call: ServerWritableStream<GetCompletionsRequest, GetChatCompletionChunk>) {
    tell({ called: 'GetCompletionChunk' });
    if (!models.includes(call.request.model)) {
      call.emit('error', unknownModel(call.request.model));
      return;
    }
    call.sendMetadata(headers(call.request));
    const pieces = piecesOf(call.request);
    await pause(thinkingTime);
    for (const [index, content] of pieces.entries()) {
      if (call.cancelled) return;
      const last = index === pieces.length - 1;
      call.write(
        new GetChatCompletionChunk({
          id: idOf(call.request),
          model: call.request.model,
          created: createdAt(),
          system_fingerprint: fingerprint,
          outputs: [
            new CompletionOutputChunk({
              delta: new Delta({ role: MessageRole.ROLE_ASSISTANT, content }),
              ...(last && { finish_reason: FinishReason.REASON_STOP }),
            }),
          ],
          usage: usageOf(call.request, index + 1),
        }),
      );
      if (!last) await pause(wordTime);
    }
    call.end(trailers(pieces.length));
  },
};

/** The answer in pieces as a model writes them: words, each with the blank before it. */
function piecesOf(request: GetCompletionsRequest): string[] {
  const question = questionOf(request);
  const answer =
    answers.get(question) ?? `You asked: "${question}" I know two answers only, and neither fits.`;
  return answer.match(/\s*\S+/g) ?? [];
}

function questionOf(request: GetCompletionsRequest): string {
  return request.messages.at(-1)?.content[0]?.text ?? '';
}

function idOf(request: GetCompletionsRequest): string {
  const sum = [...questionOf(request)].reduce(
    (hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0,
    7,
  );
  return `demo-${sum.toString(16).padStart(8, '0')}`;
}

function createdAt(): Timestamp {
  return new Timestamp({ seconds: Date.parse('2026-01-01T00:00:00Z') / 1000 });
}

function usageOf(request: GetCompletionsRequest, completion: number): SamplingUsage {
  const prompt = questionOf(request).split(/\s+/).length;
  return new SamplingUsage({
    prompt_tokens: prompt,
    prompt_text_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
  });
}

function headers(request: GetCompletionsRequest): Metadata {
  const metadata = new Metadata();
  metadata.set('x-request-id', idOf(request));
  metadata.set('x-ratelimit-remaining-requests', '479');
  return metadata;
}

function trailers(tokens: number): Metadata {
  const metadata = new Metadata();
  metadata.set('x-output-tokens', String(tokens));
  return metadata;
}

/** NOT_FOUND with a google.rpc.Status that carries a google.rpc.ErrorInfo, as rich errors do. */
function unknownModel(model: string) {
  const details = `The model ${JSON.stringify(model)} does not exist. Known here: ${models.join(', ')}.`;

  const info = new BinaryWriter();
  info.writeString(1, 'MODEL_NOT_FOUND');
  info.writeString(2, 'api.x.ai');

  const any = new BinaryWriter();
  any.writeString(1, 'type.googleapis.com/google.rpc.ErrorInfo');
  any.writeBytes(2, info.getResultBuffer());

  const rich = new BinaryWriter();
  rich.writeInt32(1, status.NOT_FOUND);
  rich.writeString(2, details);
  rich.writeBytes(3, any.getResultBuffer());

  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from(rich.getResultBuffer()));
  return { name: 'NOT_FOUND', message: details, code: status.NOT_FOUND, details, metadata };
}

function tell(message: FromServer): void {
  process.send?.(message);
}

const server = new Server();
server.addService(UnimplementedChatService.definition, chat);
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  tell({ port });
});

// Told to stop, or left alone by the process that started it: then nothing keeps this one alive.
process.on('message', () => process.disconnect());
process.on('disconnect', () => server.forceShutdown());
