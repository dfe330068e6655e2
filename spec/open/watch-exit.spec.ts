import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { CassetteError, openCassette, useCassette } from '../../lib/index.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const execute = promisify(execFile);
const library = new URL('../../lib/index.js', import.meta.url).href;
const echo = new URL('../support/echo-server.js', import.meta.url).href;

describe('a cassette that nobody closes', () => {
  const temporary = useTemporaryFolder();

  /** Runs a program that makes one unary call and ends; resolves to what it printed as warnings. */
  async function run(address: string, options: string): Promise<string> {
    const program = `
      import { cassetteInterceptor } from '${library}';
      import { callUnary, echoClient, startEchoServer } from '${echo}';
      const server = await startEchoServer();
      const interceptor = cassetteInterceptor('chat.yaml', ${options});
      const client = echoClient(${address}, { interceptors: [interceptor] });
      await callUnary(client, 'A');
      client.close();
      await server.stop();`;
    const { GRPC_CASSETTE_MODE: _, ...env } = process.env;
    const { stderr } = await execute(process.execPath, ['--input-type=module', '-e', program], {
      cwd: temporary('.'),
      env,
    });
    return stderr.replace(/\(node:\d+\) /g, '');
  }

  it('is saved when the process exits, without a word', async () => {
    expect(await run('server.address', "{ mode: 'once' }")).to.equal('');
    expect(existsSync(temporary('chat.yaml'))).to.equal(true);
  });

  it('tells at the exit of calls that reached no server', async () => {
    expect(await run("'127.0.0.1:1'", "{ mode: 'once' }")).to.equal(
      'GrpcCassetteWarning: chat.yaml: recording (mode once), 1 call reached no server and was not recorded (/echo.Echo/Unary). Nobody answers at dns:127.0.0.1:1. Start the server and record again. The option keepFailures: true records such calls between others that did reach one.\n',
    );
  });

  it('tells at the exit of a schema that could not be read', async () => {
    expect(await run('server.address', "{ mode: 'once', schema: 'none.binpb' }")).to.match(
      /^GrpcCassetteWarning: chat\.yaml: messages are compared, and stored, without a schema: the schema none\.binpb cannot be read: ENOENT/,
    );
  });
});

describe('a process that exits while useCassette ends', () => {
  const temporary = useTemporaryFolder();

  /** Runs a program that exits well while a schema is being waited for. */
  async function exitMeanwhile(end: string): Promise<readonly string[]> {
    const program = `
      import { useCassette, cassetteInterceptor } from '${library}';
      import { callUnary, echoClient, startEchoServer } from '${echo}';
      const server = await startEchoServer();
      const client = echoClient(server.address, { interceptors: [cassetteInterceptor()] });
      const schema = () => new Promise(() => {});
      void useCassette('chat.yaml', { mode: 'once', schema }, async () => {
        await callUnary(client, 'A');
        setImmediate(() => process.exit(0));
        ${end}
      });`;
    const { GRPC_CASSETTE_MODE: _, ...env } = process.env;
    await execute(process.execPath, ['--input-type=module', '-e', program], { cwd: temporary('.'), env });
    return readdirSync(temporary('.'));
  }

  it('saves what it recorded, where it did well', async () => {
    expect(await exitMeanwhile('')).to.deep.equal(['chat.yaml']);
  });

  it('sets it aside, where it failed', async () => {
    expect(await exitMeanwhile("throw new Error('failed');")).to.deep.equal(['chat.rejected.yaml']);
  });
});

describe('what is given wrongly', () => {
  const temporary = useTemporaryFolder();

  it('is told of by useCassette, which wants a function', async () => {
    const path = temporary('chat.yaml');
    const error = await useCassette(path, {}, undefined as never).catch((reason: unknown) => reason);
    expect(CassetteError.is(error) && error.code).to.equal('invalid_option');
    expect((error as Error).message).to.equal(
      'useCassette was given undefined to run. Give it a path, options where there are any, and a function.',
    );
  });

  it('is told of in words where a path is open with other options', async () => {
    const path = temporary('chat.yaml');
    const opened = openCassette(path, { schema: ['a.proto', 'b.proto'], timing: 'recorded' });
    expect(() => openCassette(path, { schema: 'a.proto' })).to.throw(
      `The cassette ${path} is open already with other options (timing: 1 against 0, schema: ["a.proto","b.proto"] against ["a.proto"]). Close it first, or give both the same options.`,
    );
    await opened.close();
  });
});
