import { fileURLToPath } from 'node:url';
import { startCommand } from '../../support/child.js';
import type { Job, Performed } from './job.js';
import { FAR, PERFORMED } from './performer-lines.js';

/** How a process ended that was to perform something, and what is to be said of that. */
export type Outcome =
  | { readonly how: 'performed'; readonly performed: readonly Performed[]; readonly trouble: string }
  /** It did not end in time; it ended with code 0 and said nothing; it ended otherwise. */
  | { readonly how: 'hung' | 'silent' | 'failed'; readonly report: string };

/** Whoever takes longer for a job hangs. */
const MOST_MS = 20_000;

/** How long a process that hangs has to say how far it came. */
const GRACE_MS = 2_000;

const REGISTER = fileURLToPath(new URL('../../../lib/register/index.js', import.meta.url));
const REFUSE_NETWORK = fileURLToPath(new URL('../../support/refuse-network.js', import.meta.url));
const PERFORMER = fileURLToPath(new URL('performer.js', import.meta.url));

/** Performs jobs, one after another, in a process of its own, which is ended where it hangs. */
export async function performInChild(jobs: readonly Job[], mostMs: number = MOST_MS): Promise<Outcome> {
  const [{ setting } = {}] = jobs;
  const child = startCommand(process.execPath, [...preloads(setting), PERFORMER, JSON.stringify(jobs)], {
    ...(setting?.owner === 'environment'
      ? { GRPC_CASSETTE_PATH: setting.path, GRPC_CASSETTE_MODE: setting.mode }
      : {}),
  });
  let hangs = false;
  const late = setTimeout(() => {
    hangs = true;
    child.signal('SIGTERM');
  }, mostMs * jobs.length);
  const later = setTimeout(() => child.signal('SIGKILL'), mostMs * jobs.length + GRACE_MS);
  const { code, signal, stdout, stderr } = await child.ended;
  clearTimeout(late);
  clearTimeout(later);

  const lines = stdout.split('\n');
  const performed = lines.filter((line) => line.startsWith(PERFORMED));
  if (code === 0 && performed.length === jobs.length) {
    return { how: 'performed', performed: performed.map(read), trouble: stderr };
  }
  const far = lines.find((line) => line.startsWith(FAR))?.slice(FAR.length) ?? '';
  const report = `code ${code}, signal ${signal}, ${performed.length} of ${jobs.length} performed\n${far}\n${stderr}`;
  return { how: hangs ? 'hung' : code === 0 ? 'silent' : 'failed', report };
}

function preloads(setting: Job['setting']): readonly string[] {
  const preloaded = [
    ...(setting?.mode === 'none' ? [REFUSE_NETWORK] : []),
    ...(setting?.doors.includes('register') ? [REGISTER] : []),
  ];
  return preloaded.flatMap((path) => ['--import', path]);
}

function read(line: string): Performed {
  return JSON.parse(line.slice(PERFORMED.length)) as Performed;
}
