import { execFile } from 'node:child_process';

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
export function run(args, { cwd, env }) {
  const surroundings = { ...process.env, NO_COLOR: '1', ...env };
  for (const name of WITHHELD) {
    if (env[name] === undefined) delete surroundings[name];
  }
  return new Promise((resolve, reject) => {
    const options = { cwd, env: surroundings, timeout: TIME_LIMIT, maxBuffer: 2 ** 26 };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const printed = `${stdout}${stderr}`;
      if (error === null) return resolve(printed);
      const { code: exitCode, signal } = error;
      const message = `node ${args.join(' ')} ended with ${signal ?? exitCode}:\n${printed}`;
      reject(Object.assign(new Error(message), { exitCode, printed }));
    });
  });
}
