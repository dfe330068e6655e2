import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { journalsBeside } from '../support/cassettes.js';
import { type Child, endChildren } from '../support/child.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { pick, randomNumbers, SEED } from '../support/random.js';
import { sleep } from '../support/time.js';
import { COMMITTING } from './support/committing.js';
import { inLanes } from './support/in-lanes.js';
import { expectAll, idsIn, OLD, OLD_IDS, takeIn } from './support/ledger.js';
import type { CallsJob } from './support/record-calls.js';
import { seeded } from './support/seeded.js';
import { endedCalls, startWriter } from './support/start-writer.js';
import type { Opening } from './support/tape.js';
import { within } from './support/within.js';

const KILLS = Number(process.env['GRPC_CASSETTE_KILLS'] ?? 20);
const KILLS_A_CASSETTE = 5;
const LANES = 2;
const OPENINGS = ['owned', 'unowned'] as const;

/** What becomes of a cassette: who goes on recording, and who is killed meanwhile, how many milliseconds after its first call. */
interface Plan {
  readonly name: string;
  readonly mode: 'new_episodes' | 'once';
  readonly survivor: Opening;
  readonly killed: readonly { readonly opening: Opening; readonly delay: number }[];
}

describe('a process that is killed while it commits', function () {
  this.timeout(60_000 + KILLS * 5_000);
  // First, so that they have ended before their folder is removed.
  endChildren();
  const { server, temporary } = useEchoSuite();

  function planOf(index: number): Plan {
    const random = randomNumbers(SEED + index);
    const killed = Array.from({ length: KILLS_A_CASSETTE }, () => ({
      opening: pick(random, OPENINGS),
      delay: random() * random() * 300,
    }));
    const mode = pick(random, ['new_episodes', 'once'] as const);
    return { name: `cassette-${index}`, mode, survivor: OPENINGS[index % 2] ?? 'owned', killed };
  }

  async function start(job: CallsJob): Promise<Child> {
    const writer = await startWriter(job);
    writer.tell('start');
    await writer.saidTimes(`${job.name}-`, 1);
    return writer;
  }

  async function live({ name, mode, survivor: opening, killed }: Plan): Promise<void> {
    const path = temporary(`${name}/chat.yaml`);
    mkdirSync(dirname(path));
    if (mode === 'new_episodes') writeFileSync(path, OLD);
    const job = { path, mode, address: server.address, largest: 20_000 } as const;
    const survivor = await start({ ...job, ...COMMITTING[opening], opening, name: 'survivor', pause: 5 });

    const ended: string[] = [];
    for (const [index, { opening, delay }] of killed.entries()) {
      const victim = await start({ ...job, ...COMMITTING[opening], opening, name: `k${index}` });
      await sleep(delay);
      expect((await victim.kill()).signal).to.equal('SIGKILL');
      ended.push(...endedCalls(victim));
      const goesOn = survivor.saidTimes('survivor-', endedCalls(survivor).length + 2);
      await within(30, 'a further call of the process that goes on', goesOn);
    }
    survivor.tell('end');
    const { code, stderr } = await within(30, 'the end of the process that goes on', survivor.ended);
    expect(code, stderr).to.equal(0);
    ended.push(...endedCalls(survivor));

    await takeIn(path);
    expectAll([...(mode === 'new_episodes' ? OLD_IDS : []), ...ended], await idsIn(path));
    expect(journalsBeside(path)).to.deep.equal([]);
  }

  it(`loses and doubles no ended call of its own or of one that goes on, nor delays that for ever, ${KILLS} times`, async () => {
    const plans = Array.from({ length: Math.ceil(KILLS / KILLS_A_CASSETTE) }, (_, index) => planOf(index));
    await inLanes(LANES, plans, (plan) => seeded(plan, () => live(plan)));
  });
});
