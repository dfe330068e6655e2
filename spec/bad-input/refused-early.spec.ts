import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import {
  type Cassette,
  CassetteError,
  type CassetteOptions,
  cassetteChannel,
  cassetteInterceptor,
} from '../../lib/index.js';
import type { Appender } from '../../lib/storage/storage.js';
import { cassette, entry, requestsIn, unary } from '../support/cassettes.js';
import { callUnary, type EchoClient, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { cassetteOn, FailingStorage } from '../support/failing-storage.js';
import { listen } from '../support/listen.js';

/** How a call comes to a cassette, and the client's options for it. */
const DOORS = {
  interceptor: (opened: Cassette | string, options?: CassetteOptions): grpc.ClientOptions => ({
    interceptors: [cassetteInterceptor(opened, options)],
  }),
  channel: (opened: Cassette | string, options?: CassetteOptions): grpc.ClientOptions => ({
    channelFactoryOverride: cassetteChannel(opened, options),
  }),
};

/** A folder in which no file can be opened to be written, while that is so. */
class ReadOnlyStorage extends FailingStorage {
  isReadOnly = true;
  /** It can be written again as soon as that has been noticed. */
  onlyOnce = false;

  constructor() {
    super('EROFS');
  }

  override openToAppend(path: string, mode?: number): Appender {
    if (!this.isReadOnly) return super.openToAppend(path, mode);
    this.isReadOnly = !this.onlyOnce;
    throw Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' });
  }
}

/** What a call of each kind failed with, one after another. */
async function failuresOfEachKind(client: EchoClient): Promise<readonly (string | undefined)[]> {
  const unaryCall = (await callUnary(client, 'A')).error;
  const upload = await new Promise<grpc.ServiceError | null>((resolve) => {
    const call = client.ClientStream((error) => resolve(error));
    call.write(Buffer.from('A'));
    call.end();
  });
  const download = listen(client.ServerStream(Buffer.from('A')));
  await download.ended;
  const call = client.Bidi();
  const talk = listen(call);
  call.write(Buffer.from('A'));
  call.end();
  await talk.ended;
  return [unaryCall, upload, download.error, talk.error].map((error) => error?.details);
}

for (const [door, optionsOf] of Object.entries(DOORS)) {
  describe(`a call that could not be recorded, by ${door}`, () => {
    const { server, temporary } = useEchoSuite();
    const clients: grpc.Client[] = [];
    let path: string;
    beforeEach(() => {
      path = temporary('chat.yaml');
    });
    afterEach(() => {
      for (const client of clients.splice(0)) client.close();
    });

    function clientOf(opened: Cassette | string, options?: CassetteOptions): EchoClient {
      const client = echoClient(server.address, optionsOf(opened, options));
      clients.push(client);
      return client;
    }

    /** What it ended with; nothing of it reached the server. */
    async function assertRefused(client: EchoClient, reason: string): Promise<void> {
      const reached = server.reached.length;
      const { error } = await callUnary(client, 'B');
      expect(error?.code).to.equal(grpc.status.FAILED_PRECONDITION);
      expect(error?.details).to.contain(reason);
      expect(CassetteError.is(error?.cause) && error.cause.code).to.equal('write_failed');
      expect(server.reached.length).to.equal(reached);
    }

    for (const mode of ['once', 'new_episodes', 'rewrite', 'all'] as const) {
      it(`fails where nothing can be written, and works when that is mended: mode ${mode}`, async () => {
        const storage = new ReadOnlyStorage();
        const opened = cassetteOn(storage, path, mode);
        const client = clientOf(opened);
        const reason = `${path}: nothing can be recorded (mode ${mode}): EROFS: read-only file system. The call /echo.Echo/Unary was not made. Mend the cause and record again.`;
        await assertRefused(client, reason);
        await assertRefused(client, reason);
        storage.isReadOnly = false;
        expect((await callUnary(client, 'C')).response).to.equal('re:C');
        await opened.close();
        expect(requestsIn(path)).to.deep.equal(['C']);
        expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
      });
    }

    it('fails where nothing can be written, and what is recorded is played: mode new_episodes', async () => {
      const held = entry({ method: 'Bidi', requests: ['a', 'b'], responses: ['x'], after: ['end'] });
      writeFileSync(path, cassette(unary('A', 'a'), held));
      const storage = new ReadOnlyStorage();
      const opened = cassetteOn(storage, path, 'new_episodes');
      const client = clientOf(opened);
      expect((await callUnary(client, 'A')).response).to.equal('a');
      await assertRefused(client, 'EROFS: read-only file system. The call /echo.Echo/Unary was not made.');
      await opened.close();
      expect(requestsIn(path)).to.deep.equal(['A', 'a']);
    });

    it('of each kind fails where the list stands indented', async () => {
      const indented = cassette(unary('X', 'x')).replace(/^(?=- | {2})/gm, '  ');
      writeFileSync(path, indented);
      for (const mode of ['new_episodes', 'rewrite'] as const) {
        const client = clientOf(path, { mode });
        const reached = server.reached.length;
        const failures = await failuresOfEachKind(client);
        expect(failures).to.have.length(4);
        for (const each of failures) expect(each).to.contain('interactions cannot be added to this file');
        expect(server.reached.length).to.equal(reached);
        await cassetteInterceptor(path, { mode }).cassette?.close();
      }
      expect(readFileSync(path, 'utf8')).to.equal(indented);
      expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
    });

    it('goes live where that is mended before it is told', async () => {
      const storage = new ReadOnlyStorage();
      storage.onlyOnce = true;
      const opened = cassetteOn(storage, path, 'rewrite');
      expect((await callUnary(clientOf(opened), 'A')).response).to.equal('re:A');
      await opened.close();
      expect(opened.misses).to.deep.equal([]);
      expect(requestsIn(path)).to.deep.equal(['A']);
    });

    it('is unharmed where trouble comes up only later', async () => {
      const storage = new ReadOnlyStorage();
      storage.isReadOnly = false;
      const opened = cassetteOn(storage, path, 'once');
      const client = clientOf(opened);
      expect((await callUnary(client, 'A')).response).to.equal('re:A');
      storage.isReadOnly = true;
      storage.broken = ['append', 'replace'];
      for (const request of ['B', 'C', 'D'])
        expect((await callUnary(client, request)).response).to.equal(`re:${request}`);
      storage.isReadOnly = false;
      storage.broken = [];
      await opened.close();
      expect(requestsIn(path)).to.deep.equal(['A', 'B', 'C', 'D']);
      expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
    });
  });
}
