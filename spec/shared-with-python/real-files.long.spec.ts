import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { openCassette } from '../../lib/index.js';
import { hasSharedFolder, sharedFolder } from '../support/shared-folder.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { ChatOfBytes } from './chat-of-bytes.js';
import { itWithPython, readWithPython, unlessAbsent } from './python.js';
import { type ScriptedCall, say, startScriptedServer } from './scripted-call.js';
import { messagesHere, messagesOf, sample } from './seed-messages.js';
import { readAsSeed, type SeedInteraction } from './seed-reader.js';

const folder = join(sharedFolder, 'xai-cassettes');
const unlessShared = hasSharedFolder ? '' : ' (skipped: there is no ../shared beside the project)';

/** What the harness finds in each file: its kinds, and of a stream the number of chunks. */
const files: Readonly<Record<string, readonly string[]>> = {
  'code-execution-stream.yaml': ['stream of 5'],
  'empty.yaml': [],
  'file-search-collections.yaml': ['sample'],
  'image-tool-return.yaml': ['sample', 'sample'],
  'reasoning-stream.yaml': ['stream of 41'],
  'stream-cancelled.yaml': ['stream of 1'],
  'structured-output.yaml': ['sample', 'sample'],
  'system-prompt.yaml': ['sample'],
  'thinking.yaml': ['sample'],
  'tool-call.yaml': ['sample', 'sample'],
  'tool-choice-auto.yaml': ['sample', 'sample'],
  'tool-choice-required.yaml': ['sample'],
  'x-search-stream.yaml': ['stream of 21'],
};

const newCall: ScriptedCall = {
  requestStream: false,
  responseStream: false,
  requests: [Buffer.from('a new question')],
  responses: [Buffer.from('a new answer')],
  end: 'ok',
};

describe(`the real cassettes, read with the rules of the Python harness${unlessShared}`, function () {
  this.timeout(30_000);
  const temporary = useTemporaryFolder();
  const test = hasSharedFolder ? it : it.skip;
  const testWithPython = hasSharedFolder ? itWithPython : it.skip;

  test('are the thirteen that are known', () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    expect(names.sort()).to.deep.equal(Object.keys(files));
  });

  /** What Python reads, of all files in one process: it takes longer to start than to read. */
  let readByPython: readonly (readonly SeedInteraction[])[] | undefined;
  const byPython = (name: string): readonly SeedInteraction[] => {
    const names = Object.keys(files);
    readByPython ??= readWithPython(...names.map((each) => join(folder, each)));
    return readByPython[names.indexOf(name)] ?? [];
  };

  for (const [name, contents] of Object.entries(files)) {
    test(`${name}: has what this library finds in it`, async () => {
      const path = join(folder, name);
      const cassette = openCassette(path);
      const read = readAsSeed(path);
      expect(read.map(describeKind)).to.deep.equal(contents);
      expect(read.map(messagesOf)).to.deep.equal(cassette.interactions.map(messagesHere));
      await cassette.close();
    });

    testWithPython(`${name}: is the same to Python, with its views${unlessAbsent}`, () => {
      const path = join(folder, name);
      const read = byPython(name);
      expect(read).to.deep.equal(readAsSeed(path));
      const views = read.flatMap(Object.entries).filter(([key]) => key.endsWith('_json'));
      expect(views.filter(([, view]) => view === null)).to.deep.equal([]);
    });

    test(`${name}: keeps its text byte for byte when a new call is added`, async () => {
      const path = temporary(name);
      copyFileSync(join(folder, name), path);
      const before = readFileSync(path);
      const known = readAsSeed(path);
      const server = await startScriptedServer([newCall]);
      const chat = new ChatOfBytes(server.address, path, { mode: 'new_episodes' });
      try {
        for (const interaction of known) {
          expect(await chat.ask(interaction)).to.deep.equal(messagesOf(interaction));
        }
        expect(await say(chat.client, newCall)).to.deep.equal({
          responses: newCall.responses,
          code: status.OK,
        });
      } finally {
        await chat.close();
        server.stop();
      }

      expect(server.received).to.deep.equal([newCall.requests]);
      const kept = name === 'empty.yaml' ? Buffer.from('version: 1\ninteractions:\n') : before;
      const after = readFileSync(path);
      expect(after.subarray(0, kept.length).equals(kept), 'the old text is a prefix').to.equal(true);
      expect(after.subarray(kept.length).toString()).to.match(/^- call:\n {4}method: \/bytes\.Bytes\//);
      const read = readAsSeed(path);
      expect(read.slice(0, -1)).to.deep.equal(known);
      expect(read.slice(-1).map(messagesOf)).to.deep.equal([
        sample(Buffer.from('a new question'), Buffer.from('a new answer')),
      ]);
    });
  }
});

function describeKind(interaction: SeedInteraction): string {
  if (interaction.kind === 'sample') return 'sample';
  return `stream of ${(interaction.chunks_raw as readonly unknown[]).length}`;
}
