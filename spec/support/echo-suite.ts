import { type Cassette, type CassetteOptions, cassetteInterceptor } from '../../lib/index.js';
import { type EchoClient, type EchoServer, echoClient, startEchoServer } from './echo-server.js';
import { withoutModeVariable } from './environment.js';
import { useTemporaryFolder } from './temporary-folder.js';

/** What the tests of a suite share: an echo server, and a folder of each test's own. */
export interface EchoSuite {
  readonly server: Pick<EchoServer, 'address' | 'reached'>;
  /** A path in the test's folder. */
  readonly temporary: (name: string) => string;
  /** A client of the server whose calls go through a cassette. */
  readonly clientOf: (opened: Cassette | string, options?: CassetteOptions) => EchoClient;
}

/** Gives the suite that calls this an echo server and temporary folders, without a record mode in the environment. */
export function useEchoSuite(): EchoSuite {
  const temporary = useTemporaryFolder();
  withoutModeVariable();
  let started: EchoServer;
  before(async () => {
    started = await startEchoServer();
  });
  after(() => started.stop());
  const server = {
    get address() {
      return started.address;
    },
    get reached() {
      return started.reached;
    },
  };
  return {
    server,
    temporary,
    clientOf: (opened, options) =>
      echoClient(server.address, { interceptors: [cassetteInterceptor(opened, options)] }),
  };
}
