import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from '../../support/child.js';
import { useEchoSuite } from '../../support/echo-suite.js';
import type { PlainEnd, PlainJob } from './plain-runner.js';

const RUNNER = fileURLToPath(new URL('plain-runner.js', import.meta.url));

/** What a run of the plain runner printed. */
export interface PlainRun {
  readonly ends: readonly PlainEnd[];
  readonly stderr: string;
}

/** A project of a user of the plain runner. */
export interface PlainProject {
  readonly address: string;
  /** What the server was asked. */
  readonly reached: readonly string[];
  write(name: string, content: string): void;
  path(name: string): string;
  /** The files in its folder, sorted, without package.json. */
  files(): readonly string[];
  run(
    job: Omit<PlainJob, 'address'> & { readonly address?: string },
    variables?: NodeJS.ProcessEnv,
  ): Promise<PlainRun>;
}

/** A project for each test of the suite that calls this, with a server. */
export function usePlainProject(packageJson: object = {}): PlainProject {
  const { server, temporary } = useEchoSuite();
  const write = (name: string, content: string): void => {
    mkdirSync(dirname(temporary(name)), { recursive: true });
    writeFileSync(temporary(name), content);
  };
  beforeEach(() => write('package.json', JSON.stringify(packageJson)));
  return {
    get address() {
      return server.address;
    },
    get reached() {
      return server.reached;
    },
    write,
    path: temporary,
    files: () =>
      readdirSync(temporary('.'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name !== 'package.json' && statSync(join(temporary('.'), name)).isFile())
        .sort(),
    run: async (job, variables = {}) => {
      const { GRPC_CASSETTE_MODE: _, CI: __, GRPC_CASSETTE_ORPHANS: ___, ...env } = process.env;
      const child = new Child(
        spawn(process.execPath, [RUNNER, JSON.stringify({ address: server.address, ...job })], {
          cwd: temporary('.'),
          env: { ...env, ...variables },
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      );
      const { stdout, stderr } = await child.ended;
      const ends = stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as PlainEnd);
      return { ends, stderr: stderr.replace(/\(node:\d+\) /g, '') };
    },
  };
}

/** An address at which nobody answers. */
export const NOWHERE = '127.0.0.1:1';
