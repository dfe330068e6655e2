import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import * as first from '../../lib/index.js';
import { HiddenNames } from '../../lib/record/beside/hidden-names.js';
import { requestsIn } from '../support/cassettes.js';
import { callUnary, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { projectRoot } from '../support/shared-folder.js';

describe('two copies of this library in one process', () => {
  const { server, temporary } = useEchoSuite();
  let folder = '';
  let second: typeof first;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'grpc-cassette-copy-'));
    cpSync(fileURLToPath(new URL('../../lib', import.meta.url)), join(folder, 'lib'), { recursive: true });
    symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    second = (await import(pathToFileURL(join(folder, 'lib/index.js')).href)) as typeof first;
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are two', () => {
    expect(second.openCassette).not.to.equal(first.openCassette);
  });

  it('have one cassette for one path, which records and replays the calls of both', async () => {
    const path = temporary('chat.yaml');
    const opened = first.openCassette(path, { mode: 'once' });
    expect(second.openCassette(path, { mode: 'once' })).to.equal(opened);
    const interceptors = [
      first.cassetteInterceptor(opened),
      second.cassetteInterceptor(opened),
      second.cassetteInterceptor(path, { mode: 'once' }),
    ];
    for (const [index, interceptor] of interceptors.entries()) {
      const client = echoClient(server.address, { interceptors: [interceptor] });
      expect((await callUnary(client, `call ${index}`)).response).to.equal(`re:call ${index}`);
      client.close();
    }
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['call 0', 'call 1', 'call 2']);

    const again = second.openCassette(path);
    const client = echoClient('127.0.0.1:1', { interceptors: [first.cassetteInterceptor(again)] });
    expect((await callUnary(client, 'call 1')).response).to.equal('re:call 1');
    const { error } = await callUnary(client, 'another');
    expect(first.CassetteError.is(error?.cause) && error.cause.code).to.equal('no_match');
    expect(second.CassetteError.is(error?.cause)).to.equal(true);
    await again.close();
    client.close();
  });

  it('have one cassette in charge', async () => {
    const path = temporary('chat.yaml');
    const client = echoClient(server.address, { interceptors: [second.cassetteInterceptor()] });
    await first.useCassette(path, { mode: 'once' }, async (opened) => {
      expect((await callUnary(client, 'A')).response).to.equal('re:A');
      expect(opened.dirty).to.equal(true);
    });
    expect(requestsIn(path)).to.deep.equal(['A']);
    client.close();
  });

  it('leave a cassette open that the other copy uses as well', async () => {
    const path = temporary('chat.yaml');
    const client = echoClient(server.address, { interceptors: [first.cassetteInterceptor()] });
    let enter: () => void = () => undefined;
    const secondIsIn = new Promise<void>((resolve) => {
      enter = resolve;
    });
    const one = first.useCassette(path, { mode: 'once' }, () => secondIsIn);
    const two = second.useCassette(path, { mode: 'once' }, async (opened) => {
      enter();
      await one;
      expect(opened.isClosed).to.equal(false);
      expect((await callUnary(client, 'A')).response).to.equal('re:A');
    });
    await Promise.all([one, two]);
    expect(requestsIn(path)).to.deep.equal(['A']);
    client.close();
  });

  it('know each other as of this process: neither takes the other for abandoned', async () => {
    mkdirSync(temporary('folder'));
    const file = temporary('folder/chat.yaml');
    const copies = await Promise.all(
      [new URL('../../lib/', import.meta.url).href, pathToFileURL(`${join(folder, 'lib')}/`).href].map(
        async (base) => {
          const { storage } = (await import(
            new URL('open/storage.js', base).href
          )) as typeof import('../../lib/open/storage.js');
          const { systemProcesses } = (await import(
            new URL('open/system-processes.js', base).href
          )) as typeof import('../../lib/open/system-processes.js');
          const { Journals } = (await import(
            new URL('record/beside/journals.js', base).href
          )) as typeof import('../../lib/record/beside/journals.js');
          const names = new HiddenNames({ file, name: 'chat.yaml' });
          const journals = new Journals(names, storage, systemProcesses);
          return { journals, path: names.journal(systemProcesses.newTag()) };
        },
      ),
    );
    // All but the eight digits that tell one journal from another.
    const [mine, other] = copies.map(({ path }) => path.replace(/[0-9a-f]{8}\.journal$/, ''));
    expect(mine).to.equal(other);
    for (const { path } of copies) writeFileSync(path, '');
    for (const { journals } of copies) expect(journals.findAbandoned()).to.deep.equal([]);
  });
});
