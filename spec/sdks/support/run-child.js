import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SUITE = fileURLToPath(new URL('..', import.meta.url));
const TIME_LIMIT = 40_000;

/**
 * Runs `child.js` to its end. Resolves to what it told; rejects, with what it printed, when it told nothing or did not end
 * well. `onTold` is called when it has told, and may be what it still waits for.
 */
export async function runChild(args, execArgv, onTold) {
  const { GRPC_CASSETTE_MODE: _, GRPC_CASSETTE_PATH: __, ...env } = process.env;
  const child = fork(`${SUITE}support/child.js`, args, {
    cwd: SUITE,
    env,
    execArgv,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    timeout: TIME_LIMIT,
  });
  let told;
  let printed = '';
  const print = (text) => {
    printed += text;
  };
  child.on('message', (message) => {
    told = message;
    onTold?.();
  });
  child.stdout.on('data', print);
  child.stderr.on('data', print);
  const [code, signal] = await once(child, 'close');
  if (told !== undefined && code === 0) return told;
  const what = told === undefined ? 'told nothing' : `told ${JSON.stringify(told, undefined, 2)}`;
  throw new Error(`${args.join(' ')} ended with ${signal ?? code} and ${what}. It printed:\n${printed}`);
}
