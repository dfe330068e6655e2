import { expect } from 'chai';
import type { RecordMode } from '../../lib/model/record-mode.js';
import { isLease } from '../../lib/record/beside/hidden-names.js';
import { cassette, unary } from '../support/cassettes.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { methodsIn, type Taking, takeOn } from './support/takes.js';

const METHODS = ['One', 'Two', 'Three'] as const;

/** What is told of calls that are lost. */
function toldOf(lost: readonly string[]): readonly string[] {
  if (lost.length === 0) return [];
  const calls = lost.length === 1 ? '1 recorded call' : `${lost.length} recorded calls`;
  const names = lost.map((name) => `/test.Test/${name}`).join(', ');
  return [
    `chat.yaml: ${calls} of ${names} ${lost.length === 1 ? 'is' : 'are'} lost, for the journal was cut or damaged while recording. Record again.`,
  ];
}

describe('the journal of a recording at work', () => {
  let storage: MemoryStorage;
  let taking: Taking;
  let path: string;
  let whole: Buffer;
  beforeEach(() => record());

  function record(mode: RecordMode = 'new_episodes', before?: Uint8Array): void {
    storage = new MemoryStorage();
    if (before !== undefined) storage.create('chat.yaml', [before]);
    taking = takeOn(storage, { mode });
    for (const method of METHODS) taking.take(method);
    const [found = '', ...others] = storage.list('.');
    path = found;
    expect([found.endsWith('.journal'), others]).to.deep.equal([true, []]);
    whole = Buffer.from(storage.read(path) ?? '');
  }

  function cut(length: number): void {
    const file = storage.openToAppend(path);
    file.cut(length);
    file.close();
  }

  function damage(at: number, bytes: Uint8Array): void {
    const damaged = Buffer.from(whole);
    damaged.set(bytes, at);
    storage.files.set(path, damaged);
  }

  /** The methods of the entries that end within so many bytes. */
  function endingWithin(length: number): readonly string[] {
    return METHODS.filter((_, index) => {
      const next = whole.indexOf(`# call ${index + 2},`);
      return (next < 0 ? whole.length : next) <= length;
    });
  }

  async function expectKept(kept: readonly string[], because: string): Promise<void> {
    await taking.cassette.close();
    expect(methodsIn(storage.read('chat.yaml')), because).to.deep.equal(kept);
    expect(taking.cassette.interactions, because).to.have.length(kept.length);
    const lost = METHODS.filter((method) => !kept.includes(method));
    expect(taking.warnings, because).to.deep.equal(toldOf(lost));
    expect([...storage.files.keys()], because).to.deep.equal(['chat.yaml']);
  }

  it('costs what is cut off and no more, wherever that is, and those calls are named', async () => {
    for (let length = 0; length <= whole.length; length += 1) {
      record();
      cut(length);
      if (endingWithin(length).length > 0) await expectKept(endingWithin(length), `cut at ${length}`);
    }
  });

  it('costs no cassette where all is cut off', async () => {
    const before = Buffer.from(cassette(unary('X', 'x')));
    for (const mode of ['rewrite', 'new_episodes'] as const) {
      for (const isThere of [true, false]) {
        record(mode, isThere ? before : undefined);
        cut(0);
        await taking.cassette.close();
        expect(storage.read('chat.yaml')).to.deep.equal(isThere ? before : undefined);
        expect(taking.warnings).to.deep.equal(toldOf(METHODS));
      }
    }
  });

  it('keeps the calls that follow, wherever it was cut', async () => {
    for (let length = 0; length <= whole.length; length += 1) {
      record();
      cut(length);
      taking.take('Four');
      taking.take('Five');
      await expectKept([...endingWithin(length), 'Four', 'Five'], `cut at ${length}`);
    }
  });

  it('costs nothing where its name is changed, or taken away', async () => {
    for (const lose of [() => storage.move(path, 'elsewhere'), () => storage.remove(path)]) {
      record();
      lose();
      taking.take('Four');
      await taking.cassette.close();
      expect(methodsIn(storage.read('chat.yaml'))).to.deep.equal([...METHODS, 'Four']);
      expect(taking.warnings).to.deep.equal([]);
      expect([...storage.files.keys()].filter((name) => name.startsWith('.'))).to.deep.equal([]);
    }
  });

  it('begins anew where its sign was taken away before any call ended', async () => {
    storage = new MemoryStorage();
    taking = takeOn(storage, { mode: 'rewrite' });
    expect(taking.cassette.engine.goesLive()).to.equal(true);
    const [sign = ''] = storage.list('.');
    expect(sign.endsWith('.recording')).to.equal(true);
    storage.remove(sign);
    taking.take('One');
    expect(storage.list('.')).to.deep.equal([sign.replace('.recording', '.journal')]);
    await taking.cassette.close();
    expect(methodsIn(storage.read('chat.yaml'))).to.deep.equal(['One']);
  });

  it('holds nothing that is saved, only what follows', async () => {
    await taking.cassette.save();
    const files = (): readonly string[] => storage.list('.').filter((each) => !isLease(each));
    const [sign = '', ...others] = files();
    expect([sign.endsWith('.recording'), storage.read(sign)?.length, others]).to.deep.equal([true, 0, []]);
    taking.take('Four');
    expect(methodsIn(storage.read(path))).to.deep.equal(['Four']);
    expect(files()).to.deep.equal([path]);
    await taking.cassette.close();
    expect(methodsIn(storage.read('chat.yaml'))).to.deep.equal([...METHODS, 'Four']);
    expect(storage.list('.')).to.deep.equal([]);
  });

  it('costs an entry that was overwritten, and no other', async () => {
    const second = whole.indexOf('# call 2,');
    const third = whole.indexOf('# call 3,');
    for (const [from, to] of [
      [second, second + 20],
      [second, third],
      [second + 12, second + 40],
      [third - 20, third],
    ] as const) {
      record();
      damage(from, Buffer.alloc(to - from));
      await expectKept(['One', 'Three'], `zeros from ${from} to ${to}`);
    }
  });
});
