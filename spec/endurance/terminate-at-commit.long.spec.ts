import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { endChildren, startChild } from '../support/child.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { pick, randomNumbers, SEED } from '../support/random.js';
import { COMMITTING } from './support/committing.js';
import { expectAll, idsIn, OLD, OLD_IDS, takeIn } from './support/ledger.js';
import { seeded } from './support/seeded.js';
import { endedCalls } from './support/start-writer.js';
import type { Opening } from './support/tape.js';
import type { TerminationJob } from './support/terminated-threads.js';
import { within } from './support/within.js';

const TERMINATIONS = Number(process.env['GRPC_CASSETTE_TERMINATIONS'] ?? 50);
const OPENINGS = ['owned', 'unowned'] as const;

describe('a thread that is terminated while it commits', function () {
  this.timeout(60_000 + TERMINATIONS * 4_000);
  // First, so that they have ended before their folder is removed.
  endChildren();
  const { server, temporary } = useEchoSuite();

  async function live(mode: 'new_episodes' | 'once', opening: Opening, count: number): Promise<void> {
    const path = temporary('threads/chat.yaml');
    mkdirSync(dirname(path));
    if (mode === 'new_episodes') writeFileSync(path, OLD);
    const random = randomNumbers(SEED);
    const calls = { path, mode, address: server.address, largest: 20_000 };
    const threads = Array.from({ length: count }, (_, index) => {
      const opening = pick(random, OPENINGS);
      const job = { ...calls, ...COMMITTING[opening], opening, name: `t${index}` };
      return { job, delay: random() * random() * 150 };
    });
    const main = { ...calls, ...COMMITTING[opening], opening, name: 'main', pause: 5 };
    const job: TerminationJob = { main, threads, lanes: 3 };
    const child = startChild('../endurance/support/terminated-threads', job);
    const limit = 30 + count * 2;
    const { code, stderr } = await within(limit, 'the end of the process', child.ended);
    expect(code, stderr).to.equal(0);

    await takeIn(path);
    const ended = endedCalls(child);
    expectAll([...(mode === 'new_episodes' ? OLD_IDS : []), ...ended], await idsIn(path));
  }

  for (const opening of OPENINGS) {
    const count = Math.ceil(TERMINATIONS / 2);
    const mode = opening === 'owned' ? 'new_episodes' : 'once';
    it(`loses and doubles no ended call, nor makes the main thread wait for ever, whose cassette is ${opening}, ${count} times`, () =>
      seeded({ opening, count }, () => live(mode, opening, count)));
  }
});
