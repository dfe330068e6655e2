import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { endChildren } from '../support/child.js';
import { useEchoSuite } from '../support/echo-suite.js';
import type { DiskJob, Trouble } from './support/disk-writer.js';
import { expectAll, idsIn, takeIn } from './support/ledger.js';
import { startOnTmpfs, unshared } from './support/on-tmpfs.js';
import { endedCalls } from './support/start-writer.js';
import { within } from './support/within.js';

const CALLS = 40;
/** Of requests that are answered with as much: all calls take about 200 KB, in the journal and in the cassette. */
const LARGEST = 16_000;
const SMALL = 'size=128k';
const AMPLE = 'size=4m';
const WHY = unshared === undefined ? ' (skipped: tmpfs cannot be mounted here)' : '';

describe(`a disk that gives out${WHY}`, function () {
  this.timeout(60_000);
  // First, so that they have ended before their folder is removed.
  endChildren();
  const { server, temporary } = useEchoSuite();
  before(function () {
    if (unshared === undefined) this.skip();
  });

  /** Records on a tmpfs of these options. Resolves to how the program ended, and where what it left lies. */
  async function record(options: string, given: Pick<DiskJob, 'opening' | 'trouble' | 'retry'>) {
    const folder = temporary('disk');
    const copy = temporary('copy');
    for (const each of [folder, copy]) mkdirSync(each);
    const job: DiskJob = {
      ...{ path: join(folder, 'chat.yaml'), mode: 'once', address: server.address, name: 'call' },
      ...{ calls: CALLS, largest: LARGEST, rounds: 2, ...given },
    };
    const child = startOnTmpfs('disk-writer', job, { folder, options, copy });
    const { code, stderr } = await within(50, 'the end of the program', child.ended);
    return { code, stderr, lines: child.lines, ended: endedCalls(child), path: join(copy, 'chat.yaml') };
  }

  /** The calls that the next recording finds. */
  async function foundLater(path: string): Promise<readonly string[]> {
    await takeIn(path);
    return existsSync(path) ? await idsIn(path) : [];
  }

  for (const opening of ['owned', 'unowned'] as const) {
    it(`harms no call, and a program that ends by itself says at its end what is lost: full, ${opening}`, async () => {
      const { code, stderr, ended, path } = await record(SMALL, { opening });
      expect(ended, stderr).to.have.length(CALLS);
      const found = await foundLater(path);
      expectAll(found, found);
      const lost = CALLS - found.length;
      expect(lost, 'lost, so that there is something to say').to.be.above(0);
      expect({ code, stderr }).to.deep.include({ code: 1 });
      expect(stderr).to.match(/\d+ call/);
      expect(stderr.match(/\d+/g), `${stderr}\nnames the number of those lost`).to.include(`${lost}`);
    });

    it(`harms no call, and a program that ends by itself says what only the journal holds: read-only later, ${opening}`, async () => {
      const { code, stderr, ended, path } = await record(AMPLE, { opening, trouble: 'read-only' });
      expect(ended, stderr).to.have.length(CALLS);
      expectAll(ended, await foundLater(path));
      expect({ code, stderr }).to.deep.include({ code: 1 });
      expect(stderr).to.match(/\d+ call/);
    });
  }

  for (const trouble of ['full', 'read-only'] as const satisfies readonly Trouble[]) {
    for (const retry of ['save', 'close'] as const) {
      it(`fails every save and close until there is space, and then ${retry} writes all: ${trouble}`, async () => {
        const { code, stderr, lines, ended, path } = await record(AMPLE, {
          opening: 'owned',
          trouble,
          retry,
        });
        expect(ended, stderr).to.have.length(CALLS);
        expect(lines.filter((line) => line.includes(': '))).to.deep.equal([
          'save: write_failed',
          'save: write_failed',
          'close: write_failed',
          'close: write_failed',
          `${retry}: done`,
          'close: done',
        ]);
        expect(code, stderr).to.equal(0);
        expectAll(ended, await idsIn(path));
        expect(readdirSync(join(path, '..'))).to.deep.equal(['chat.yaml']);
      });
    }
  }

  it('that is read-only from the beginning fails the first call before it reaches the server', async () => {
    const reached = server.reached.length;
    const { code, stderr, ended } = await record(`${AMPLE},ro`, { opening: 'unowned' });
    expect(ended, 'calls that succeeded').to.have.length(0);
    expect(server.reached.length - reached, 'calls that reached the server').to.equal(0);
    expect(stderr).to.contain('write_failed');
    expect(code).not.to.equal(0);
  });
});
