import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Interceptor } from '@grpc/grpc-js';
import { expect } from 'chai';
import { load } from 'js-yaml';
import { type CassetteOptions, cassetteInterceptor, openCassette } from '../../../lib/index.js';
import { HandedMessages } from '../../../lib/messages/meaning/handed-messages.js';
import { type ChatServer, startChatServer } from '../../clients/chat-server.js';
import { tsProtoClient } from '../../clients/ts-proto.js';
import { callUnary, echoClient, startEchoServer } from '../../support/echo-server.js';
import { projectRoot } from '../../support/shared-folder.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';

interface Entry {
  readonly request_sample: { readonly json?: { readonly model?: string; readonly messages?: unknown } };
}

describe('the requests of a client without message classes, and no schema', () => {
  const temporary = useTemporaryFolder();
  let server: ChatServer;
  before(async () => {
    server = await startChatServer();
  });
  after(() => server.stop());

  async function ask(path: string, options: CassetteOptions, question: string): Promise<string> {
    const opened = openCassette(path, options);
    const client = tsProtoClient(server.address, [cassetteInterceptor(opened)]);
    const said = await client.complete(question).then(
      ({ text }) => text,
      (error: Error) => error.message,
    );
    client.close();
    await opened.close();
    return said;
  }

  const requestOf = (path: string): Entry['request_sample'] => {
    const text = readFileSync(path, 'utf8').replaceAll(/!!binary (?:\|\n(?: {4,}.*\n)+|"")/g, "''\n");
    const { interactions } = load(text) as { readonly interactions: readonly Entry[] };
    return interactions[0]?.request_sample ?? {};
  };

  it('are shown as they were handed over: in a new recording, and in a miss', async () => {
    const path = temporary('chat.yaml');
    await ask(path, { mode: 'once' }, 'one');
    const { json } = requestOf(path);
    expect(json?.messages).to.be.an('array');
    expect(JSON.stringify(json)).to.include('"text":"one"');
    const miss = await ask(path, {}, 'two');
    expect(miss).to.match(/\n {2}asked: {5}\{.*"content":\[\{.*"text":"two"/);
    expect(miss).to.include('by field number (the schema option gives names)');
  });

  it('are noted only where the client alone has names for their fields', async () => {
    const echo = await startEchoServer();
    const path = temporary('chat.yaml');
    const isNoted = async (options: CassetteOptions, call: (door: Interceptor) => Promise<unknown>) => {
      const opened = openCassette(path, { mode: 'rewrite', ...options });
      await call(cassetteInterceptor(opened));
      const [only] = opened.interactions;
      await opened.close();
      return opened.engine.messageTypes.findCodec(only?.call?.method ?? '')?.handed !== undefined;
    };
    const complete = async (door: Interceptor): Promise<void> => {
      const client = tsProtoClient(server.address, [door]);
      await client.complete('one');
      client.close();
    };
    const sendBytes = async (door: Interceptor): Promise<void> => {
      const client = echoClient(echo.address, { interceptors: [door] });
      await callUnary(client, 'A');
      client.close();
    };
    const schema = join(projectRoot, 'proto-gen/xai.binpb');
    expect([
      await isNoted({}, complete),
      await isNoted({ schema }, complete),
      await isNoted({}, sendBytes),
    ]).to.deep.equal([true, false, false]);
    await echo.stop();
  });

  it('are kept for a new recording, and not where no readable view is wanted', async () => {
    const isKept = async (debugJson: boolean): Promise<boolean> => {
      const path = temporary(`${debugJson}.yaml`);
      const opened = openCassette(path, { mode: 'once', debugJson });
      const client = tsProtoClient(server.address, [cassetteInterceptor(opened)]);
      await client.complete('one');
      client.close();
      const [only] = opened.interactions;
      const codec = opened.engine.messageTypes.findCodec(only?.call?.method ?? '');
      const kept = codec?.handed?.view(only?.requests.at(0) ?? Buffer.of());
      await opened.close();
      expect(requestOf(path).json).to.deep.equal(kept);
      return kept !== undefined;
    };
    expect([await isKept(true), await isKept(false)]).to.deep.equal([true, false]);
  });
});

describe('what was handed over', () => {
  const KiB = 1024;
  const bytesOf = (number: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length, 'x');
    bytes.writeUInt32BE(number);
    return bytes;
  };

  /** Keeps `count` messages of that length; resolves to how many of them can be shown by equal bytes. */
  function keep(count: number, length: number): number {
    const handed = new HandedMessages();
    for (let number = 0; number < count; number += 1) {
      handed.keepView(bytesOf(number, length), { number });
      // The same again takes no room.
      handed.keepView(bytesOf(number, length), { number });
    }
    const views = Array.from({ length: count }, (_, number) => handed.view(bytesOf(number, length)));
    const shown = views.filter((view) => view !== undefined);
    expect(shown).to.deep.equal(shown.map((_, number) => ({ number })));
    return shown.length;
  }

  it('is kept up to a size of each, a size of all and a number', () => {
    expect(keep(3, 16 * KiB)).to.equal(3);
    expect(keep(3, 16 * KiB + 1)).to.equal(0);
    expect(keep(300, 16 * KiB)).to.equal(256);
    expect(keep(10_100, 8)).to.equal(10_000);
  });

  it('is shown by the very bytes that were made of it, where it is not kept', () => {
    const handed = new HandedMessages();
    const bytes = bytesOf(1, 32 * KiB);
    handed.note(bytes, { text: 'mine' });
    expect(handed.view(bytes)).to.deep.equal({ text: 'mine' });
    expect(handed.view(Buffer.from(bytes))).to.equal(undefined);
  });
});
