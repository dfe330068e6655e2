import { Client, type ClientOptions, credentials } from '@grpc/grpc-js';
import { Calls } from './calls.js';
import { throughDoors } from './doors.js';
import { GaveUp } from './gave-up.js';
import type { Job, Performed, Run } from './job.js';
import { KINDS } from './kinds.js';
import { loseInterest } from './patience.js';
import { Performance } from './performance.js';
import type { Program } from './program.js';

/** Performs programs at the same time, with real clients. `begun` is given the calls of each before it begins. */
export async function perform(job: Job, begun: (calls: Calls) => void = () => undefined): Promise<Performed> {
  const { setting } = job;
  const run = async (options: readonly ClientOptions[]): Promise<{ readonly runs: readonly Run[] }> => {
    const clients = options.map(
      (each) => new Client(job.address, credentials.createInsecure(), withOwnPool(each)),
    );
    const runs = await Promise.all(job.programs.map((program) => runProgram(program, clients, job, begun)));
    for (const client of clients) client.close();
    return { runs };
  };
  if (setting === undefined) return { ...(await run(plainClients(job))), misses: [], forgiven: 0 };
  return throughDoors(setting, run);
}

/** As many clients as the programs name doors. */
function plainClients({ programs }: Job): readonly ClientOptions[] {
  const count = Math.max(...programs.flatMap(({ doors }) => doors)) + 1;
  return Array.from({ length: count }, () => ({}));
}

function withOwnPool(options: ClientOptions): ClientOptions {
  return { 'grpc.use_local_subchannel_pool': 1, ...options };
}

async function runProgram(
  program: Program,
  clients: readonly Client[],
  { run, delayMs, patienceMs }: Job,
  begun: (calls: Calls) => void,
): Promise<Run> {
  const [reading, writing] = program.doors.map((door) => clients[door]);
  if (reading === undefined || writing === undefined)
    throw new RangeError(`no door ${program.doors.join(' or ')}`);
  const world = { name: `${run} ${program.name}`, delayMs };
  const calls = new Calls({ reading, writing }, world, program.swallowsErrors);
  begun(calls);
  const stop = patienceMs === undefined ? () => undefined : loseInterest(calls, patienceMs);
  let value: unknown;
  try {
    value = await KINDS[program.kind].perform(new Performance(program, calls));
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error;
    calls.note('gives up');
  }
  await calls.end();
  stop();
  return { log: calls.log, value: JSON.stringify(value) ?? 'nothing' };
}
