import { expect } from 'chai';
import type { Storage } from '../../lib/storage/storage.js';

/** A storage to be held against the contract. */
export interface Subject {
  readonly storage: Storage;
  /** A path in it that nothing is at, below a folder of the test's own; its folder need not be there. */
  path(name: string): string;
  /** Makes a file look as if it was last changed long ago, where there is one. */
  age(path: string): void;
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

  /** Beside `path`, hidden or not. */
  function filesThere(): readonly string[] {
    return ['.', ''].flatMap((start) => storage.list(subject.path(`${start}chat`)));
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

    it('fails where there is nothing', () => {
      expect(codeOf(() => textIn(0, 1))).to.equal('ENOENT');
    });

    it('gives a large part whole', () => {
      const large = Buffer.alloc(3_500_000, 'abcdefg');
      storage.replace(path, [large]);
      expect(
        Buffer.concat([...storage.readRange(path, 1, 3_499_998)]).equals(large.subarray(1, -1)),
      ).to.equal(true);
    });

    it('gives it in a room of the caller, a piece after another, by a path and by an open file', () => {
      const text = 'abcdefg'.repeat(1000);
      storage.replace(path, [bytes(text)]);
      const file = storage.openToAppend(path);
      const room = new Uint8Array(100);
      const readers = [
        () => storage.readRange(path, 3, 6990, room),
        () => file.readRange(3, 6990, room),
        () => storage.readRange(path, 3, 100_000, room),
      ];
      const found = readers.map((read) =>
        Array.from(read(), (piece) => Buffer.from(piece).toString()).join(''),
      );
      expect(found).to.deep.equal([text.slice(3, 6993), text.slice(3, 6993), text.slice(3)]);
      file.close();
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

  describe('create', () => {
    it('makes the file and its folders', () => {
      const deep = subject.path('a/b/lock');
      storage.create(deep, [bytes('one'), bytes('two')]);
      expect(textAt(deep)).to.equal('onetwo');
    });

    it('fails where there is a file, and leaves it as it is', () => {
      storage.create(path, [bytes('first')]);
      expect(codeOf(() => storage.create(path, [bytes('second')]))).to.equal('EEXIST');
      expect(textAt(path)).to.equal('first');
      expect(filesThere()).to.deep.equal([path]);
    });

    it('makes a file that was removed', () => {
      storage.create(path, [bytes('first')]);
      storage.remove(path);
      storage.create(path, [bytes('second')]);
      expect(textAt(path)).to.equal('second');
    });

    it('shows nothing before all of it is there, nor where it cannot be made', () => {
      function* torn(): Iterable<Uint8Array> {
        yield bytes('half');
        expect(storage.read(path)).to.equal(undefined);
        throw new Error('the source failed');
      }
      expect(() => storage.create(path, torn())).to.throw('the source failed');
      expect(filesThere()).to.deep.equal([]);
    });

    it('gives it the permissions that are asked for', () => {
      storage.create(path, [bytes('mine')], 0o600);
      expect(storage.stat(path)?.mode).to.equal(0o600);
    });
  });

  describe('openToAppend', () => {
    it('makes the file and its folders', () => {
      const deep = subject.path('a/b/journal');
      const file = storage.openToAppend(deep);
      expect(textAt(deep)).to.equal('');
      file.append([bytes('one')]);
      expect(textAt(deep)).to.equal('one');
      file.close();
    });

    it('adds to the end, all pieces in order, and can be read at once', () => {
      storage.replace(path, [bytes('begin ')]);
      const file = storage.openToAppend(path);
      file.append([bytes('one '), bytes(''), bytes('two ')]);
      expect(textAt(path)).to.equal('begin one two ');
      file.append([bytes('three')]);
      expect(textAt(path)).to.equal('begin one two three');
      expect(textIn(10, 3)).to.equal('two');
      file.close();
      expect(textAt(path)).to.equal('begin one two three');
    });

    it('adds to what others have added meanwhile', () => {
      const [one, two] = [storage.openToAppend(path), storage.openToAppend(path)];
      for (const [file, text] of [
        [one, 'a'],
        [two, 'b'],
        [one, 'c'],
      ] as const)
        file.append([bytes(text)]);
      expect(textAt(path)).to.equal('abc');
      one.close();
      two.close();
    });

    it('begins anew after the file was removed', () => {
      const old = storage.openToAppend(path);
      old.append([bytes('old')]);
      old.close();
      storage.remove(path);
      expect(storage.read(path)).to.equal(undefined);
      const file = storage.openToAppend(path);
      file.append([bytes('new')]);
      file.close();
      expect(textAt(path)).to.equal('new');
    });

    it('keeps files apart', () => {
      const other = subject.path('other.yaml');
      const [one, two] = [storage.openToAppend(path), storage.openToAppend(other)];
      one.append([bytes('a')]);
      two.append([bytes('b')]);
      one.append([bytes('a')]);
      expect([textAt(path), textAt(other)]).to.deep.equal(['aa', 'b']);
      one.close();
      two.close();
    });

    it('does not keep the bytes that it was given', () => {
      const mine = Buffer.from('mine');
      const file = storage.openToAppend(path);
      file.append([mine]);
      mine.fill('x');
      expect(textAt(path)).to.equal('mine');
      file.close();
    });

    it('adds nothing once it is closed, which may be done twice', () => {
      const file = storage.openToAppend(path);
      file.append([bytes('all')]);
      file.close();
      const other = storage.openToAppend(subject.path('other.yaml'));
      file.close();
      expect(() => file.append([bytes('more')])).to.throw('is closed');
      other.append([bytes('still open')]);
      other.close();
      expect(textAt(path)).to.equal('all');
    });

    it('is closed by an append that fails, after which only what it wrote is there', () => {
      const file = storage.openToAppend(path);
      function* torn(): Iterable<Uint8Array> {
        yield bytes('half');
        throw new Error('the source failed');
      }
      file.append([bytes('whole ')]);
      expect(() => file.append(torn())).to.throw('the source failed');
      expect(() => file.append([bytes('more')])).to.throw('is closed');
      file.close();
      expect(textAt(path)).to.equal('whole half');
    });
  });

  describe('an open file', () => {
    it('is read in parts, and told of, whatever becomes of its name', () => {
      const file = storage.openToAppend(path);
      file.append([bytes('0123456789')]);
      const { id, size } = file.facts();
      expect([id, size]).to.deep.equal([storage.stat(path)?.id, 10]);
      for (const lose of [
        () => storage.move(path, subject.path('moved')),
        () => storage.remove(subject.path('moved')),
      ]) {
        lose();
        expect(Buffer.concat([...file.readRange(3, 4)]).toString()).to.equal('3456');
        expect([file.facts().id, file.facts().size]).to.deep.equal([id, 10]);
      }
      storage.replace(path, [bytes('another')]);
      expect(storage.stat(path)?.id).not.to.equal(id);
      expect(file.facts().id).to.equal(id);
      file.close();
    });

    it('is added to under its new name', () => {
      const file = storage.openToAppend(path);
      file.append([bytes('one')]);
      storage.move(path, subject.path('moved'));
      file.append([bytes('two')]);
      expect([textAt(path), textAt(subject.path('moved'))]).to.deep.equal([undefined, 'onetwo']);
      file.close();
    });

    it('is cut, and added to behind that', () => {
      const file = storage.openToAppend(path);
      file.append([bytes('0123456789')]);
      file.cut(4);
      expect(textAt(path)).to.equal('0123');
      file.append([bytes('x')]);
      expect(textAt(path)).to.equal('0123x');
      file.cut(0);
      expect([textAt(path), storage.stat(path)?.size]).to.deep.equal(['', 0]);
      file.close();
      for (const use of [() => file.facts(), () => file.cut(0), () => [...file.readRange(0, 1)]])
        expect(use).to.throw('is closed');
    });

    it('is made with the permissions that are asked for, and keeps those that it has', () => {
      for (const mode of [0o600, 0o666]) {
        const file = storage.openToAppend(path, mode);
        file.append([bytes('mine')]);
        expect(storage.stat(path)?.mode).to.equal(0o600);
        file.close();
      }
    });
  });

  describe('move', () => {
    it('gives a file another name, also that of another file', () => {
      const other = subject.path('other');
      storage.replace(path, [bytes('mine')]);
      storage.replace(other, [bytes('old')]);
      const { id } = storage.stat(path) ?? {};
      storage.move(path, other);
      expect([textAt(path), textAt(other), storage.stat(other)?.id]).to.deep.equal([undefined, 'mine', id]);
    });

    it('gives a folder another name with all that is in it, but not that of one which is not empty', () => {
      const [one, two, lock] = ['one', 'two', 'lock'].map((name) => subject.path(name)) as [
        string,
        string,
        string,
      ];
      for (const folder of [one, two]) storage.makeFolder(`${folder}/${folder.slice(-3)}`);
      storage.move(one, lock);
      expect(storage.list(`${lock}/`)).to.deep.equal([`${lock}/one`]);
      expect(codeOf(() => storage.move(two, lock))).to.equal('EEXIST');
      expect(storage.list(`${lock}/`)).to.deep.equal([`${lock}/one`]);
      storage.move(`${lock}/one`, `${lock}/three`);
      expect(codeOf(() => storage.touch(`${lock}/one`))).to.equal('ENOENT');
      storage.touch(`${lock}/three`);
      storage.remove(`${lock}/three`);
      storage.move(two, lock);
      expect(storage.list(`${lock}/`)).to.deep.equal([`${lock}/two`]);
    });

    it('fails where there is nothing', () => {
      expect(codeOf(() => storage.move(path, subject.path('other')))).to.equal('ENOENT');
    });
  });

  describe('replace through a path of its own', () => {
    const through = (): string => subject.path('.chat.tmp');

    it('asks just before the new takes the place of the old, which stays where that throws', () => {
      storage.replace(path, [bytes('old')]);
      const seen: unknown[] = [];
      const beforeMove = (): void => {
        seen.push(textAt(path));
        if (seen.length === 1) throw new Error('not now');
      };
      expect(() => storage.replace(path, [bytes('new')], { through: through(), beforeMove })).to.throw(
        'not now',
      );
      expect([textAt(path), textAt(through())]).to.deep.equal(['old', undefined]);
      storage.replace(path, [bytes('new')], { through: through(), beforeMove });
      expect([textAt(path), seen]).to.deep.equal(['new', ['old', 'old']]);
    });

    it('does not replace once that path was removed', () => {
      storage.replace(path, [bytes('old')]);
      const replace = (): void =>
        storage.replace(path, [bytes('new')], {
          through: through(),
          beforeMove: () => storage.remove(through()),
        });
      expect(codeOf(replace)).to.equal('ENOENT');
      expect(textAt(path)).to.equal('old');
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
      expect(filesThere()).to.deep.equal([path]);
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

    it('removes a folder that is empty, and no other', () => {
      const folder = subject.path('folder');
      storage.makeFolder(`${folder}/inner`);
      storage.makeFolder(`${folder}/inner`);
      expect(codeOf(() => storage.remove(folder))).to.equal('ENOTEMPTY');
      storage.remove(`${folder}/inner`);
      storage.remove(folder);
      expect(storage.stat(folder)).to.equal(undefined);
    });
  });

  describe('list', () => {
    it('finds the files whose path begins so, in this folder and in no other', () => {
      const names = [
        'chat.yaml',
        'chat.yaml.bak',
        '.chat.yaml.1',
        '.chat.yaml.2',
        '.chat.yml.1',
        'a/.chat.yaml.3',
      ];
      for (const name of names) storage.replace(subject.path(name), [bytes(name)]);
      const found = (prefix: string): readonly string[] => [...storage.list(subject.path(prefix))].sort();
      expect(found('.chat.yaml.')).to.deep.equal(['.chat.yaml.1', '.chat.yaml.2'].map(subject.path));
      expect(found('chat.yaml')).to.deep.equal(['chat.yaml', 'chat.yaml.bak'].map(subject.path));
      expect(found('a/.c')).to.deep.equal(['a/.chat.yaml.3'].map(subject.path));
      expect(found('other')).to.deep.equal([]);
    });

    it('finds nothing in a folder that is not there', () => {
      expect(storage.list(subject.path('no/such/.chat.yaml.'))).to.deep.equal([]);
    });
  });

  describe('stat', () => {
    it('knows nothing where there is nothing', () => {
      expect(storage.stat(path)).to.equal(undefined);
      expect(storage.stat(subject.path('no/such/folder/chat.yaml'))).to.equal(undefined);
      storage.replace(path, [bytes('old')]);
      storage.remove(path);
      expect(storage.stat(path)).to.equal(undefined);
    });

    it('knows when a file was last changed', () => {
      const begin = Date.now();
      for (const change of [
        () => storage.create(path, [bytes('one')]),
        () => storage.replace(path, [bytes('two')]),
        () => {
          const file = storage.openToAppend(path);
          file.append([bytes('three')]);
          file.close();
        },
      ]) {
        subject.age(path);
        change();
        // File systems round, some to two seconds.
        expect(storage.stat(path)?.changedMs).to.be.within(begin - 2000, Date.now() + 2000);
      }
    });

    it('knows the permissions, which stay when the content is replaced', () => {
      storage.create(path, [bytes('old')], 0o640);
      storage.replace(path, [bytes('new')]);
      expect(storage.stat(path)?.mode).to.equal(0o640);
    });
  });

  describe('touch', () => {
    it('makes now the time of the last change, and changes nothing else', () => {
      const begin = Date.now();
      storage.create(path, [bytes('sign')], 0o640);
      subject.age(path);
      expect(storage.stat(path)?.changedMs).to.be.lessThan(begin - 60_000);
      storage.touch(path);
      expect(storage.stat(path)?.changedMs).to.be.within(begin - 2000, Date.now() + 2000);
      expect([textAt(path), storage.stat(path)?.mode]).to.deep.equal(['sign', 0o640]);
    });

    it('fails where there is nothing, and makes nothing', () => {
      expect(codeOf(() => storage.touch(path))).to.equal('ENOENT');
      expect(storage.read(path)).to.equal(undefined);
    });
  });

  describe('realPath', () => {
    it('is the same for a file that is there and before it is made, and leads to it', () => {
      const before = storage.realPath(path);
      storage.replace(path, [bytes('mine')]);
      expect(storage.realPath(path)).to.equal(before);
      expect(storage.realPath(before)).to.equal(before);
      expect(textAt(before)).to.equal('mine');
    });

    it('differs for files that differ', () => {
      expect(storage.realPath(path)).not.to.equal(storage.realPath(subject.path('other.yaml')));
    });
  });
}

function codeOf(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
  return undefined;
}
