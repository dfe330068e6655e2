import * as grpc from '@grpc/grpc-js';
import { type Cassette, type CassetteOptions, cassetteInterceptor, openCassette } from '../../lib/index.js';
import { bytesOf } from './encoded.js';
import { type SeedMessages, sample, stream } from './seed-messages.js';
import type { SeedInteraction } from './seed-reader.js';

const same = (bytes: Buffer): Buffer => bytes;

/** Nothing listens there: a call that is not replayed fails. */
export const NOWHERE = '127.0.0.1:1';

/** A grpc-js client of the two calls that the Python harness knows, with messages as bytes and a cassette in place. */
export class ChatOfBytes {
  readonly client: grpc.Client;
  readonly cassette: Cassette;

  constructor(address: string, path: string, options: CassetteOptions = {}) {
    this.cassette = openCassette(path, options);
    this.client = new grpc.Client(address, grpc.credentials.createInsecure(), {
      interceptors: [cassetteInterceptor(this.cassette)],
    });
  }

  /** Makes the call of a recorded interaction again, and tells what came. Rejects when the call fails. */
  async ask(interaction: SeedInteraction): Promise<SeedMessages> {
    const request = bytesOf(interaction.request_raw);
    return interaction.kind === 'sample'
      ? sample(request, await this.#sample(request))
      : stream(request, await this.#stream(request));
  }

  async close(): Promise<void> {
    await this.cassette.close();
    this.client.close();
  }

  #sample(request: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest('/xai_api.Chat/GetCompletion', same, same, request, (error, response) =>
        response === undefined ? reject(error) : resolve(response),
      );
    });
  }

  async #stream(request: Buffer): Promise<Buffer[]> {
    const call = this.client.makeServerStreamRequest('/xai_api.Chat/GetCompletionChunk', same, same, request);
    const chunks: Buffer[] = [];
    for await (const chunk of call) chunks.push(chunk as Buffer);
    return chunks;
  }
}
