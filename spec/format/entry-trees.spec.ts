import { expect } from 'chai';
import { thrownBy } from '../support/errors.js';
import { parse, SECRET } from './support/broken-text.js';
import { emitEntry, recorded } from './support/entries.js';

const OPENING = 'version: 1\ninteractions:\n';
const GOOD = emitEntry(recorded());
/** Longer than the names of the keys that a call has. */
const NAME = 'a'.repeat(30);

/** The file of a text, and how often text of it has been made of its bytes, as for each that is parsed. */
function parseCounting(text: string) {
  const bytes = Buffer.from(text);
  let texts = 0;
  bytes.toString = function (this: Buffer, ...range: Parameters<Buffer['toString']>) {
    if (range[0] === 'utf8') texts += 1;
    return Buffer.prototype.toString.apply(this, range);
  };
  return {
    file: parse(bytes),
    get texts() {
      return texts;
    },
  };
}

const textOf = (pieces: Iterable<Uint8Array>): string => Buffer.concat([...pieces]).toString();

describe('many entries that need a parser', () => {
  it('are parsed together', () => {
    const text = OPENING + Array.from({ length: 5000 }, (_, index) => `- ${NAME}${index}: {}\n`).join('');
    const counted = parseCounting(text);
    const heads = counted.file.entries.map(({ head, line }) => [line, head.key, head.replayable]);
    expect(heads).to.deep.equal(
      Array.from({ length: 5000 }, (_, index) => [index + 3, `${NAME}${index}`, false]),
    );
    expect(counted.texts).to.be.below(40);
  });

  it('are read by what was parsed for their heads, and told of by their own lines', () => {
    const odd = (code: string): string =>
      `- call: {method: /a.B/C, status: {code: ${code}}}\n  request_sample: {raw: !!binary AAEC}\n  response_sample: {raw: ~}\n`;
    const { file } = parseCounting(OPENING + odd('5').repeat(100) + odd(SECRET) + odd('6'));
    const { entries } = file;
    expect(entries).to.have.length(102);
    expect(entries[99]?.read().call?.status.code).to.equal(5);
    expect(entries[101]?.read().call?.status.code).to.equal(6);
    const error = thrownBy(() => entries[100]?.read());
    expect([error.code, error.line]).to.deep.equal(['broken_interaction', 303]);
  });

  it('are told from the one among them that is torn off', () => {
    const odd = Array.from({ length: 1000 }, () => `- ${NAME}: {}\n`);
    odd[617] = `- ${NAME}: [\n`;
    const { entries } = parse(OPENING + odd.join('') + GOOD);
    expect(entries).to.have.length(1000);
    expect(entries.filter(({ head }) => head.key === NAME)).to.have.length(998);
    expect(thrownBy(() => entries[616]?.read()).code).to.equal('broken_interaction');
    expect(entries[999]?.read().call?.method).to.equal('/a.B/C');
  });

  it('are parsed some thousand times at most where they are torn, whole good ones beside them being read', () => {
    const torn = `- ${NAME}: [\n- ${NAME}: {}\n`.repeat(20_000);
    const counted = parseCounting(OPENING + GOOD + GOOD + torn + GOOD);
    const { entries } = counted.file;
    expect(entries[0]?.read().call?.method).to.equal('/a.B/C');
    expect(entries.at(-1)?.read().call?.method).to.equal('/a.B/C');
    expect(thrownBy(() => entries[1]?.read()).code).to.equal('broken_interaction');
    expect(counted.texts).to.be.below(6000);
  });
});

describe('entries that are too short for a call', () => {
  it('are told apart up to a thousand', () => {
    expect(parse(OPENING + '- {}\n'.repeat(1000)).entries).to.have.length(1000);
    expect(parse(OPENING + '- 1\n'.repeat(1000)).entries).to.have.length(1000);
  });

  for (const crumb of ['- {}\n', '- null\n', '- x: [\n', '- call:\n    m: 1\n']) {
    it(`are parts of the one before them beyond that, which cannot be read: ${JSON.stringify(crumb)}`, () => {
      const text = OPENING + GOOD + crumb.repeat(100_000) + GOOD;
      const counted = parseCounting(text);
      const { entries } = counted.file;
      expect(entries.length).to.be.within(2, 1002);
      expect(entries.at(-1)?.read().call?.method).to.equal('/a.B/C');
      expect(thrownBy(() => entries.at(-2)?.read()).code).to.equal('broken_interaction');
      expect(counted.texts).to.be.below(6000);
      expect(textOf(counted.file.compose(() => true, [Buffer.from(GOOD)]))).to.equal(text + GOOD);
    });
  }
});

describe('an entry that cannot be read', () => {
  for (const [what, text] of Object.entries({
    'that is torn': `- call:\n    method: "/a.B/C\n  request_sample: {}\n`,
    'whose parts are wrong': `${GOOD.replace('/a.B/C', '[]')}`,
  })) {
    it(`is tried once: one ${what}`, () => {
      const counted = parseCounting(OPENING + text);
      const [entry] = counted.file.entries;
      const error = thrownBy(() => entry?.read());
      const { texts } = counted;
      expect(error.code).to.equal('broken_interaction');
      expect(thrownBy(() => entry?.read())).to.equal(error);
      expect(counted.texts).to.equal(texts);
    });
  }
});
