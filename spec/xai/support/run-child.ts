import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SessionJob, SessionReport } from './child-session.js';
import type { Variables } from './variables.js';

const PROGRAM = fileURLToPath(new URL('./child-session.js', import.meta.url));

/** Runs a session in a process of its own, with these variables and no others that a session reads. */
export async function runChild(
  job: SessionJob,
  variables: Variables = {},
): Promise<SessionReport & { readonly output: string }> {
  const { GRPC_CASSETTE_MODE, XAI_PROTO_CASSETTE_RECORD, XAI_API_KEY, XAI_BASE_URL, ...inherited } =
    process.env;
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(job)], {
    env: { ...inherited, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The child ended with code ${code}: ${output}`);
  return { ...(JSON.parse(printed) as SessionReport), output };
}
