import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { type Child, endChildren } from '../support/child.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { pick, randomNumbers, SEED } from '../support/random.js';
import { sleep } from '../support/time.js';
import { COMMITTING } from './support/committing.js';
import { inLanes } from './support/in-lanes.js';
import { expectAll, idsIn, OLD, OLD_IDS } from './support/ledger.js';
import { seeded } from './support/seeded.js';
import { endedCalls, startWriter } from './support/start-writer.js';
import type { Opening } from './support/tape.js';
import { holdsWithin, within } from './support/within.js';

const STOPS = Number(process.env['GRPC_CASSETTE_STOPS'] ?? 6);
/** Longer than a lock is believed that nobody touches. */
const STOPPED_MS = 3000;
const LANES = 3;

/** Which two processes commit into a cassette, and how many milliseconds after its first call the first is stopped. */
interface Plan {
  readonly name: string;
  readonly mode: 'new_episodes' | 'once';
  readonly stopped: Opening;
  readonly other: Opening;
  readonly delay: number;
}

describe('a process that is stopped while it commits', function () {
  this.timeout(60_000 + STOPS * 10_000);
  // First, so that they have ended before their folder is removed.
  endChildren();
  const { server, temporary } = useEchoSuite();

  function planOf(index: number): Plan {
    const random = randomNumbers(SEED + index);
    const openings = ['owned', 'unowned'] as const;
    return {
      name: `cassette-${index}`,
      mode: pick(random, ['new_episodes', 'once'] as const),
      stopped: openings[index % 2] ?? 'owned',
      other: pick(random, openings),
      delay: random() * 300,
    };
  }

  async function live({ name, mode, stopped, other, delay }: Plan): Promise<void> {
    const path = temporary(`${name}/chat.yaml`);
    mkdirSync(dirname(path));
    if (mode === 'new_episodes') writeFileSync(path, OLD);
    const start = (opening: Opening, name: string): Promise<Child> =>
      startWriter({
        ...{ path, mode, address: server.address, opening, name, largest: 20_000, pause: 5 },
        ...COMMITTING[opening],
      });
    const sleeper = await start(stopped, 'sleeper');
    const goer = await start(other, 'goer');
    for (const writer of [sleeper, goer]) writer.tell('start');
    await sleeper.saidTimes('sleeper-', 1);
    await goer.saidTimes('goer-', 1);
    await sleep(delay);
    sleeper.signal('SIGSTOP');
    await Promise.all([sleep(STOPPED_MS), goesOn(goer, 'goer', path)]);
    sleeper.signal('SIGCONT');
    await goesOn(sleeper, 'sleeper', path);

    for (const writer of [sleeper, goer]) writer.tell('end');
    for (const { ended } of [sleeper, goer]) {
      const { code, stderr } = await within(30, 'the end of both', ended);
      expect(code, stderr).to.equal(0);
    }
    const ended = [sleeper, goer].flatMap(endedCalls);
    expectAll([...(mode === 'new_episodes' ? OLD_IDS : []), ...ended], await idsIn(path));
  }

  /** Waits until a call that begins from now on is in the cassette, which any reader can read meanwhile. */
  async function goesOn(writer: Child, name: string, path: string): Promise<void> {
    const count = endedCalls(writer).length + 2;
    await within(30, `a further call of the ${name}`, writer.saidTimes(`${name}-`, count));
    const isCommitted = async () => (await idsIn(path)).includes(`${name}-${count}`);
    await holdsWithin(30, `a further commit of the ${name}`, isCommitted);
  }

  it(`loses and doubles no ended call of its own or of one that goes on, which is not delayed for ever, ${STOPS} times`, async () => {
    const plans = Array.from({ length: STOPS }, (_, index) => planOf(index));
    await inLanes(LANES, plans, (plan) => seeded(plan, () => live(plan)));
  });
});
