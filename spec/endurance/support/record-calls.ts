import type { EchoClient } from '../../support/echo-server.js';
import { randomNumbers } from '../../support/random.js';
import { sleep, turns } from '../../support/time.js';
import { say } from './say.js';
import { openTape, type Tape, type TapeJob } from './tape.js';

/** Which calls are recorded, one after another. */
export interface CallsJob extends TapeJob {
  /** What their ids begin with. */
  readonly name: string;
  /** How many; without it, until they are enough. */
  readonly calls?: number;
  /** Rounds of the event loop after each; without it the next begins in the turn in which one has ended. */
  readonly rounds?: number;
  /** Milliseconds after each, so that a cassette does not grow without end. */
  readonly pause?: number;
  /** The bytes of the largest request; they are of all sizes up to that. Without it they are ids alone. */
  readonly largest?: number;
  /** Saves again and again, with so many milliseconds between. */
  readonly saveEvery?: number;
  /** Closes the cassette after so many calls each time, and opens it again. */
  readonly closeEvery?: number;
}

/** Records the calls. Resolves to the tape that is open at the end, whose last save has ended. */
export async function recordCalls(job: CallsJob, isEnough = () => false): Promise<Tape> {
  const size = sizes(job);
  let tape = openTape(job);
  let isDone = false;
  const saving = job.saveEvery === undefined ? undefined : saveAgain(tape, job.saveEvery, () => isDone);
  for (let index = 1; index <= (job.calls ?? Number.POSITIVE_INFINITY) && !isEnough(); index += 1) {
    await record(tape.client, `${job.name}-${index}`, size());
    if (job.closeEvery !== undefined && index % job.closeEvery === 0) {
      await tape.close();
      tape = openTape(job);
    }
    if (job.rounds !== undefined) await turns(job.rounds);
    if (job.pause !== undefined) await sleep(job.pause);
  }
  isDone = true;
  await saving;
  return tape;
}

async function saveAgain(tape: Tape, pause: number, isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    await tape.save();
    await sleep(pause);
  }
}

/** Makes a call, and says its id in the very turn in which the client hears its status. Rejects where it fails. */
function record(client: EchoClient, id: string, size: number): Promise<void> {
  const request = `${id} ${'x'.repeat(size)}`.trimEnd();
  return new Promise((resolve, reject) => {
    client.Unary(Buffer.from(request), (error, response) => {
      if (error !== null) return reject(error);
      if (response?.toString() !== `re:${request}`) return reject(new Error(`${id} was answered wrongly`));
      say(id);
      resolve();
    });
  });
}

/** Small ones as often as large ones: of each order of magnitude equally many. */
function sizes({ name, largest }: CallsJob): () => number {
  if (largest === undefined) return () => 0;
  const random = randomNumbers(Buffer.from(name).reduce((sum, byte) => sum * 31 + byte, 0));
  return () => Math.round(10 * (largest / 10) ** random());
}
