import { expect } from 'chai';
import { requestsIn } from '../../support/cassettes.js';
import { type Child, endChildren, startCommand } from '../../support/child.js';
import { useUnowned } from './suite.js';

const LIB = new URL('../../../lib/', import.meta.url).href;
const ECHO = new URL('../../support/echo-server.js', import.meta.url).href;
const TIME = new URL('../../support/time.js', import.meta.url).href;

describe('a process that is killed a round after its last call', () => {
  const { path, server } = useUnowned();
  endChildren();

  /** Runs a program that makes a call with `options` for its client, and kills itself. */
  function start(options: string, flags: readonly string[], env: Readonly<Record<string, string>>): Child {
    const program = `
      import { callUnary, echoClient } from '${ECHO}';
      import { turns } from '${TIME}';
      import { cassetteChannel, cassetteInterceptor } from '${LIB}index.js';
      const path = ${JSON.stringify(path())};
      await callUnary(echoClient('${server.address}', ${options}), 'A');
      await turns(2);
      process.kill(process.pid, 'SIGKILL');`;
    return startCommand(process.execPath, [...flags, '--input-type=module', '-e', program], env);
  }

  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ['an interceptor of a path', "{ interceptors: [cassetteInterceptor(path, { mode: 'once' })] }", []],
    ['a channel of a path', "{ channelFactoryOverride: cassetteChannel(path, { mode: 'once' }) }", []],
    ['grpc-cassette/register', '{}', ['--import', `${LIB}register/index.js`]],
  ];

  for (const [door, options, flags] of rows) {
    it(`leaves what it recorded in the file, by ${door}`, async () => {
      const env: Record<string, string> =
        flags.length === 0 ? {} : { GRPC_CASSETTE_PATH: path(), GRPC_CASSETTE_MODE: 'once' };
      const { signal, stderr } = await start(options, flags, env).ended;
      expect([signal, stderr]).to.deep.equal(['SIGKILL', '']);
      expect(requestsIn(path())).to.deep.equal(['A']);
    });
  }
});
