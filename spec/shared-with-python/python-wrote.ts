import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { NASTY_TEXTS, texts } from '../format/support/arbitraries.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { ChatOfBytes, NOWHERE } from './chat-of-bytes.js';
import { hex } from './encoded.js';
import { itWithPython, readWithPython, unlessAbsent, writeWithPython } from './python.js';
import { messagesOf } from './seed-messages.js';
import { readAsSeed, type SeedInteraction } from './seed-reader.js';

/**
 * PyYAML folds text at these, as YAML 1.1 has it, and loses the first itself; to YAML 1.2, and so to js-yaml, they are
 * letters. What a view says of such text is not compared.
 */
const YAML_1_1_LINE_END = /[\u0085\u2028\u2029]/;

/** Bytes at the ends of base64's lines and groups, of every value, and such as look like text and YAML. */
const nastyBytes: readonly Uint8Array[] = [
  ...[0, 1, 2, 3, 56, 57, 58, 59, 113, 114, 115, 4000].map((length) => new Uint8Array(length).fill(0xff)),
  Uint8Array.from({ length: 256 }, (_, value) => value),
  ...['version: 1\ninteractions: []\n', '- call:\n', 'null', '\ufeff', '\r\n', '\u0085'].map((text) =>
    Buffer.from(text),
  ),
];

/** The bytes that accompany a text: an index, so that no two are equal, and something nasty. */
function bytesFor(index: number, offset: number): Uint8Array {
  const nasty = nastyBytes[(index + offset) % nastyBytes.length] ?? [];
  return Uint8Array.from([index & 0xff, index >> 8, ...nasty]);
}

/** A sample and a stream for each text. */
function interactionsOf(nastyTexts: readonly string[]): readonly SeedInteraction[] {
  return nastyTexts.flatMap((text, index) => [sampleOf(text, index), streamOf(text, index)]);
}

const sampleOf = (text: string, index: number): SeedInteraction => ({
  kind: 'sample',
  request_raw: hex(bytesFor(index, 0)),
  response_raw: hex(nastyBytes[index % nastyBytes.length] ?? new Uint8Array()),
  request_json: { text, [text]: [text, { text }] },
  response_json: index % 3 === 0 ? null : { nested: [{ [text]: text }], number: 0.5, yes: true, no: null },
});

const streamOf = (text: string, index: number): SeedInteraction => ({
  kind: 'stream',
  request_raw: hex(bytesFor(index, 1)),
  chunks_raw: Array.from({ length: index % 4 }, (_, chunk) => hex(bytesFor(index, chunk))),
  request_json: index % 3 === 0 ? null : { [text]: text },
  chunks_json: index % 4 === 0 ? null : Array.from({ length: index % 4 }, () => ({ chunk: { text } })),
});

/** Tells that what Python writes is replayed, and read as it was meant, with nasty texts, known and so many made up. */
export function itIsUnderstood(made: number): void {
  const temporary = useTemporaryFolder();
  // Text that UTF-8 can hold.
  const nastyTexts = [...NASTY_TEXTS, ...fc.sample(texts, { numRuns: made, seed: 11 })].filter(
    (text) => !/\p{Surrogate}/u.test(text),
  );
  const mixed = interactionsOf(nastyTexts);

  for (const [title, interactions] of [
    ['with views', mixed],
    ['without views', mixed.map(withoutViews)],
    ['without calls', []],
  ] as const) {
    itWithPython(`${title}: is replayed through a grpc-js client, byte for byte${unlessAbsent}`, async () => {
      const path = temporary('python.yaml');
      writeWithPython(path, interactions);
      const before = readFileSync(path);
      const chat = new ChatOfBytes(NOWHERE, path);
      for (const interaction of interactions) {
        expect(await chat.ask(interaction)).to.deep.equal(messagesOf(interaction));
      }
      expect(chat.cassette.played).to.have.length(interactions.length);
      expect(chat.cassette.unplayed).to.deep.equal([]);
      await chat.close();
      expect(readFileSync(path).equals(before), 'the file is untouched').to.equal(true);
    });

    itWithPython(`${title}: is the same to both readers, and as it was meant${unlessAbsent}`, () => {
      const path = temporary('python.yaml');
      writeWithPython(path, interactions);
      const [python = []] = readWithPython(path);
      const here = readAsSeed(path);
      expect([python.length, here.length]).to.deep.equal([interactions.length, interactions.length]);
      for (const [index, interaction] of interactions.entries()) {
        for (const read of [python[index] as SeedInteraction, here[index] as SeedInteraction]) {
          expect(messagesOf(read)).to.deep.equal(messagesOf(interaction));
          if (!YAML_1_1_LINE_END.test(JSON.stringify(interaction))) expect(read).to.deep.equal(interaction);
        }
      }
    });
  }
}

function withoutViews(interaction: SeedInteraction): SeedInteraction {
  return interaction.kind === 'sample'
    ? { ...interaction, request_json: null, response_json: null }
    : { ...interaction, request_json: null, chunks_json: null };
}
