import { expect } from 'chai';
import { JournalWindow } from '../../../lib/record/journal/journal-window.js';
import { MemoryStorage } from '../../support/memory-storage.js';
import { randomNumbers, SEED } from '../../support/random.js';

const SIZE = 3_000_000;

describe('a window over a journal', () => {
  const storage = new MemoryStorage();
  const whole = Buffer.from(Uint8Array.from({ length: SIZE }, (_, index) => (index * 7919) >> 3));
  storage.create('journal', [whole]);
  const file = storage.openToAppend('journal');

  const joined = (pieces: Iterable<Uint8Array>): Buffer => {
    const copies = Array.from(pieces, (piece) => Buffer.from(piece));
    return Buffer.concat(copies);
  };

  it('gives each part as it stands in the file, in whatever order they are asked for', () => {
    const random = randomNumbers(SEED);
    const window = new JournalWindow(file, SIZE);
    for (let tries = 0; tries < 300; tries += 1) {
      const start = Math.floor(random() * SIZE);
      const length = Math.floor(random() ** 8 * (SIZE - start));
      const expected = whole.subarray(start, start + length);
      expect(joined(window.read(start, length)).equals(expected), `${start}, ${length}`).to.equal(true);
      expect(joined(window.pass(start, length)).equals(expected), `${start}, ${length}`).to.equal(true);
      expect(expected.equals(window.whole(start, length)), `${start}, ${length}`).to.equal(true);
      if (length < 1000) expect(window.part(start, length).equals(expected)).to.equal(true);
    }
  });

  it('tells whether a text stands somewhere', () => {
    const text = 'a text\n';
    storage.create('text', [Buffer.from(`${text}${text}`)]);
    const window = new JournalWindow(storage.openToAppend('text'), 2 * text.length);
    const held = [0, 1, text.length, text.length + 1, 3 * text.length].map((start) =>
      window.holds(start, text),
    );
    expect(held).to.deep.equal([true, false, true, false, false]);
  });

  it('reads a file of small entries once', () => {
    let reads = 0;
    const counting = {
      ...file,
      readRange: (start: number, length: number) => {
        reads += 1;
        return file.readRange(start, length);
      },
    };
    const window = new JournalWindow(counting, SIZE);
    for (let at = 0; at + 1000 <= SIZE; at += 1000) window.part(at, 1000);
    expect(reads).to.equal(3);
  });

  it('gives what there is of a part that goes beyond the end', () => {
    const window = new JournalWindow(file, SIZE);
    expect([...window.part(SIZE - 2, 10)]).to.deep.equal([...whole.subarray(-2)]);
    expect([...window.part(SIZE + 5, 10)]).to.deep.equal([]);
  });
});
