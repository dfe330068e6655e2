import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { expect } from 'chai';
import { ask, complete, stream } from '../../examples/demo/chat.js';
import { cassetteInterceptor } from '../../lib/index.js';
import { ChatClient } from '../../proto-gen/xai/api/v1/chat.js';
import { callUnary, echoClient } from '../support/echo-server.js';
import { projectRoot } from '../support/shared-folder.js';

const NOWHERE = '127.0.0.1:1';
const MODEL = 'grok-4-fast-non-reasoning';

// Recorded with version 0.1.0 and never recorded again: what users keep in their repositories must go on playing.
describe('the cassettes of version 0.1.0', () => {
  it('play a chat and a streamed chat', async () => {
    const interceptor = cassetteInterceptor(join(projectRoot, 'fixtures/chat.yaml'));
    const client = new ChatClient(NOWHERE, credentials.createInsecure(), { interceptors: [interceptor] });
    const response = await complete(client, ask(MODEL, 'In one sentence: what is a cassette?'));
    expect(response.outputs[0]?.message?.content).to.match(/^A cassette is a file that remembers/);
    let story = '';
    for await (const chunk of stream(
      client,
      ask(MODEL, 'Tell me a very short story about a tape recorder.'),
    )) {
      story += chunk.outputs[0]?.delta?.content ?? '';
    }
    expect(story).to.match(/^The tape recorder had listened .* at the other end of the line\.$/);
    expect(interceptor.cassette?.unplayed).to.deep.equal([]);
    client.close();
    await interceptor.cassette?.close();
  });

  it('play every kind of call, with its headers, its trailers and its errors', async () => {
    const path = join(projectRoot, 'fixtures/echo.yaml');
    const before = readFileSync(path);
    const interceptor = cassetteInterceptor(path);
    const client = echoClient(NOWHERE, { interceptors: [interceptor] });
    expect((await callUnary(client, 'hello')).response).to.equal('re:hello');
    const { error } = await callUnary(client, 'fail');
    expect(error?.message).to.equal('5 NOT_FOUND: no such thing');
    expect(error?.metadata.get('x-reason')).to.deep.equal(['asked to']);

    const counted: string[] = [];
    for await (const message of client.ServerStream(Buffer.from('count'))) counted.push(String(message));
    expect(counted).to.deep.equal(['count:0', 'count:1', 'count:2']);

    const joined = await new Promise<string>((resolve) => {
      const call = client.ClientStream((_error, response) => resolve(String(response)));
      call.write(Buffer.from('a'));
      call.write(Buffer.from(''));
      call.end();
    });
    expect(joined).to.equal('a,');

    const heard: string[] = [];
    await new Promise<void>((resolve) => {
      const call = client.Bidi();
      call.on('data', (message: Buffer) => {
        heard.push(message.toString());
        if (heard.length === 1) call.write(Buffer.from('two'));
        else call.end();
      });
      call.on('status', () => resolve());
      call.write(Buffer.from('one'));
    });
    expect(heard).to.deep.equal(['one', 'two']);
    expect(interceptor.cassette?.unplayed).to.deep.equal([]);
    expect(interceptor.cassette?.misses).to.deep.equal([]);
    client.close();
    await interceptor.cassette?.close();
    expect(readFileSync(path).equals(before)).to.equal(true);
  });
});
