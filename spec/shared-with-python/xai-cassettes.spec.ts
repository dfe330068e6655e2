import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { binaryTag, CORE_SCHEMA, load } from 'js-yaml';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { hasSharedFolder, sharedFolder } from '../support/shared-folder.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const folder = join(sharedFolder, 'xai-cassettes');

/** What js-yaml makes of the seed's format. */
interface SeedFile {
  readonly interactions: readonly {
    readonly request_sample?: { readonly raw: Uint8Array };
    readonly response_sample?: { readonly raw: Uint8Array };
    readonly request_stream?: { readonly raw: Uint8Array };
    readonly response_stream?: { readonly chunks_raw: readonly Uint8Array[] };
    readonly collections_method?: unknown;
  }[];
}

const same = (bytes: Buffer): Buffer => bytes;

/** Nothing listens there: a call that is not replayed fails. */
function deadClient(path: string): grpc.Client {
  return new grpc.Client('127.0.0.1:1', grpc.credentials.createInsecure(), {
    interceptors: [cassetteInterceptor(path)],
  });
}

function sample(client: grpc.Client, request: Buffer): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest('/xai_api.Chat/GetCompletion', same, same, request, (error, response) =>
      error === null ? resolve(response) : reject(error),
    );
  });
}

async function stream(client: grpc.Client, request: Buffer): Promise<Buffer[]> {
  const call = client.makeServerStreamRequest('/xai_api.Chat/GetCompletionChunk', same, same, request);
  const chunks: Buffer[] = [];
  for await (const chunk of call) chunks.push(chunk as Buffer);
  return chunks;
}

describe('the real cassettes of the Python harness', () => {
  const temporary = useTemporaryFolder();

  if (!hasSharedFolder) it('are replayed (skipped: there is no ../shared beside the project)');

  for (const name of hasSharedFolder ? readdirSync(folder).filter((each) => each.endsWith('.yaml')) : []) {
    it(`${name}: each call replays through a grpc-js client with the recorded bytes`, async () => {
      const path = temporary(name);
      copyFileSync(join(folder, name), path);
      const before = readFileSync(path);
      const expected = load(before.toString(), { schema: CORE_SCHEMA.withTags(binaryTag) }) as SeedFile;
      const client = deadClient(path);
      const cassette = openCassette(path);
      for (const interaction of expected.interactions) {
        if (interaction.request_sample !== undefined) {
          const request = Buffer.from(interaction.request_sample.raw);
          expect(await sample(client, request)).to.deep.equal(
            Buffer.from(interaction.response_sample?.raw ?? []),
          );
        } else if (interaction.request_stream !== undefined) {
          const request = Buffer.from(interaction.request_stream.raw);
          const chunks = interaction.response_stream?.chunks_raw.map((raw) => Buffer.from(raw));
          expect(await stream(client, request)).to.deep.equal(chunks);
        }
      }
      const others = expected.interactions.filter((each) => each.collections_method !== undefined);
      expect(cassette.notReplayable.map(({ key }) => key)).to.deep.equal(
        others.map(() => 'collections_method'),
      );
      expect(cassette.unplayed).to.deep.equal([]);
      expect(cassette.played).to.have.length(expected.interactions.length - others.length);
      expect(cassette.misses).to.deep.equal([]);
      await cassette.close();
      client.close();
      expect(readFileSync(path).equals(before), 'the file is untouched').to.equal(true);
    });
  }
});
