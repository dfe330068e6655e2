import { expect } from 'chai';
import type { CassetteWriter } from '../../lib/record/cassette-writer.js';
import { cassette } from '../support/cassettes.js';
import { StandingClock } from '../support/standing-clock.js';
import { failure } from '../support/watched-storage.js';
import { A, Adding, B, Writers, X } from './support/writers.js';

const block = Buffer.from(A);
const lengths = Array.from({ length: block.length + 1 }, (_, length) => length);

/** Leaves what a process leaves that dies when it has written so many bytes of a block; then does something. */
function afterDeathAt(length: number, act: (writers: Writers) => void): Writers {
  const writers = new Writers(cassette(X));
  const facts = writers.memory.stat('chat.yaml');
  writers.leaseOf('dead', new StandingClock(), writers.memory).hold((held) => {
    held.intend({ length: facts?.size ?? 0, id: facts?.id ?? '' });
    writers.addTo(block.subarray(0, length).toString());
    act(writers);
  });
  return writers;
}

describe('a block that a process had added in part when it died', () => {
  for (const way of ['append', 'compose'] as const) {
    it(`is cut off before anything is added, wherever it was torn: ${way}`, () => {
      for (const length of lengths) {
        const writers = afterDeathAt(length, (all) => all.other('B').write(new Adding(way, B)));
        expect(writers.text, `${length} bytes of it`).to.equal(cassette(X, B));
        expect(writers.beside).to.deep.equal([]);
      }
    });
  }

  it('is cut off by who holds the lock for something else', () => {
    for (const length of lengths) {
      const writers = afterDeathAt(length, (all) => all.other('B').hold(() => undefined));
      expect(writers.text, `${length} bytes of it`).to.equal(cassette(X));
    }
  });

  it('is not cut off a file that has taken the place of the one it was added to', () => {
    const other = cassette(X, A, B);
    const writers = afterDeathAt(3, (all) => {
      all.put(other);
      all.other('B').hold(() => undefined);
    });
    expect(writers.text).to.equal(other);
  });

  it('is nothing where the file is gone, or was cut shorter', () => {
    const gone = afterDeathAt(3, (all) => {
      all.memory.remove('chat.yaml');
      all.other('B').write(new Adding('append', B));
    });
    expect(gone.text).to.equal(cassette(B));
    const shorter = afterDeathAt(3, (all) => {
      const file = all.memory.openToAppend('chat.yaml');
      file.cut('version: 1\n'.length);
      all.other('B').hold(() => undefined);
    });
    expect(shorter.text).to.equal('version: 1\n');
  });
});

describe('a block for which there is not room enough', () => {
  let writers: Writers;
  let writer: CassetteWriter;
  beforeEach(() => {
    writers = new Writers(cassette(X));
    writer = writers.writer('A');
  });

  function failAt(room: number): void {
    writers.storage.room = room;
    expect(() => writer.write(new Adding('append', A))).to.throw('ENOSPC');
  }

  it('is cut back, wherever it ended, and added whole when there is', () => {
    for (const room of lengths.slice(0, -1)) {
      failAt(room);
      expect(writers.text, `room for ${room} bytes`).to.equal(cassette(X));
      expect(writers.beside).to.deep.equal([]);
    }
    writers.storage.room = Number.POSITIVE_INFINITY;
    writer.write(new Adding('append', A));
    expect(writers.text).to.equal(cassette(X, A));
  });

  /** Lets it end after so many bytes, which cannot be cut off then. */
  function failForNow(length: number): void {
    writers = new Writers(cassette(X));
    writer = writers.writer('A');
    writers.storage.before = (action) => {
      if (action === 'cut') throw failure('EIO', 'it cannot be cut');
    };
    failAt(length);
    writers.storage.before = () => undefined;
    writers.storage.room = Number.POSITIVE_INFINITY;
  }

  it('is cut back by another where that fails at first', () => {
    for (const length of lengths.slice(0, -1)) {
      failForNow(length);
      writers.other('B').write(new Adding('append', B));
      expect(writers.text, `room for ${length} bytes`).to.equal(cassette(X, B));
    }
  });

  it('is cut back by the same, later, where that fails at first', () => {
    for (const length of lengths.slice(0, -1)) {
      failForNow(length);
      writer.write(new Adding('append', A));
      expect(writers.text, `room for ${length} bytes`).to.equal(cassette(X, A));
      expect(writers.beside).to.deep.equal([]);
    }
  });
});
