/**
 * The bar of the whole project: a program cannot tell a recording from the plain call, nor a replay from the recording.
 *
 * A *program* (program.ts) is plain data: calls, each with a script for the client (client-script.ts) and one for the
 * server (server-script.ts). trial.ts runs it with a real grpc-js client and server on loopback: twice plain, once
 * recording, then, with the server gone, replaying. Each run yields an event log for each call (log.ts): everything
 * that the client's program was told, in order, with whole values. compare.ts compares the logs, all but what
 * not-compared.ts lists with reasons; causality.ts adds that no answer comes before its question. named.ts holds a titled program for each behaviour that other recorders get
 * wrong; arbitrary.ts makes up further ones. comparison.spec.ts proves that the comparison sees small damage, and
 * offline.spec.ts that a replay touches no network. `GRPC_CASSETTE_PROGRAMS=5000` runs more of the made-up programs;
 * a failure prints its program, shrunk, with the `GRPC_CASSETTE_SEED` and `GRPC_CASSETTE_PATH` that repeat it.
 */
import { expect } from 'chai';
import { Turnstile } from '../support/turnstile.js';
import { planFromEnvironment, runGenerated } from './generated.js';
import { judge } from './judge.js';
import { NAMED_PROGRAMS } from './named.js';
import { Stage } from './stage.js';
import { LIBRARY } from './subject.js';

describe('plain, recorded and replayed, a program is told the same', () => {
  const stage = new Stage();
  before(() => stage.start());
  after(() => stage.stop());

  for (const [group, programs] of Object.entries(NAMED_PROGRAMS)) {
    describe(group, () => {
      for (const { title, program } of programs) {
        it(title, async () => {
          const { outcome, report } = await judge(program, stage, LIBRARY, new Turnstile());
          if (outcome === 'failed') throw new Error(`${JSON.stringify(program)}\n${report}`);
        }).timeout(60_000);
      }
    });
  }

  it('for generated programs', async () => {
    const plan = planFromEnvironment(process.env);
    const outcome = await runGenerated(plan, stage, LIBRARY);
    const { ran, unstable, shaky, failures } = outcome;
    process.stdout.write(
      `      ${ran} programs from seed ${plan.seed}: ${unstable.length} unstable without a cassette, ` +
        `${shaky.length} failed and then, alone, passed twice, ${failures.length} failed\n`,
    );
    for (const line of [...unstable, ...shaky]) process.stdout.write(`        ${line.slice(0, 400)}\n`);
    if (failures.length > 0) throw new Error(failures.join('\n\n'));
    if (plan.path !== undefined) return;
    expect(unstable.length, 'unstable programs').to.be.below(ran * 0.05);
    expect(shaky.length, 'shaky programs').to.be.below(Math.max(3, ran * 0.01));
  }).timeout(1_800_000);
});
