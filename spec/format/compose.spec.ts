import { expect } from 'chai';
import fc from 'fast-check';
import { parseCassetteFile } from '../../lib/format/cassette-file.js';
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
