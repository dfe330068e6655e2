import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { NO_METADATA } from '../../lib/model/metadata.js';
import type { RecordMode } from '../../lib/model/record-mode.js';
import { temporaryName } from '../../lib/record/beside/hidden-names.js';
import { FileStorage } from '../../lib/storage/file.js';
import type { ReplaceMeans } from '../../lib/storage/storage.js';
import { cassette, unary } from '../support/cassettes.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { WatchedStorage } from '../support/watched-storage.js';
import { takeOn } from './support/takes.js';

/** Looks at the permissions of all files of a folder after each action, and before the first byte of each new file. */
class Looking extends WatchedStorage {
  readonly seen: Map<string, Set<number>> = new Map();
  readonly #folder: string;

  constructor(folder: string) {
    super(new FileStorage((name) => temporaryName(name, 'new')));
    this.#folder = folder;
    this.before = () => this.#look();
    this.after = () => this.#look();
  }

  override create(path: string, pieces: Iterable<Uint8Array>, mode?: number): void {
    super.create(path, this.#watched(pieces), mode);
  }

  override replace(path: string, pieces: Iterable<Uint8Array>, means?: ReplaceMeans): void {
    super.replace(path, this.#watched(pieces), means);
  }

  *#watched(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
    this.#look();
    yield* pieces;
  }

  #look(): void {
    for (const name of readdirSync(this.#folder)) {
      const facts = statSync(`${this.#folder}/${name}`);
      if (!facts.isFile()) continue;
      const kind = name
        .split('.')
        .slice(-2)
        .join('.')
        .replace(/mine-\d+|new|\d+(?=\.requests)/, '*');
      const modes = this.seen.get(kind) ?? new Set();
      this.seen.set(kind, modes.add(facts.mode & 0o777));
    }
  }
}

const KINDS = ['*.recording', '*.journal', '*.requests', '*.tmp', 'chat.yaml'];

describe('the permissions of what is made beside a cassette', () => {
  const temporary = useTemporaryFolder();
  let umask = 0;
  beforeEach(() => {
    umask = process.umask(0o027);
  });
  afterEach(() => {
    process.umask(umask);
  });

  /** Records a large call and a small one into `chat.yaml`, and gives what was seen of each kind of file. */
  async function record(
    mode: RecordMode,
    isOwned: boolean,
    end: 'close' | 'reject',
  ): Promise<ReadonlyMap<string, Set<number>>> {
    const path = temporary('chat.yaml');
    const storage = new Looking(dirname(path));
    const { cassette: opened, take } = takeOn(storage, { path, mode, isOwned });
    opened.engine.goesLive();
    take('Small');
    for (let rounds = 0; rounds < 5; rounds += 1) await new Promise((resolve) => setImmediate(resolve));
    const large = opened.engine.record({
      method: '/test.Test/Large',
      kind: { requestStream: false, responseStream: false },
      target: undefined,
      requestMetadata: NO_METADATA,
    });
    large?.request(Buffer.alloc(2 << 20));
    large?.response(Buffer.alloc(1));
    large?.end({ code: 0, details: '' }, NO_METADATA, false);
    await opened.engine[end]();
    return storage.seen;
  }

  function expectModes(seen: ReadonlyMap<string, Set<number>>, mode: number, kinds: readonly string[]): void {
    const expected = kinds.map((kind): [string, number[]] => [kind, [mode]]);
    const found = kinds.map((kind): [string, number[]] => [kind, [...(seen.get(kind) ?? [])]]);
    expect(found).to.deep.equal(expected);
    expect([...seen.values()].flatMap((modes) => [...modes])).to.deep.equal([...seen].map(() => mode));
  }

  for (const mode of [0o600, 0o640, 0o664]) {
    function put(): void {
      writeFileSync(temporary('chat.yaml'), cassette(unary('X', 'x')));
      chmodSync(temporary('chat.yaml'), mode);
    }

    it(`are the cassette's from before the first byte: 0${mode.toString(8)}`, async () => {
      put();
      expectModes(await record('rewrite', true, 'close'), mode, KINDS);
    });

    it(`are the cassette's also of what it was before: 0${mode.toString(8)}`, async () => {
      put();
      expectModes(await record('rewrite', false, 'close'), mode, ['yaml.previous', ...KINDS]);
    });

    it(`are the cassette's also of what is set aside: 0${mode.toString(8)}`, async () => {
      put();
      expectModes(await record('new_episodes', true, 'reject'), mode, ['rejected.yaml']);
    });

    it(`are the cassette's also of what it becomes again: 0${mode.toString(8)}`, async () => {
      put();
      expectModes(await record('rewrite', false, 'reject'), mode, ['rejected.yaml', 'yaml.previous']);
    });
  }

  it('are those of any new file where there is no cassette yet', async () => {
    expectModes(await record('once', true, 'close'), 0o640, KINDS);
  });
});
