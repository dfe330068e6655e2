import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { createDebug } from '../../lib/open/debug.js';
import { cassette } from '../support/cassettes.js';
import { endChildren, pathOf, startCommand } from '../support/child.js';
import { callUnary, echoClient } from '../support/echo-server.js';
import { useWarnings, withoutModeVariable } from '../support/environment.js';
import { listen } from '../support/listen.js';
import { put, watch } from '../support/overlapping.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const VARIABLE = 'GRPC_CASSETTE_DEBUG';
const SECRET = 'sk-4711';

describe('GRPC_CASSETTE_DEBUG', () => {
  const temporary = useTemporaryFolder();
  const warnings = useWarnings();
  withoutModeVariable();
  endChildren();
  afterEach(() => {
    delete process.env[VARIABLE];
  });

  /** Plays a watch whose event waits in vain, and a miss. */
  async function play(): Promise<void> {
    const path = temporary('chat.yaml');
    const times = [1000, 1, 9] as const;
    const seen = { responses: [SECRET], responseOrder: [10], responseMs: [1], requests: [SECRET] };
    writeFileSync(
      path,
      cassette(
        put('A', { order: 'start: 5, headers: 8, end: 9', times }),
        watch({ order: 'start: 1, headers: 4, end: 30', times, ...seen }),
      ),
    );
    const opened = openCassette(path);
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
    await callUnary(client, SECRET, { authorization: SECRET });
    const watching = client.ServerStream(Buffer.from(SECRET));
    const heard = listen(watching);
    await heard.hears(1);
    expect(heard.log).to.deep.equal([SECRET]);
    watching.cancel();
    await heard.ended;
    await callUnary(client, 'A');
    client.close();
    await opened.close();
  }

  const LINES = [
    'call 1 /echo.Echo/Unary is answered by no recording (no_match)',
    'call 2 /echo.Echo/ServerStream is answered by recording 1 (line 16)',
    'call 2 /echo.Echo/ServerStream: message 1 waits for the start of recording 2 (line 3), /echo.Echo/Unary',
    'call 2 /echo.Echo/ServerStream: message 1 goes on without it after # ms',
    'call 3 /echo.Echo/Unary is answered by recording 2 (line 3)',
  ];

  it('tells a file which recording answers each call, why, and why an event waits, and no secret', async () => {
    const file = temporary('debug.log');
    process.env[VARIABLE] = file;
    await play();
    const lines = readFileSync(file, 'utf8').split('\n');
    expect(lines.pop()).to.equal('');
    const path = temporary('chat.yaml');
    for (const line of lines) expect(line).to.match(/^grpc-cassette \d+ /);
    const told = lines.map((line) => line.replace(/^grpc-cassette \d+ /, '').replace(/\d+ ms$/, '# ms'));
    expect(told).to.deep.equal(LINES.map((line) => `${path}: ${line}`));
    expect(lines.join()).not.to.include(SECRET);
    expect(await warnings()).to.deep.equal([]);
  });

  it('tells nobody where it is not given, empty or 0', () => {
    for (const value of [undefined, '', ' ', '0']) {
      if (value !== undefined) process.env[VARIABLE] = value;
      expect(createDebug(), String(value)).to.equal(undefined);
    }
  });

  it('warns once of a file that cannot be written, and the calls go on', async () => {
    process.env[VARIABLE] = temporary('.');
    await play();
    await play();
    const told = await warnings();
    expect(told).to.have.length(1);
    expect(told[0]).to.match(/^GRPC_CASSETTE_DEBUG: nothing more can be written there: EISDIR/);
  });

  it('tells the standard error output all of it, though that is full, and the process ends at once', async () => {
    const debug = pathOf('../../lib/open/debug');
    const length = 2_000_000;
    const program = `
      import { createDebug } from '${debug}';
      // As any program that prints there: from then on nobody waits for the pipe's reader.
      console.error('before');
      const debug = createDebug();
      for (const mark of ['a', 'b']) debug(() => mark.repeat(${length}));
      process.exit();`;
    const child = startCommand(process.execPath, ['--input-type=module', '-e', program], { [VARIABLE]: '1' });
    const { stderr } = await child.ended;
    const lines = stderr.split('\n').map((line) => line.replace(/^grpc-cassette \d+ /, ''));
    expect(lines.map((line) => [line[0], line.length])).to.deep.equal([
      ['b', 'before'.length],
      ['a', length],
      ['b', length],
      [undefined, 0],
    ]);
  });
});
