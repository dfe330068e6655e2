// A program that uses a session as its job says, in a process of its own. What went wrong is told on its standard output.
import type { ServiceError } from '@grpc/grpc-js';
import { type XaiSessionOptions, xaiCassetteSession } from '../../../lib/xai/index.js';
import { ask, heard } from './ask.js';

/** What the program does. */
export interface SessionJob {
  readonly path: string;
  readonly options?: XaiSessionOptions;
  readonly calls: readonly ('sample' | 'stream' | 'upload')[];
}

/** What the program prints, as one line of JSON. */
export interface SessionReport {
  readonly plan?: string;
  /** What was heard, in order of the calls. */
  readonly heard: readonly unknown[];
  /** Every property of every error, and of what caused it. */
  readonly errors: readonly string[];
  readonly misses: readonly string[];
}

const job = JSON.parse(process.argv[2] ?? '') as SessionJob;
const heardSoFar: unknown[] = [];
const errors: string[] = [];

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const fields = Object.fromEntries(
    Object.getOwnPropertyNames(error).map((name) => [
      name,
      String((error as unknown as Record<string, unknown>)[name]),
    ]),
  );
  const metadata = (error as ServiceError).metadata?.toHttp2Headers();
  return JSON.stringify({
    text: String(error),
    ...fields,
    metadata,
    cause: error.cause && describe(error.cause),
  });
}

async function run(): Promise<SessionReport> {
  const session = xaiCassetteSession(job.path, job.options);
  for (const [index, call] of job.calls.entries()) {
    try {
      if (call === 'sample') heardSoFar.push((await session.chat.sample(ask(`question ${index}`))).content);
      else if (call === 'stream') heardSoFar.push((await heard(session, `question ${index}`)).at(-1));
      else heardSoFar.push((await session.files.upload(Buffer.alloc(3), 'a.txt')).id);
    } catch (error) {
      errors.push(describe(error));
    }
  }
  const { plan } = session.cassette;
  const misses = session.cassette.misses.map(({ error }) => describe(error));
  await session.close();
  return { plan, heard: heardSoFar, errors, misses };
}

const report = await run().catch((error: unknown): SessionReport => {
  return { heard: heardSoFar, errors: [...errors, describe(error)], misses: [] };
});
process.stdout.write(`${JSON.stringify(report)}\n`);
