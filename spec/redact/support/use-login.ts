import { existsSync, readFileSync } from 'node:fs';
import type { CassetteOptions } from '../../../lib/index.js';
import { withoutModeVariable } from '../../support/environment.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';
import { type LoginClient, LoginServer, loginClient } from './login.js';

/** What the tests of a suite share: a server with secrets, and clients of it. */
export interface LoginSuite {
  readonly server: LoginServer;
  readonly path: () => string;
  /** The cassette's text. */
  readonly text: () => string;
  /** Records what `program` does; resolves to what it heard. */
  record<Heard>(options: CassetteOptions, program: Program<Heard>): Promise<Heard>;
  /** The same with nobody there. */
  replay<Heard>(options: CassetteOptions, program: Program<Heard>): Promise<Heard>;
}

type Program<Heard> = (client: LoginClient) => Promise<Heard>;

/** Gives the suite that calls this a server and a cassette's path of each test's own. */
export function useLogin(): LoginSuite {
  const temporary = useTemporaryFolder();
  withoutModeVariable();
  const server = new LoginServer();
  before(() => server.start());
  after(() => server.stop());
  let path = '';
  beforeEach(() => {
    path = temporary('login.yaml');
    server.answer = () => ({});
    server.trailers = {};
    server.details = undefined;
  });
  const run = async <Heard>(
    address: string,
    options: CassetteOptions,
    program: Program<Heard>,
  ): Promise<Heard> => {
    const client = loginClient(address, path, options);
    try {
      return await program(client);
    } finally {
      await client.close();
    }
  };
  return {
    server,
    path: () => path,
    text: () => readFileSync(path, 'utf8'),
    record: (options, program) => run(server.address, { mode: 'once', ...options }, program),
    replay: (options, program) => run('127.0.0.1:1', { mode: 'none', ...options }, program),
  };
}

/** Resolves when there is a file at `path`. */
export async function untilThere(path: string): Promise<void> {
  while (!existsSync(path)) await new Promise((resolve) => setImmediate(resolve));
}
