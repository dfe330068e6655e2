import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { load } from 'js-yaml';
import { type CassetteOptions, cassetteInterceptor, openCassette } from '../../../lib/index.js';
import { type ChatServer, startChatServer } from '../../clients/chat-server.js';
import { tsProtoClient } from '../../clients/ts-proto.js';
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

  it('are not kept where no readable view is wanted', async () => {
    const path = temporary('chat.yaml');
    await ask(path, { mode: 'once', debugJson: false }, 'one');
    expect(requestOf(path).json).to.equal(undefined);
  });
});
