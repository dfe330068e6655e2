import { expect } from 'chai';
import type { CassetteWriter } from '../../lib/record/cassette-writer.js';
import { cassette, unary } from '../support/cassettes.js';
import { thrownBy } from '../support/errors.js';
import { A, Adding, B, type Way, Writers, X } from './support/writers.js';

/** Files to which an entry is added, how that is done, and what they are then. */
const SHAPES: readonly (readonly [what: string, before: string | undefined, way: Way, after: string])[] = [
  ['no file', undefined, 'compose', cassette(A)],
  ['a list of entries', cassette(X), 'append', cassette(X, A)],
  ['an empty list', 'version: 1\ninteractions: []\n', 'compose', cassette(A)],
  ['no line end at the end', cassette(X).trimEnd(), 'compose', cassette(X, A)],
  ['a comment behind the last entry', `${cassette(X)}# mine\n`, 'append', `${cassette(X)}# mine\n${A}`],
  ['a comment without a line end', `${cassette(X)}# mine`, 'compose', `${cassette(X)}# mine\n${A}`],
  ['blank lines behind the last entry', `${cassette(X)}\n\n`, 'append', `${cassette(X)}\n\n${A}`],
  ['a key behind the list', `${cassette(X)}mine: 1\n`, 'compose', `${cassette(X, A)}mine: 1\n`],
  ['a key before the list', `mine: 1\n${cassette(X)}`, 'compose', `mine: 1\n${cassette(X, A)}`],
  ['line ends of Windows', toWindows(cassette(X)), 'append', toWindows(cassette(X)) + A],
  [
    'line ends of Windows, and none at the end',
    toWindows(cassette(X)).trimEnd(),
    'compose',
    `${toWindows(cassette(X)).trimEnd()}\n${A}`,
  ],
];

/** Files to which nothing can be added, and what is told. */
const REFUSED: readonly (readonly [what: string, before: string, told: string])[] = [
  [
    'an indented list',
    cassette(X).replace(/^(?=- | {2})/gm, '  '),
    'interactions cannot be added to this file',
  ],
  ['no cassette', 'hello\n', 'it is not a mapping'],
  ['nothing in it', '', 'it is empty'],
];

function toWindows(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

describe('the writer of a cassette', () => {
  for (const [what, before, way, after] of SHAPES) {
    it(`adds to a file with ${what}: ${way}`, () => {
      const writers = new Writers(before);
      writers.writer('A').write(new Adding('append', A));
      expect(writers.text).to.equal(after);
      const written = writers.done.filter((action) => ['append', 'replace'].includes(action));
      expect(written).to.deep.equal([way === 'append' ? 'append' : 'replace']);
      expect(writers.beside).to.deep.equal([]);
    });
  }

  for (const [what, before, told] of REFUSED) {
    it(`adds nothing to a file with ${what}`, () => {
      const writers = new Writers(before);
      expect(thrownBy(() => writers.writer('A').write(new Adding('append', A))).message).to.include(told);
      expect([writers.text, writers.beside]).to.deep.equal([before, []]);
    });
  }

  it('composes where it is told to, be the file as it may', () => {
    const writers = new Writers(cassette(X));
    writers.writer('A').write(new Adding('compose', A));
    expect([writers.text, writers.done]).to.deep.equal([cassette(X, A), ['read', 'replace']]);
  });

  it('adds to what it has made of its own alone without a look at it', () => {
    const writers = new Writers();
    const writer = writers.writer('A');
    writer.write(new Adding('compose', X));
    writer.write(new Adding('append', A));
    writer.write(new Adding('append', B));
    expect([writers.text, writers.done]).to.deep.equal([
      cassette(X, A, B),
      ['read', 'replace', 'open', 'append', 'append'],
    ]);
  });

  it('says what the file is then, and knows it from then on', () => {
    const writers = new Writers(cassette(X));
    const writer = writers.writer('A');
    expect(writer.lastFacts).to.equal(undefined);
    for (const way of ['append', 'compose'] as const) {
      const { id, size } = writer.write(new Adding(way, A));
      expect(writer.lastFacts).to.deep.equal(writers.memory.stat('chat.yaml'));
      expect({ id, size }).to.deep.include({ id: writer.lastFacts?.id, size: writer.lastFacts?.size });
    }
  });

  describe('that has added to it before', () => {
    let writers: Writers;
    let writer: CassetteWriter;
    beforeEach(() => {
      writers = new Writers(cassette(X));
      writer = writers.writer('A');
      writer.write(new Adding('append', A));
      writers.done.length = 0;
    });

    function expectNext(done: readonly string[], text: string): void {
      writer.write(new Adding('append', B));
      expect([writers.text, writers.done]).to.deep.equal([text, done]);
      expect(writers.beside).to.deep.equal([]);
    }

    it('adds again without a look at it', () => {
      expectNext(['append'], cassette(X, A, B));
    });

    it('looks only at what others have added since', () => {
      writers.other('C').write(new Adding('append', unary('C', 'c')));
      expectNext(['read range', 'append'], cassette(X, A, unary('C', 'c'), B));
    });

    for (const [what, grown, after] of [
      ['a comment', '# mine\n', `# mine\n${B}`],
      ['an entry without a line end', unary('C', 'c').trimEnd(), unary('C', 'c') + B],
      ['a key', 'mine: 1\n', undefined],
    ] as const) {
      it(`looks at the whole where that is ${what}`, () => {
        writers.addTo(grown);
        expectNext(
          ['read range', 'read', 'replace'],
          after === undefined ? `${cassette(X, A, B)}${grown}` : cassette(X, A) + after,
        );
      });
    }

    it('sees that another file has its place', () => {
      writers.put(cassette(unary('C', 'a cassette that is longer than the one before'), X, A));
      const text = writers.text ?? '';
      expectNext(['read', 'open', 'append'], text + B);
    });

    it('sees that another has composed it', () => {
      writers.other('C').write(new Adding('compose', unary('C', 'c')));
      expectNext(['read', 'open', 'append'], cassette(X, A, unary('C', 'c'), B));
    });

    it('sees that it was cut', () => {
      const file = writers.memory.openToAppend('chat.yaml');
      file.cut(cassette(X).length);
      expectNext(['read', 'append'], cassette(X, B));
    });

    it('sees that it is gone', () => {
      writers.memory.remove('chat.yaml');
      expectNext(['read', 'replace'], cassette(B));
    });
  });
});
