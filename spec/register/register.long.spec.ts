import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { entriesOf, requestsIn } from '../support/cassettes.js';
import { type Consumer, makeConsumer, nestOldGrpc, supportFile } from '../support/consumer.js';
import { type EchoServer, startEchoServer } from '../support/echo-server.js';
import { SAID } from '../support/one-of-each-kind.js';
import { projectRoot } from '../support/shared-folder.js';

const NOWHERE = '127.0.0.1:1';
const EACH_KIND = new URL('../support/one-of-each-kind.js', import.meta.url).href;

/** Uses the copy of grpc-js that is given, which knows nothing of cassettes, and tells what was heard. */
const TALK = `
  async function talk(grpc, address) {
    const { callEachKind } = await import('${EACH_KIND}');
    const perCall = grpc.credentials.createFromMetadataGenerator(() => { throw new Error('credentials were asked'); });
    const secure = grpc.credentials.combineChannelCredentials(grpc.credentials.createSsl(), perCall);
    const isOffline = address === '${NOWHERE}';
    const client = new grpc.Client(address, isOffline ? secure : grpc.credentials.createInsecure());
    await new Promise((resolve, reject) => client.waitForReady(Date.now() + (isOffline ? 500 : 5000), (error) => error ? reject(error) : resolve()));
    const heard = await callEachKind(client);
    client.close();
    return heard;
  }`;

/** An application with two copies of grpc-js: its own, and an older one below a dependency. */
const CJS = `
  const own = require('@grpc/grpc-js');
  const { grpc: old } = require('old-client');
  ${TALK}
  (async () => console.log(JSON.stringify([await talk(own, process.argv[2]), await talk(old, process.argv[2])])))();`;
const ESM = `
  import * as own from '@grpc/grpc-js';
  import { grpc as old } from 'old-client';
  ${TALK}
  console.log(JSON.stringify([await talk(own, process.argv[2]), await talk(old, process.argv[2])]));`;

/** A loader that reads CommonJS modules itself, as transpilers do: what those require is loaded past `require`. */
const SOURCE_HOOKS = `
  import { readFile } from 'node:fs/promises';
  export async function load(url, context, next) {
    const loaded = await next(url, context);
    return loaded.format === 'commonjs' ? { ...loaded, source: await readFile(new URL(url), 'utf8') } : loaded;
  }`;

/** Makes one call in each way that a cassette can come to it. */
const WITH_CASSETTES = `
  import { Client, credentials } from '@grpc/grpc-js';
  import { cassetteChannel, cassetteInterceptor, openCassette, useCassette } from 'grpc-cassette';
  const [address, folder] = process.argv.slice(2);
  const same = (bytes) => bytes;
  function ask(options, request, callOptions = {}) {
    const client = new Client(address, credentials.createInsecure(), options);
    return new Promise((resolve, reject) => client.makeUnaryRequest('/echo.Echo/Unary', same, same, Buffer.from(request), callOptions, (error, answer) => {
      client.close();
      if (error) reject(error); else resolve(String(answer));
    }));
  }
  const own = (name) => openCassette(folder + '/' + name + '.yaml', { mode: 'once' });
  const pass = (options, nextCall) => nextCall(options);
  await useCassette(folder + '/current.yaml', { mode: 'once' }, async () => {
    await ask({}, 'bare');
    await ask({}, 'own interceptors', { interceptors: [pass] });
    await ask({ interceptors: [cassetteInterceptor(own('interceptor'))] }, 'interceptor');
    await ask({ channelFactoryOverride: cassetteChannel(own('channel')) }, 'channel');
    await ask({ interceptors: [cassetteInterceptor()], channelFactoryOverride: cassetteChannel() }, 'all current');
  });
  await ask({}, 'none in charge');`;

/** Clients whose interceptors find no cassette, above channels that may. */
const OUTSIDE = `
  import { Client, credentials } from '@grpc/grpc-js';
  import { cassetteInterceptor } from 'grpc-cassette';
  const { ask } = await import('${EACH_KIND}');
  const said = [];
  for (const options of [undefined, { outside: 'error' }]) {
    const client = new Client(process.argv[2], credentials.createInsecure(), { interceptors: [cassetteInterceptor(options)] });
    said.push(await ask(client, 'A').catch(({ code }) => code));
    client.close();
  }
  console.log(JSON.stringify(said));`;

/** A suite whose client knows nothing of cassettes. */
const SUITE = `
  import { Client, credentials } from '@grpc/grpc-js';
  import { useCassette } from 'grpc-cassette';
  const client = new Client(process.env.ADDRESS, credentials.createInsecure());
  const { ask } = await import('${EACH_KIND}');
  describe('a suite', () => {
    it('asks', () => useCassette('current.yaml', { mode: 'once' }, async () => {
      if (await ask(client, 'A') !== 're:A') throw new Error('another answer');
    }));
  });`;

describe('grpc-cassette/register', function () {
  this.timeout(30_000);
  let server: EchoServer;
  let consumer: Consumer;

  before(async () => {
    server = await startEchoServer();
    consumer = makeConsumer();
    nestOldGrpc(consumer, 'old-client');
    consumer.write('package.json', '{ "private": true }');
    consumer.write('node_modules/old-client/package.json', '{ "name": "old-client", "main": "index.js" }');
    consumer.write('node_modules/old-client/index.js', "exports.grpc = require('@grpc/grpc-js');");
    consumer.write('app.cjs', CJS);
    consumer.write('app.mjs', ESM);
    consumer.write('suite.spec.mjs', SUITE);
    consumer.write('with-cassettes.mjs', WITH_CASSETTES);
    consumer.write('outside.mjs', OUTSIDE);
    consumer.write('early.cjs', "globalThis.early = require('@grpc/grpc-js');");
    consumer.write('early.mjs', `${TALK} console.log(JSON.stringify(await talk(early, process.argv[2])));`);
    consumer.write(
      'imports.mjs',
      `import * as own from '@grpc/grpc-js'; ${TALK} console.log(JSON.stringify(await talk(own, process.argv[2])));`,
    );
    consumer.write(
      'source-loader.mjs',
      "import { register } from 'node:module'; register('./source-hooks.mjs', import.meta.url);",
    );
    consumer.write('source-hooks.mjs', SOURCE_HOOKS);
    consumer.write(
      'worker.mjs',
      "import { Worker } from 'node:worker_threads'; new Worker(new URL('app.mjs', import.meta.url), { argv: process.argv.slice(2) });",
    );
  });
  beforeEach(() => {
    for (const name of ['chat', 'current', 'interceptor', 'channel']) {
      rmSync(join(consumer.folder, `${name}.yaml`), { force: true });
    }
  });
  after(async () => {
    consumer.remove();
    await server.stop();
  });

  const inFolder = (name: string): string => join(consumer.folder, name);

  async function run(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<string> {
    const { GRPC_CASSETTE_MODE: _, GRPC_CASSETTE_PATH: __, ...env } = process.env;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
      cwd: consumer.folder,
      env: { ...env, ...variables },
      timeout: 20_000,
    });
    expect(stderr).to.equal('');
    return stdout;
  }

  const record = { GRPC_CASSETTE_PATH: 'chat.yaml', GRPC_CASSETTE_MODE: 'once' };
  const replay = { GRPC_CASSETTE_PATH: 'chat.yaml' };
  const refuse = ['--import', supportFile('refuse-network')];

  for (const flag of ['--import', '--require']) {
    for (const app of ['app.cjs', 'app.mjs']) {
      it(`${flag}, ${app}: both copies are recorded, and replayed without a network`, async () => {
        const registered = [flag, 'grpc-cassette/register', app];
        const recorded = await run([...registered, server.address], record);
        expect(JSON.parse(recorded)).to.deep.equal([SAID, SAID]);
        expect(entriesOf(inFolder('chat.yaml'))).to.have.length(2 * SAID.length);
        const reached = server.reached.length;
        expect(await run([...refuse, ...registered, NOWHERE], replay)).to.equal(recorded);
        expect(server.reached.length).to.equal(reached);
      });
    }
  }

  const REGISTER = ['--import', 'grpc-cassette/register'];
  const SEEN_BY_ONE: Readonly<Record<string, readonly string[]>> = {
    'that was loaded before and is not asked for again': [
      '--require',
      './early.cjs',
      ...REGISTER,
      'early.mjs',
    ],
    'whose source a loader hands over': [...REGISTER, '--import', './source-loader.mjs', 'imports.mjs'],
  };
  for (const [what, args] of Object.entries(SEEN_BY_ONE)) {
    it(`reaches a copy ${what}`, async () => {
      expect(JSON.parse(await run([...args, server.address], record))).to.deep.equal(SAID);
      expect(JSON.parse(await run([...args, NOWHERE], replay))).to.deep.equal(SAID);
    });
  }

  it('reaches a worker thread', async () => {
    await run(['--import', 'grpc-cassette/register', 'app.mjs', server.address], record);
    const told = await run(['--import', 'grpc-cassette/register', 'worker.mjs', NOWHERE], replay);
    expect(JSON.parse(told)).to.deep.equal([SAID, SAID]);
  });

  it('reaches the clients of a mocha suite, whose tests say which cassette is in charge', async () => {
    const mocha = join(projectRoot, 'node_modules/mocha/bin/mocha.js');
    const suite = [mocha, '--import=grpc-cassette/register', '--exit', 'suite.spec.mjs'];
    for (const address of [server.address, NOWHERE]) {
      expect(await run(suite, { ADDRESS: address })).to.include('1 passing');
    }
    expect(requestsIn(inFolder('current.yaml'))).to.deep.equal(['A']);
  });

  it('lets a cassette win that a client was given, and records no call twice', async () => {
    await run(['--import', 'grpc-cassette/register', 'with-cassettes.mjs', server.address, consumer.folder]);
    expect(requestsIn(inFolder('current.yaml'))).to.deep.equal(['bare', 'own interceptors', 'all current']);
    expect(requestsIn(inFolder('interceptor.yaml'))).to.deep.equal(['interceptor']);
    expect(requestsIn(inFolder('channel.yaml'))).to.deep.equal(['channel']);
    expect(server.reached.slice(-1)).to.deep.equal(['none in charge']);
  });

  it('serves what interceptors let pass, but for those that were told otherwise themselves', async () => {
    const said = await run(['--import', 'grpc-cassette/register', 'outside.mjs', server.address], {
      ...record,
      GRPC_CASSETTE_OUTSIDE: 'error',
    });
    const [served, failed = ''] = JSON.parse(said) as readonly string[];
    expect([served, failed.split(',')[0]]).to.deep.equal([
      're:A',
      '9 No cassette is in charge of the call /echo.Echo/Unary',
    ]);
    expect(requestsIn(inFolder('chat.yaml'))).to.deep.equal(['A']);
  });

  it('leaves all calls alone where no cassette is in charge', async () => {
    const told = await run(['--import', 'grpc-cassette/register', 'app.mjs', server.address], {
      GRPC_CASSETTE_PATH: ' ',
    });
    expect(JSON.parse(told)).to.deep.equal([SAID, SAID]);
  });

  it('would be seen to touch the network: without it the traps close', async () => {
    const touched = await run([...refuse, 'app.mjs', NOWHERE]).catch((error: Error) => String(error));
    expect(touched).to.include('touched the network');
  });
});
