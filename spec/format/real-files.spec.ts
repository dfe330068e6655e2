import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { parseCassetteFile } from '../../lib/format/cassette-file.js';
import { plain } from './support/entries.js';
import { readWhole } from './support/reference.js';

const FOLDER = resolve('..', 'shared', 'xai-cassettes');
const ABSENT = !existsSync(FOLDER);

/** What each file holds: `unary`, `stream:<messages>`, or the first key of what is no call. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  'code-execution-stream.yaml': ['stream:5'],
  'empty.yaml': [],
  'file-search-collections.yaml': ['collections_method', 'collections_method', 'unary', 'collections_method'],
  'image-tool-return.yaml': ['unary', 'unary'],
  'reasoning-stream.yaml': ['stream:41'],
  'stream-cancelled.yaml': ['stream:1'],
  'structured-output.yaml': ['unary', 'unary'],
  'system-prompt.yaml': ['unary'],
  'thinking.yaml': ['unary'],
  'tool-call.yaml': ['unary', 'unary'],
  'tool-choice-auto.yaml': ['unary', 'unary'],
  'tool-choice-required.yaml': ['unary'],
  'x-search-stream.yaml': ['stream:21'],
};

describe(`real cassettes of the seed format${ABSENT ? ' (left out: there is no ../shared/xai-cassettes)' : ''}`, () => {
  for (const [name, contents] of Object.entries(FILES)) {
    (ABSENT ? it.skip : it)(`${name} loads, every message as js-yaml reads it`, () => {
      const bytes = readFileSync(resolve(FOLDER, name));
      const { entries } = parseCassetteFile(bytes, name);
      const summaries = entries.map((entry) => {
        if (entry.head.replayable === false) return entry.head.key;
        const interaction = entry.read();
        return interaction.responseStream ? `stream:${interaction.responses.length}` : 'unary';
      });
      expect(summaries).to.deep.equal(contents);

      const whole = readWhole(bytes);
      for (const [index, entry] of entries.entries()) {
        if (entry.head.replayable === false) continue;
        expect({ interaction: plain(entry.read()) }).to.deep.equal(whole[index]);
        expect(entry.read().call).to.equal(undefined);
      }
    });
  }
});
