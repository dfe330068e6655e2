import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import type { RecordMode } from '../../lib/index.js';
import { type Child, endChildren, startChild } from '../support/child.js';
import { useEchoSuite } from '../support/echo-suite.js';
import type { ThreadsJob } from './support/idle-threads.js';
import { expectAll, expectPlayed, idsIn, OLD, OLD_IDS } from './support/ledger.js';
import type { CallsJob } from './support/record-calls.js';
import { endedCalls, startWriter } from './support/start-writer.js';
import type { Opening } from './support/tape.js';
import { within } from './support/within.js';

const ROUNDS = Number(process.env['GRPC_CASSETTE_ROUNDS'] ?? 2);
const WRITERS = 4;
const CALLS = 200;
/** No comment, and one that stands behind the entries and that a commit may move. */
const LAST_LINES = ['', '# the end\n'];

/** How processes end that record: which open the cassette how, and what is done to them in the end. */
interface Way {
  readonly opening: Opening;
  readonly end: (writers: readonly Child[]) => Promise<void>;
  /** Whether nothing but the cassette may be left in its folder. */
  readonly isTidy: boolean;
}

const WAYS: Readonly<Record<string, Way>> = {
  'that close their cassette': { opening: 'owned', end: endTogether, isTidy: true },
  'that end by themselves, with a cassette that nobody closes': {
    opening: 'unowned',
    end: endTogether,
    isTidy: true,
  },
  'that SIGTERM ends rounds after their last call, with a cassette that nobody closes': {
    opening: 'unowned',
    end: terminateEach,
    isTidy: false,
  },
};

const HAS_OLD: Readonly<Partial<Record<RecordMode, boolean>>> = {
  new_episodes: true,
  once: false,
  rewrite: true,
};

/** All commits at an exit, or by a close, in the same instant. */
async function endTogether(writers: readonly Child[]): Promise<void> {
  await Promise.all(writers.map((writer) => writer.said('idle')));
  for (const writer of writers) writer.tell('end');
  for (const { ended } of writers) expect(await ended).to.include({ code: 0, stderr: '' });
}

async function terminateEach(writers: readonly Child[]): Promise<void> {
  const end = async (writer: Child): Promise<void> => {
    await writer.said('idle');
    expect((await writer.signal('SIGTERM').ended).signal).to.equal('SIGTERM');
  };
  await Promise.all(writers.map(end));
}

describe('several writers of one cassette', function () {
  this.timeout(60_000 + ROUNDS * 20_000);
  // First, so that they have ended before their folder is removed.
  endChildren();
  const { server, temporary } = useEchoSuite();

  async function startTogether(jobs: readonly CallsJob[]): Promise<readonly Child[]> {
    const writers = await Promise.all(jobs.map(startWriter));
    for (const writer of writers) writer.tell('start');
    return writers;
  }

  function makeFolder(name: string, content?: string): string {
    mkdirSync(temporary(name));
    const path = join(temporary(name), 'chat.yaml');
    if (content !== undefined) writeFileSync(path, content);
    return path;
  }

  async function recordRound(round: number, mode: RecordMode, { opening, end, isTidy }: Way): Promise<void> {
    const hasOld = HAS_OLD[mode] === true;
    const path = makeFolder(`round-${round}`, hasOld ? OLD + LAST_LINES[round % 2] : undefined);
    const job = { path, mode, address: server.address, opening, calls: CALLS };
    const writers = await startTogether(
      Array.from({ length: WRITERS }, (_, index) => ({ ...job, name: `w${index}` })),
    );
    await within(60, 'the end of all writers', end(writers));

    const ended = writers.flatMap(endedCalls);
    expect(ended).to.have.length(WRITERS * CALLS);
    const kept = mode === 'new_episodes' ? OLD_IDS : [];
    const found = await idsIn(path);
    expectAll([...kept, ...ended], found);
    expect(found, 'what was there before, and what was recorded').to.have.length(kept.length + ended.length);
    if (kept.length > 0) expect(readFileSync(path, 'utf8').startsWith(OLD), 'byte for byte').to.equal(true);
    await expectPlayed(path, ended);
    if (isTidy) expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
  }

  for (const [title, way] of Object.entries(WAYS)) {
    describe(`processes ${title}`, () => {
      for (const mode of Object.keys(HAS_OLD) as RecordMode[]) {
        it(`lose and double nothing in mode ${mode}, ${WRITERS} × ${CALLS} calls, ${ROUNDS} times`, async () => {
          for (let round = 0; round < ROUNDS; round += 1) await recordRound(round, mode, way);
        });
      }
    });
  }

  for (const mode of ['new_episodes', 'once'] as const) {
    it(`lose and double nothing in mode ${mode} where one saves every 3 ms and one closes again and again`, async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const path = makeFolder(`round-${round}`, mode === 'new_episodes' ? OLD : undefined);
        const job = { path, mode, address: server.address, opening: 'owned', calls: 120 } as const;
        const writers = await startTogether([
          { ...job, name: 'saves', saveEvery: 3 },
          { ...job, name: 'closes', closeEvery: 10 },
        ]);
        await within(60, 'the end of both', endTogether(writers));
        const kept = mode === 'new_episodes' ? OLD_IDS : [];
        expectAll([...kept, ...writers.flatMap(endedCalls)], await idsIn(path));
        expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
      }
    });
  }

  for (const mode of Object.keys(HAS_OLD) as RecordMode[]) {
    it(`lose and double nothing in mode ${mode} where they are threads that are terminated rounds after their last call`, async () => {
      const path = makeFolder('threads', HAS_OLD[mode] ? OLD : undefined);
      const { address } = server;
      const job: ThreadsJob = { path, mode, address, opening: 'unowned', calls: 50, threads: 4 };
      const child = startChild('../endurance/support/idle-threads', job);
      expect(await within(60, 'the end of all threads', child.ended)).to.include({ code: 0, stderr: '' });
      const ended = endedCalls(child);
      expect(ended).to.have.length(200);
      expectAll([...(mode === 'new_episodes' ? OLD_IDS : []), ...ended], await idsIn(path));
      await expectPlayed(path, ended);
    });
  }
});
