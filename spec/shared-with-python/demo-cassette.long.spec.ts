import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ask } from '../../examples/demo/chat.js';
import { GetChatCompletionChunk, GetChatCompletionResponse } from '../../proto-gen/xai/api/v1/chat.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { bytesOf, type Encoded } from './encoded.js';
import { itWithPython, readWithPython, unlessAbsent } from './python.js';
import { readAsSeed, type SeedInteraction, type SeedSample, type SeedStream } from './seed-reader.js';

const main = fileURLToPath(new URL('../../examples/demo/main.js', import.meta.url));
const model = 'grok-4-fast-non-reasoning';
const answer =
  'A cassette is a file that remembers what a client and a server said to each other, so that a test can hear it again.';
const story =
  'The tape recorder had listened to the server all day. At night the server went dark, and someone pressed play. ' +
  'Word for word, in the same order, the old conversation filled the room again. Nobody in it noticed the silence ' +
  'at the other end of the line.';

describe('the cassette of `npm run demo`, read with the rules of the Python harness', function () {
  this.timeout(30_000);
  const temporary = useTemporaryFolder();

  function record(): string {
    const path = temporary('chat.yaml');
    const env = { ...process.env };
    for (const name of ['XAI_API_KEY', 'XAI_BASE_URL', 'XAI_MODEL', 'GRPC_CASSETTE_MODE']) delete env[name];
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, path], { env, encoding: 'utf8' });
    expect(status, stdout + stderr).to.equal(0);
    return path;
  }

  function expectDemo(interactions: readonly SeedInteraction[]): void {
    expect(interactions.map(({ kind }) => kind)).to.deep.equal(['sample', 'stream']);
    const [chat, streamed] = interactions as unknown as [SeedSample, SeedStream];

    const question = ask(model, 'In one sentence: what is a cassette?');
    expect(bytesOf(chat.request_raw)).to.deep.equal(Buffer.from(question.serialize()));
    const response = GetChatCompletionResponse.deserialize(bytesOf(chat.response_raw));
    expect(response.outputs.map((output) => output.message.content)).to.deep.equal([answer]);
    expect(bytesOf(chat.response_raw)).to.deep.equal(Buffer.from(response.serialize()));

    const wish = ask(model, 'Tell me a very short story about a tape recorder.');
    expect(bytesOf(streamed.request_raw)).to.deep.equal(Buffer.from(wish.serialize()));
    const chunks = streamed.chunks_raw as readonly Encoded[];
    const words = chunks.map((raw) => GetChatCompletionChunk.deserialize(bytesOf(raw)));
    expect(words.map((chunk) => chunk.outputs[0]?.delta.content)).to.deep.equal(story.match(/\s*\S+/g));
  }

  it('is a chat and a streamed chat, with the bytes that were sent', () => {
    expectDemo(readAsSeed(record()));
  });

  itWithPython(`is the same to Python${unlessAbsent}`, () => {
    const path = record();
    const [read = []] = readWithPython(path);
    expectDemo(read);
    expect(read).to.deep.equal(readAsSeed(path));
  });
});
