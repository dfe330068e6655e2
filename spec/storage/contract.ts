import { expect } from 'chai';
import type { Storage } from '../../lib/storage/storage.js';

/** A storage to be held against the contract. */
export interface Subject {
  readonly storage: Storage;
  /** A path in it that nothing is at; its folder need not be there. */
  path(name: string): string;
  /** Leaves a journal beside the cassette as a process does that has died; resolves to its path. */
  leaveJournal(cassettePath: string, content: string): string;
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** What every storage does. Call it inside a `describe`; `create` is called before each test. */
export function itKeepsTheContract(create: () => Subject): void {
  let subject: Subject;
  let storage: Storage;
  let path: string;
  beforeEach(() => {
    subject = create();
    storage = subject.storage;
    path = subject.path('chat.yaml');
  });

  function textAt(at: string): string | undefined {
    const found = storage.read(at);
    return found === undefined ? undefined : Buffer.from(found).toString();
  }

  function textIn(start: number, length: number): string {
    return Buffer.concat([...storage.readRange(path, start, length)]).toString();
  }

  describe('read', () => {
    it('finds nothing where there is nothing', () => {
      expect(storage.read(path)).to.equal(undefined);
      expect(storage.read(subject.path('no/such/folder/chat.yaml'))).to.equal(undefined);
    });

    it('gives every byte back', () => {
      const all = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
      storage.replace(path, [all]);
      expect(Buffer.from(storage.read(path) ?? [])).to.deep.equal(all);
    });
  });

  describe('readRange', () => {
    it('gives a part of a file', () => {
      storage.replace(path, [bytes('0123456789')]);
      expect(textIn(0, 10)).to.equal('0123456789');
      expect(textIn(3, 4)).to.equal('3456');
      expect(textIn(9, 1)).to.equal('9');
      expect(textIn(4, 0)).to.equal('');
    });

    it('gives what there is of a part that goes beyond the end', () => {
      storage.replace(path, [bytes('0123456789')]);
      expect(textIn(8, 100)).to.equal('89');
      expect(textIn(10, 5)).to.equal('');
    });

    it('gives a large part whole', () => {
      const large = Buffer.alloc(3_500_000, 'abcdefg');
      storage.replace(path, [large]);
      expect(
        Buffer.concat([...storage.readRange(path, 1, 3_499_998)]).equals(large.subarray(1, -1)),
      ).to.equal(true);
    });

    it('may be left in the midst', () => {
      storage.replace(path, [Buffer.alloc(3_500_000, 'x')]);
      for (const piece of storage.readRange(path, 0, 3_500_000)) {
        expect(piece.length).to.be.greaterThan(0);
        break;
      }
      storage.replace(path, [bytes('new')]);
      expect(textIn(0, 3)).to.equal('new');
    });
  });

  describe('append', () => {
    it('makes the file and its folders', () => {
      const deep = subject.path('a/b/journal');
      storage.append(deep, [bytes('one')]);
      expect(textAt(deep)).to.equal('one');
    });

    it('adds to the end, all pieces in order, and can be read at once', () => {
      storage.append(path, [bytes('one '), bytes(''), bytes('two ')]);
      expect(textAt(path)).to.equal('one two ');
      storage.append(path, [bytes('three')]);
      expect(textAt(path)).to.equal('one two three');
      expect(textIn(4, 3)).to.equal('two');
    });

    it('begins anew after the file was removed', () => {
      storage.append(path, [bytes('old')]);
      storage.remove(path);
      expect(storage.read(path)).to.equal(undefined);
      storage.append(path, [bytes('new')]);
      expect(textAt(path)).to.equal('new');
    });

    it('keeps files apart', () => {
      const other = subject.path('other.yaml');
      storage.append(path, [bytes('a')]);
      storage.append(other, [bytes('b')]);
      storage.append(path, [bytes('a')]);
      expect([textAt(path), textAt(other)]).to.deep.equal(['aa', 'b']);
    });

    it('does not keep the bytes that it was given', () => {
      const mine = Buffer.from('mine');
      storage.append(path, [mine]);
      mine.fill('x');
      expect(textAt(path)).to.equal('mine');
    });
  });

  describe('replace', () => {
    it('makes the file and its folders', () => {
      const deep = subject.path('a/b/chat.yaml');
      storage.replace(deep, [bytes('one'), bytes('two')]);
      expect(textAt(deep)).to.equal('onetwo');
    });

    it('puts the new in the place of the old, be it shorter, longer or nothing', () => {
      for (const text of ['first', 'no', 'longer than before', '']) {
        storage.replace(path, [bytes(text)]);
        expect(textAt(path)).to.equal(text);
      }
    });

    it('may read the old while it writes the new', () => {
      storage.replace(path, [bytes('old')]);
      function* grown(): Iterable<Uint8Array> {
        yield* storage.readRange(path, 0, 3);
        yield bytes(' and new');
      }
      storage.replace(path, grown());
      expect(textAt(path)).to.equal('old and new');
    });

    it('leaves the old where the new cannot be made', () => {
      storage.replace(path, [bytes('old')]);
      function* torn(): Iterable<Uint8Array> {
        yield bytes('half of the n');
        throw new Error('the source failed');
      }
      expect(() => storage.replace(path, torn())).to.throw('the source failed');
      expect(textAt(path)).to.equal('old');
    });

    it('takes many small pieces', () => {
      storage.replace(
        path,
        Array.from({ length: 100_000 }, () => bytes('0123456789abcdef')),
      );
      expect(storage.read(path)?.length).to.equal(1_600_000);
    });
  });

  describe('remove', () => {
    it('removes a file, and nothing where there is none', () => {
      storage.replace(path, [bytes('old')]);
      storage.remove(path);
      storage.remove(path);
      storage.remove(subject.path('no/such/folder/chat.yaml'));
      expect(storage.read(path)).to.equal(undefined);
    });
  });

  describe('journals', () => {
    it('have a path of their own each time, at which nothing is', () => {
      const paths = Array.from({ length: 20 }, () => storage.newJournalPath(path));
      expect(new Set(paths).size).to.equal(20);
      for (const each of paths) expect(storage.read(each)).to.equal(undefined);
    });

    it('of this process are not abandoned', () => {
      storage.append(storage.newJournalPath(path), [bytes('mine')]);
      expect(storage.abandonedJournals(path)).to.deep.equal([]);
    });

    it('of a process that ended are, and of no other cassette', () => {
      expect(storage.abandonedJournals(path)).to.deep.equal([]);
      const left = subject.leaveJournal(path, 'left');
      subject.leaveJournal(subject.path('chat.yaml.bak'), 'of another');
      subject.leaveJournal(subject.path('other.yaml'), 'of another');
      expect(storage.abandonedJournals(path)).to.deep.equal([left]);
      expect(textAt(left)).to.equal('left');
      storage.remove(left);
      expect(storage.abandonedJournals(path)).to.deep.equal([]);
    });

    it('are none in a folder that is not there', () => {
      expect(storage.abandonedJournals(subject.path('no/such/chat.yaml'))).to.deep.equal([]);
    });

    it('stay when what else was left is removed', () => {
      storage.replace(path, [bytes('cassette')]);
      const left = subject.leaveJournal(path, 'left');
      const mine = storage.newJournalPath(path);
      storage.append(mine, [bytes('mine')]);
      storage.removeLeftovers(path);
      storage.removeLeftovers(subject.path('no/such/chat.yaml'));
      expect([path, left, mine].map(textAt)).to.deep.equal(['cassette', 'left', 'mine']);
    });
  });
}
