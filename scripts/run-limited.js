import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a command to its end, or, after `limit` milliseconds, ends it with all that it started. Resolves to how it ended,
 * 0 or something else, and to what it and those printed.
 */
export async function runLimited(command, args, { cwd, env, limit }) {
  // A group of its own: what is left of it would keep the pipes open.
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), limit);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      printed += text;
    });
  }
  const [code, signal] = await once(child, 'close');
  clearTimeout(timer);
  return { ending: signal ?? code, printed };
}
