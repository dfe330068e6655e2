import { expect } from 'chai';
import fc from 'fast-check';
import { parseCassetteFile } from '../../lib/format/cassette-file.js';
import { thrownBy } from '../support/errors.js';
import { type Case, parse } from './support/broken-text.js';
import { emitEntry, plain, readAll, recorded } from './support/entries.js';
import { assertAgreement, documents } from './support/mutations.js';

const ADDED = emitEntry(recorded());
const FIRST =
  '- request_sample: # kept\n    raw:  !!binary AAEC\n    odd: {a: [1,   2]}\n  response_sample: {raw: ~}\n';
const SECOND =
  "- request_sample:\n    raw: !!binary |\n      AAEC\n  response_sample:\n    raw: null\n  note: 'folded\n\n    text'\n";

function compose(text: string, keep: (index: number) => boolean, added: readonly string[] = []): string {
  const file = parseCassetteFile(Buffer.from(text), 'a.yaml');
  const pieces = file.compose(
    (entry) => keep(file.entries.indexOf(entry)),
    added.map((entry) => Buffer.from(entry)),
  );
  return Buffer.concat([...pieces]).toString();
}

const all = (): boolean => true;
const none = (): boolean => false;

describe('composing a file', () => {
  const head = '# ours\nversion: 1 # the format\n\ninteractions: # in order\n';
  const text = `${head}# the first\n${FIRST}\n# the second\n${SECOND}# the end\n`;

  it('keeps what is kept byte for byte', () => {
    expect(compose(text, all)).to.equal(text);
    expect(compose(text, all, [ADDED, ADDED])).to.equal(text + ADDED + ADDED);
    const crlf = text.replaceAll('\n', '\r\n');
    expect(compose(crlf, all, [ADDED])).to.equal(crlf + ADDED);
  });

  it('takes an entry out with the comments just above it', () => {
    expect(compose(text, (index) => index === 0)).to.equal(`${head}# the first\n${FIRST}# the end\n`);
    expect(compose(text, (index) => index === 1)).to.equal(`${head}\n# the second\n${SECOND}# the end\n`);
  });

  it('writes an empty list when nothing is left, and opens it when something comes', () => {
    const empty = '# ours\nversion: 1 # the format\n\ninteractions: [] # in order\n# the end\n';
    expect(compose(text, none)).to.equal(empty);
    expect(compose(empty, all, [ADDED])).to.equal(`${head}# the end\n${ADDED}`);
    expect(compose(empty, all)).to.equal(empty);
    expect(compose('version: 1\ninteractions: []', all, [ADDED])).to.equal(
      `version: 1\ninteractions:\n${ADDED}`,
    );
  });

  it('ends the last line before it adds', () => {
    const torn = text.trimEnd();
    expect(compose(torn, all, [ADDED])).to.equal(`${torn}\n${ADDED}`);
    const noFooter = `version: 1\ninteractions:\n${SECOND}`.trimEnd();
    expect(compose(noFooter, all, [ADDED])).to.equal(`${noFooter}\n${ADDED}`);
  });

  it('works in a file that is parsed as a whole, where the list stands in column 0', () => {
    const odd = `---\nname: mine\nversion: 1\ninteractions:\n${FIRST}${SECOND}owner: me\n`;
    expect(compose(odd, all, [ADDED])).to.equal(odd.replace('owner', `${ADDED}owner`));
    expect(compose(odd, none, [ADDED])).to.equal(odd.replace(FIRST + SECOND, ADDED));
    expect(compose(odd, none)).to.equal(
      odd.replace(`interactions:\n${FIRST}${SECOND}`, 'interactions: []\n'),
    );
  });

  it('takes an entry in several pieces there as well, as a long one comes', () => {
    const odd = `---\nname: mine\nversion: 1\ninteractions:\n${FIRST}${SECOND}owner: me\n`;
    const pieces = [ADDED.slice(0, 20), ADDED.slice(20, 31), ADDED.slice(31) + ADDED];
    expect(compose(odd, all, pieces)).to.equal(odd.replace('owner', `${ADDED}${ADDED}owner`));
  });

  it('refuses a list that is indented, saying how to write it', () => {
    const indented = `version: 1\ninteractions:\n${SECOND.replaceAll(/^(?=.)/gm, '  ')}`;
    expect(readAll(Buffer.from(indented))).to.have.length(1);
    expect(() => compose(indented, all, [ADDED]))
      .to.throw(
        'a.yaml: interactions cannot be added to this file or taken from it, because its list does not stand as `interactions:` with each `- ` at the start of a line. Write it so, or record into another file.',
      )
      .with.property('code', 'write_failed');
  });

  it('leaves the others as they were, whatever they look like', () => {
    fc.assert(
      fc.property(documents, fc.integer({ min: 0, max: 15 }), fc.boolean(), (text, kept, crlf) => {
        const bytes = Buffer.from(crlf ? text.replaceAll('\n', '\r\n') : text);
        const { entries } = parseCassetteFile(bytes, 'a.yaml');
        const keep = (index: number): boolean => ((kept >> index) & 1) === 1;
        const composed = Buffer.from(compose(bytes.toString(), keep, [ADDED]));
        const left = parseCassetteFile(composed, 'a.yaml').entries;
        const expected = entries.filter((_, index) => keep(index));
        expect(
          left.slice(0, -1).map((entry) => composed.toString('utf8', entry.start, entry.end)),
        ).to.deep.equal(expected.map((entry) => bytes.toString('utf8', entry.start, entry.end)));
        expect(left.at(-1)?.read()).to.satisfy((added: ReturnType<typeof readAll>[0]) => {
          expect(plain(added)).to.deep.equal(plain(recorded()));
          return true;
        });
        assertAgreement(composed, composed);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a file that is no cassette', () => {
  const MEND = 'Mend the file, or move it away and record again.';
  const cases: readonly Case[] = [
    {
      title: 'empty',
      text: '',
      line: 1,
      what: 'it is empty; an empty cassette is `version: 1` and `interactions: []`',
    },
    {
      title: 'blank',
      text: ' \n\n',
      line: 1,
      what: 'it is empty; an empty cassette is `version: 1` and `interactions: []`',
    },
    { title: 'text', text: '\nsesame\n', line: 2, what: 'it is not a mapping with version and interactions' },
    {
      title: 'a list',
      text: '- sesame\n',
      line: 1,
      what: 'it is not a mapping with version and interactions',
    },
    { title: 'without version', text: 'interactions: []\n', line: 1, what: 'it has no version' },
    {
      title: 'with a quoted version',
      text: "version: '1'\ninteractions: []\n",
      line: 1,
      what: 'its version is not a whole number',
    },
    {
      title: 'of version 0',
      text: 'version: 0\ninteractions: []\n',
      line: 1,
      what: 'there is no version 0 of the format',
    },
    { title: 'without interactions', text: 'version: 1\n', line: 1, what: 'it has no interactions' },
    {
      title: 'with nothing after interactions',
      text: 'version: 1\ninteractions:\n',
      line: 2,
      what: 'interactions is not a list; without any it is `interactions: []`',
    },
    {
      title: 'with a mapping of interactions',
      text: 'version: 1\ninteractions:\n  sesame: 1\n',
      line: 3,
      what: 'interactions is not a list; without any it is `interactions: []`',
    },
    {
      title: 'not UTF-8',
      text: Buffer.from('version: 1\n# caf\xe9\ninteractions: []\n', 'latin1'),
      line: 2,
      what: 'it is not UTF-8 text',
    },
    {
      title: 'of two documents',
      text: 'version: 1\ninteractions: []\n---\na: 1\n',
      line: 4,
      what: 'it holds more than one YAML document',
    },
    {
      title: 'not YAML',
      text: 'version: 1\ninteractions: [sesame\n',
      line: 3,
      what: 'it is not YAML (deficient indentation)',
    },
    {
      title: 'with a tag',
      text: 'version: 1\ninteractions: !sesame []\n',
      line: 2,
      what: 'it uses a tag other than !!binary',
    },
    {
      title: 'too deep',
      text: `version: 1\nx: ${'['.repeat(500)}${']'.repeat(500)}\ninteractions: []\n`,
      line: 2,
      what: 'it is not YAML (nesting exceeded maxDepth (400))',
    },
    {
      title: 'full of aliases',
      text: `version: 1\nx: [&a 1${', *a'.repeat(1001)}]\ninteractions: []\n`,
      line: 2,
      what: 'it uses more than 1000 aliases',
    },
    {
      title: 'with a key twice',
      text: 'version: 1\nversion: 1\ninteractions: []\n',
      line: 2,
      what: 'it has a key twice',
    },
    {
      title: 'with a merge key',
      text: 'version: 1\nx:\n  <<: {}\ninteractions: []\n',
      line: 3,
      what: 'it uses a merge key (<<)',
    },
    {
      title: 'with an alias in itself',
      text: 'version: 1\ninteractions: &sesame [*sesame]\n',
      line: 2,
      what: 'it uses an alias inside what the alias stands for',
    },
  ];
  for (const { title, text, line, what } of cases) {
    it(`is told, with its line: ${title}`, () => {
      const error = thrownBy(() => parse(text));
      expect(error.message).to.equal(`a.yaml:${line}: this is no cassette: ${what}. ${MEND}`);
      expect(error).to.include({ code: 'not_a_cassette', path: 'a.yaml', line });
    });
  }

  it('is told apart from a newer one', () => {
    for (const text of ['# ours\nversion: 2\ninteractions: []\n', '---\nversion: 2\nanything: {}\n']) {
      const error = thrownBy(() => parse(text));
      expect(error.message).to.equal(
        'a.yaml:2: this cassette is of version 2 of the format, and this grpc-cassette reads version 1. Update grpc-cassette.',
      );
      expect(error).to.include({ code: 'newer_version', path: 'a.yaml', line: 2 });
    }
  });
});
