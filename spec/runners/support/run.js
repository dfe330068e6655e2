import { runLimited } from '../../../scripts/run-limited.js';

const TIME_LIMIT = 60_000;
/** What this suite's own run was given, and no project is to know. */
const WITHHELD = [
  'GRPC_CASSETTE_MODE',
  'GRPC_CASSETTE_OUTSIDE',
  'GRPC_CASSETTE_PATH',
  'CI',
  'FORCE_COLOR',
  'NODE_OPTIONS',
];

/**
 * Runs Node with `args` in `cwd` to its end, with no cassette's settings but those in `env`. Rejects, with what was
 * `printed` and the `exitCode`, when it did not end well or in time. Resolves to what it printed.
 */
export async function run(args, { cwd, env }) {
  const surroundings = { ...process.env, NO_COLOR: '1', ...env };
  for (const name of WITHHELD) {
    if (env[name] === undefined) delete surroundings[name];
  }
  const { ending, printed } = await runLimited(process.execPath, args, {
    cwd,
    env: surroundings,
    limit: TIME_LIMIT,
  });
  if (ending === 0) return printed;
  const message = `node ${args.join(' ')} ended with ${ending}:\n${printed}`;
  throw Object.assign(new Error(message), { exitCode: ending, printed });
}
