import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { openCassette, type RecordMode } from '../../lib/index.js';
import { cassette, unary } from '../support/cassettes.js';
import { endChildren, isAlive, startChild } from '../support/child.js';
import type { StormJob } from '../support/child-storm.js';
import { type EchoServer, startEchoServer } from '../support/echo-server.js';
import { withoutModeVariable } from '../support/environment.js';
import { pick, randomNumbers, SEED } from '../support/random.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const KILLS = Number(process.env['GRPC_CASSETTE_KILLS'] ?? 50);
/** At a time: a process takes longer to start than it lives. */
const LANES = 3;

/** One life of a recording process, settled before it starts. */
interface Plan {
  readonly until: StormJob['until'];
  readonly mode: RecordMode;
  readonly hasOld: boolean;
  /** Milliseconds from its first word, or its last where it exits, to its death. */
  readonly delay: number;
}

describe('a recording process that is killed', function () {
  this.timeout(120_000);
  const temporary = useTemporaryFolder();
  withoutModeVariable();
  endChildren();
  let server: EchoServer;
  before(async () => {
    server = await startEchoServer();
  });
  after(() => server.stop());

  const old = `# reviewed\n${cassette(unary('old-1', 'one'), unary('old-2', 'two'))}# the end\n`;

  /** Lets a process live and die, takes its journal in, and checks what is there. Returns what else is left. */
  async function live(plan: Plan, index: number): Promise<{ calls: number; left: readonly string[] }> {
    const name = `k${index}`;
    const folder = temporary(name);
    const path = join(folder, 'chat.yaml');
    mkdirSync(folder);
    if (plan.hasOld) writeFileSync(path, old);
    const { mode, until } = plan;
    const { address } = server;
    const child = startChild('child-storm', { path, mode, until, address, name } satisfies StormJob);
    await child.said(until === 'exit' ? 'exiting' : 'ready');
    // However busy the machine is, every other one has ended a call before it dies.
    if (index % 2 === 0) await child.saidLike(`${name}-`);
    await new Promise((resolve) => setTimeout(resolve, plan.delay));
    const { stdout, stderr } = await child.kill();
    expect(stderr).to.equal('');
    expect(isAlive(child.pid)).to.equal(false);
    const ended = stdout.split('\n').filter((line) => line.startsWith(`${name}-`));

    const recorder = openCassette(path, { mode: 'new_episodes' });
    const found = recorder.interactions.map(({ requests }) => Buffer.from(requests.at(0)).toString());
    await recorder.close();
    assertComplete(ended, found, plan);
    const stored = ended.length === 0 && !plan.hasOld ? found : requestsOf(path);
    assertComplete(ended, stored, plan);
    if (plan.hasOld && mode !== 'rewrite') {
      expect(readFileSync(path, 'utf8').startsWith(old.slice(0, -'# the end\n'.length))).to.equal(true);
    }
    const left = readdirSync(dirname(path)).filter((each) => each !== 'chat.yaml');
    rmSync(folder, { recursive: true });
    return { calls: ended.length, left };
  }

  /** The file as a new reader finds it; every message of it is decoded. */
  function requestsOf(path: string): readonly string[] {
    const reader = openCassette(path);
    const found = reader.interactions.map(({ requests, responses }) => {
      for (let index = 0; index < responses.length; index += 1) responses.at(index);
      return Buffer.from(requests.at(0)).toString();
    });
    void reader.close();
    return found;
  }

  function assertComplete(ended: readonly string[], found: readonly string[], plan: Plan): void {
    const count = new Map<string, number>();
    for (const id of found) count.set(id, (count.get(id) ?? 0) + 1);
    expect(
      ended.filter((id) => count.get(id) === undefined),
      'lost',
    ).to.deep.equal([]);
    expect(
      [...count].filter(([, times]) => times > 1),
      'doubled',
    ).to.deep.equal([]);
    const isReplaced = plan.mode === 'rewrite' && plan.until !== 'kill';
    if (plan.hasOld && !isReplaced) expect(found.slice(0, 2)).to.deep.equal(['old-1', 'old-2']);
  }

  async function liveAll(plans: readonly Plan[]): Promise<{ calls: number; left: readonly string[] }> {
    const waiting = [...plans.entries()];
    let calls = 0;
    const left: string[] = [];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, plan] = next;
        try {
          const result = await live(plan, index);
          calls += result.calls;
          left.push(...result.left);
        } catch (error) {
          (error as Error).message += ` — GRPC_CASSETTE_SEED=${SEED}, life ${index}: ${JSON.stringify(plan)}`;
          throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return { calls, left };
  }

  function plans(count: number, salt: number, make: (random: () => number) => Plan): readonly Plan[] {
    const random = randomNumbers(SEED + salt);
    return Array.from({ length: count }, () => make(random));
  }

  it(`loses and doubles no ended call, at ${KILLS} random moments`, async () => {
    const { calls, left } = await liveAll(
      plans(KILLS, 0, (random) => {
        const hasOld = random() < 0.5;
        const mode = hasOld
          ? pick(random, ['new_episodes', 'rewrite'] as const)
          : pick(random, ['once', 'all'] as const);
        return { until: 'kill', mode, hasOld, delay: random() * random() * 500 };
      }),
    );
    expect(calls).to.be.at.least(KILLS / 2);
    expect(left, 'left beside the cassettes').to.deep.equal([]);
  });

  it(`loses and doubles no ended call while it saves, at ${Math.ceil(KILLS / 4)} random moments`, async () => {
    const { calls, left } = await liveAll(
      plans(Math.ceil(KILLS / 4), 1, (random) => {
        const hasOld = random() < 0.5;
        const mode = pick(random, hasOld ? ['new_episodes', 'rewrite'] : (['once'] as const)) as RecordMode;
        return { until: 'save', mode, hasOld, delay: random() * 300 };
      }),
    );
    expect(calls).to.be.at.least(KILLS / 8);
    expect(left, 'left beside the cassettes').to.deep.equal([]);
  });

  it(`loses and doubles no ended call while it exits, at ${Math.ceil(KILLS / 5)} random moments`, async () => {
    const { left } = await liveAll(
      plans(Math.ceil(KILLS / 5), 2, (random) => {
        const hasOld = random() < 0.5;
        return { until: 'exit', mode: hasOld ? 'new_episodes' : 'once', hasOld, delay: random() * 25 };
      }),
    );
    expect(left, 'left beside the cassettes').to.deep.equal([]);
  });
});
