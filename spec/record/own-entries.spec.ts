import { expect } from 'chai';
import { OwnEntries, type WrittenEntry } from '../../lib/record/own-entries.js';
import { cassette, unary } from '../support/cassettes.js';
import { randomNumbers, SEED } from '../support/random.js';

/** A file that grows by entries of one recorder, and by others'. */
class GrowingFile {
  readonly own: OwnEntries = new OwnEntries();
  text = cassette(unary('X', 'x'));

  /** Adds entries of the recorder, in one block. */
  add(...starts: readonly number[]): void {
    const texts = starts.map(textOf);
    this.text += texts.join('');
    const written = starts.map(
      (start, index): WrittenEntry => ({ start, length: texts[index]?.length ?? 0 }),
    );
    this.own.noteLast('file', this.text.length, written);
  }

  addOthers(name: string): void {
    this.text += unary(name, 'of somebody else');
  }

  /** What it is with the entries in order; undefined where it is left as it is. */
  ordered(text: string = this.text, id = 'file'): string | undefined {
    const pieces = this.own.putInOrder(id, Buffer.from(text), (entry) => entry);
    return pieces && Buffer.concat([...pieces]).toString();
  }
}

/** The numbers from 1 on, in any order. */
function mixed(random: () => number, count: number): readonly number[] {
  const drawn = Array.from({ length: count }, (_, index) => ({ start: index + 1, lot: random() }));
  return drawn.sort((a, b) => a.lot - b.lot).map(({ start }) => start);
}

/** The entry of a call, unlike every other in length. */
function textOf(start: number): string {
  return unary(`call ${start}`, 'a'.repeat(start));
}

describe('the entries that a recorder adds as calls end', () => {
  let file: GrowingFile;
  beforeEach(() => {
    file = new GrowingFile();
  });

  it('are in order while calls end as they started, and where there are none', () => {
    expect(file.own.areDisordered).to.equal(false);
    file.add(1);
    file.add(2, 3);
    expect(file.own.areDisordered).to.equal(false);
    file.add(5);
    file.add(4);
    expect(file.own.areDisordered).to.equal(true);
  });

  it('are put into the order in which the calls started', () => {
    file.add(3);
    file.add(1, 4);
    file.add(2);
    expect(file.ordered()).to.equal(cassette(unary('X', 'x'), ...[1, 2, 3, 4].map(textOf)));
  });

  it('leave those of others where they are', () => {
    file.add(2);
    file.addOthers('B');
    file.add(1);
    file.addOthers('C');
    const others = ['B', 'C'].map((name) => unary(name, 'of somebody else'));
    const [B = '', C = ''] = others;
    expect(file.ordered()).to.equal(cassette(unary('X', 'x'), textOf(1), B, textOf(2), C));
  });

  it('keep all, in whatever order they ended, with whatever between them', () => {
    const random = randomNumbers(SEED);
    for (let round = 0; round < 50; round += 1) {
      file = new GrowingFile();
      const starts = mixed(random, 1 + Math.floor(random() * 12));
      for (const start of starts) {
        if (random() < 0.3) file.addOthers(`${start}`);
        file.add(start);
      }
      const ordered = file.ordered() ?? file.text;
      expect(ordered.split('- call:').sort()).to.deep.equal(file.text.split('- call:').sort());
      const places = [...starts].sort((a, b) => a - b).map((start) => ordered.indexOf(textOf(start)));
      expect(places).to.deep.equal([...places].sort((a, b) => a - b));
    }
  });

  it('are let alone in another file, and begin anew in one', () => {
    file.add(2);
    file.add(1);
    expect(file.ordered(file.text, 'another')).to.equal(undefined);
    file.own.noteLast('another', 10, [{ start: 3, length: 4 }]);
    expect(file.own.areDisordered).to.equal(false);
  });

  it('are let alone where somebody has changed the file itself', () => {
    file.add(2);
    file.add(1);
    const edited = [
      `# mine\n${file.text}`,
      file.text.replace('version: 1', 'version:   1'),
      file.text.slice(0, -1),
      file.text.replace(textOf(2), ''),
      file.text.replace(unary('X', 'x'), ''),
      file.text.replace(textOf(2), textOf(7)),
    ];
    for (const text of edited) expect(file.ordered(text), text).to.equal(undefined);
  });
});
