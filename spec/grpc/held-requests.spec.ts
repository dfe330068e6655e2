import { writeFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { HeldRequests } from '../../lib/grpc/held-requests.js';
import { tapOf } from '../../lib/grpc/tap.js';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { cassette, entriesOf, entry } from '../support/cassettes.js';
import { callUnary, type EchoClient, echoService } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { listen } from '../support/listen.js';

/** A server that answers when its client is done: nothing is given before a client contradicts. */
const patient = entry({
  method: 'Bidi',
  requests: ['a', 'b', 'c'],
  responses: ['abc'],
  after: ['end'],
  call: ['response_metadata: {}', 'metadata_after: end', 'status_after: end'],
});

describe('requests that were held when a call goes live', () => {
  const { clientOf, server, temporary } = useEchoSuite();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
    writeFileSync(path, cassette(patient));
  });

  async function say(client: EchoClient, requests: readonly string[]): Promise<readonly string[]> {
    const call = client.Bidi();
    const { ended } = listen(call);
    for (const request of requests) call.write(Buffer.from(request));
    call.end();
    return ended;
  }

  for (const connected of [false, true]) {
    const channel = connected ? 'a channel that is connected' : 'a channel that has to connect first';
    for (const requests of [
      ['a', 'b', 'z'],
      ['a', 'b', 'z', 'y', 'x'],
      ['a', 'b'],
      ['a', 'b', 'c', 'd', 'e', 'f'],
    ]) {
      it(`reach the server in order, all of ${requests}, on ${channel}, and so they are recorded`, async () => {
        const opened = openCassette(path, { mode: 'new_episodes' });
        const client = clientOf(opened);
        if (connected) await callUnary(client, 'warm');
        const reached = server.reached.length;
        expect(await say(client, requests)).to.deep.equal([...requests, 'status 0']);
        expect(server.reached.slice(reached)).to.deep.equal(['a']);
        await opened.close();
        const recorded = entriesOf(path).filter(({ method }) => method === 'Bidi')[1];
        expect(recorded).to.deep.include({ requests, responses: requests });
        client.close();

        const again = openCassette(path);
        const offline = clientOf(again);
        expect(await say(offline, requests)).to.deep.equal([...requests, 'status 0']);
        expect(server.reached.length).to.equal(reached + 1);
        await again.close();
        offline.close();
      });
    }
  }

  it('tell the client of its writes once each, in order', async () => {
    const opened = openCassette(path, { mode: 'new_episodes' });
    const call = clientOf(opened).Bidi();
    const { ended } = listen(call);
    const written: string[] = [];
    for (const request of ['a', 'b', 'z', 'y']) {
      call.write(Buffer.from(request), () => written.push(request));
    }
    call.end();
    expect(await ended).to.deep.equal(['a', 'b', 'z', 'y', 'status 0']);
    expect(written).to.deep.equal(['a', 'b', 'z', 'y']);
    await opened.close();
  });

  it('are what the client sent, also where it has changed the object since, live and in the cassette', async () => {
    const opened = openCassette(path, { mode: 'new_episodes' });
    const client = new grpc.Client(server.address, grpc.credentials.createInsecure(), {
      interceptors: [cassetteInterceptor(opened)],
    });
    const serialize = ({ text }: { text: string }): Buffer => Buffer.from(text);
    const call = client.makeBidiStreamRequest('/echo.Echo/Bidi', serialize, String);
    const heard: string[] = [];
    call.on('data', (message: string) => heard.push(message));
    const ended = new Promise((resolve) => call.on('status', resolve));
    const message = { text: '' };
    for (const text of ['a', 'b', 'z', 'y']) {
      message.text = text;
      await new Promise((resolve) => call.write(message, resolve));
    }
    call.end();
    await ended;
    expect(heard).to.deep.equal(['a', 'b', 'z', 'y']);
    await opened.close();
    client.close();
    expect(entriesOf(path)[1]?.requests).to.deep.equal(['a', 'b', 'z', 'y']);
  });

  it('are no longer kept once the call was given a recorded message: it will not go live any more', () => {
    const tap = tapOf({ ...echoService.Bidi });
    const held = new HeldRequests(() => tap);
    const passed: string[] = [];
    held.message({}, Buffer.from('before'), Buffer.from('before'));
    held.forget();
    held.message({}, Buffer.from('after'), Buffer.from('after'));
    held.halfClose();
    held.passOn({
      start: () => undefined,
      startRead: () => undefined,
      cancelWithStatus: () => undefined,
      getPeer: () => '',
      getAuthContext: () => null,
      halfClose: () => passed.push('half-close'),
      sendMessage: (message: unknown) => passed.push(String(message)),
      sendMessageWithContext: (_context: unknown, message: unknown) => passed.push(String(message)),
    });
    expect(passed).to.deep.equal([]);
  });
});
