/** Tests that share a cassette, each a program of several calls: it does not matter which of them run, nor in which order. */
import { expect } from 'chai';
import { openCassette } from '../../lib/index.js';
import { pick, randomNumbers, SEED } from '../support/random.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { Hub } from './linked/hub/hub.js';
import type { Performed, Run } from './linked/job.js';
import { planProgram } from './linked/named.js';
import { perform } from './linked/perform.js';
import type { Program } from './linked/program.js';

const TESTS: readonly Program[] = [
  planProgram({ name: 't0', kind: 'push', thought: 'setImmediate' }),
  planProgram({ name: 't1', kind: 'controller', thought: 'microtask' }),
  planProgram({ name: 't2', kind: 'sessions' }),
  planProgram({ name: 't3', kind: 'chat' }),
  planProgram({ name: 't4', kind: 'informer' }),
  planProgram({ name: 't5', kind: 'queue', thought: 'setImmediate' }),
];

const SHUFFLES = 5;

describe('tests of several calls that share a cassette', () => {
  const hub = new Hub();
  const temporary = useTemporaryFolder();
  before(() => hub.start());
  after(() => hub.stop());

  /** Runs the tests one after another on the cassette that is open at `path`. */
  async function runTests(
    path: string,
    tests: readonly Program[],
    mode: 'once' | 'none',
  ): Promise<readonly Performed[]> {
    const cassette = openCassette(path, { mode });
    const performed: Performed[] = [];
    for (const test of tests) {
      performed.push(
        await perform({
          programs: [test],
          address: mode === 'none' ? '127.0.0.1:1' : hub.address,
          run: path,
          delayMs: 0,
          setting: { path, mode, timing: 'instant', doors: ['interceptor'], owner: 'useCassette' },
        }),
      );
    }
    await cassette.close();
    return performed;
  }

  /** Records all of them. Returns what becomes of those that are run, and of what should. */
  async function recordAll(path: string): Promise<ReadonlyMap<Program, Run | undefined>> {
    const recorded = await runTests(path, TESTS, 'once');
    return new Map(TESTS.map((test, index) => [test, recorded[index]?.runs[0]]));
  }

  function expectSame(
    tests: readonly Program[],
    performed: readonly Performed[],
    recorded: ReadonlyMap<Program, Run | undefined>,
  ): void {
    expect(performed.map(({ runs }) => runs[0])).to.deep.equal(tests.map((test) => recorded.get(test)));
    for (const { misses, forgiven } of performed) {
      expect(misses).to.deep.equal([]);
      expect(forgiven, 'waits in vain').to.equal(0);
    }
  }

  for (const [index, test] of TESTS.entries()) {
    it(`are told the same, and wait for nothing, where test ${index} runs alone`, async () => {
      const path = temporary('shared.yaml');
      const recorded = await recordAll(path);
      expectSame([test], await runTests(path, [test], 'none'), recorded);
    });
  }

  it(`are told the same, and wait for nothing, in any order`, async () => {
    const path = temporary('shared.yaml');
    const recorded = await recordAll(path);
    const random = randomNumbers(SEED);
    for (let shuffle = 0; shuffle < SHUFFLES; shuffle += 1) {
      const tests = shuffled(random);
      const title = `GRPC_CASSETTE_SEED=${SEED}: ${tests.map(({ name }) => name).join(', ')}`;
      const performed = await runTests(path, tests, 'none');
      try {
        expectSame(tests, performed, recorded);
      } catch (error) {
        (error as Error).message += ` — ${title}`;
        throw error;
      }
    }
  });
});

function shuffled(random: () => number): readonly Program[] {
  const left = [...TESTS];
  return TESTS.map(() => {
    const next = pick(random, left);
    left.splice(left.indexOf(next), 1);
    return next;
  });
}
