import type { Interaction, MessageList } from '../../lib/index.js';
import { type Encoded, hex } from './encoded.js';
import type { SeedInteraction } from './seed-reader.js';

/** The kind and the bytes of an interaction, without its views for people. */
export type SeedMessages = Readonly<Record<string, Encoded>>;

/** What the Python harness is to find of a call with a single response, or with none. */
export function sample(request: Uint8Array, response: Uint8Array | null): SeedMessages {
  return {
    kind: 'sample',
    request_raw: hex(request),
    response_raw: response === null ? null : hex(response),
  };
}

/** What the Python harness is to find of a call with a stream of responses. */
export function stream(request: Uint8Array, chunks: readonly Uint8Array[]): SeedMessages {
  return { kind: 'stream', request_raw: hex(request), chunks_raw: chunks.map(hex) };
}

/** What a reader found of an interaction, without its views. */
export function messagesOf(interaction: SeedInteraction): SeedMessages {
  const { kind, request_raw } = interaction;
  return kind === 'sample'
    ? { kind, request_raw, response_raw: interaction.response_raw }
    : { kind, request_raw, chunks_raw: interaction.chunks_raw };
}

/** What this library finds of an interaction with a single request. */
export function messagesHere({ requests, responseStream, responses }: Interaction): SeedMessages {
  const found = listed(responses);
  return responseStream ? stream(requests.at(0), found) : sample(requests.at(0), found[0] ?? null);
}

function listed(messages: MessageList): readonly Uint8Array[] {
  return Array.from({ length: messages.length }, (_, index) => messages.at(index));
}
