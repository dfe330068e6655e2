import type { Interceptor } from '@grpc/grpc-js';

/** What a client's program reads out of a response or a chunk, in its own way. */
export interface Answer {
  readonly id: string;
  readonly model: string;
  /** ISO 8601. */
  readonly created: string;
  readonly text: string;
  readonly finishReason: string;
  readonly totalTokens: number;
  readonly logprob: number;
  readonly token: string;
  readonly citations: readonly string[];
  /** Undefined where the tool call has none. */
  readonly toolError: string | undefined;
  readonly toolArguments: string;
}

/** A client of the chat service, made by one of the generators. */
export interface ChatClient {
  /** Asks, and gives the whole answer. */
  complete(question: string): Promise<Answer>;
  /** Asks, and gives the answer in pieces. */
  stream(question: string): Promise<readonly Answer[]>;
  close(): void;
}

/** Makes a client that reaches `address` through `interceptors`. */
export type MakeChatClient = (address: string, interceptors: Interceptor[]) => ChatClient;

/** What every client asks for, beside the question. */
export const asked = { model: 'grok-4', maxTokens: 200, temperature: 0.7, user: 'somebody' } as const;
