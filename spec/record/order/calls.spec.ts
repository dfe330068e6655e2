import { readFileSync } from 'node:fs';
import { type InterceptingCall, type InterceptingListener, type Interceptor, Metadata } from '@grpc/grpc-js';
import { expect } from 'chai';
import { cassetteInterceptor } from '../../../lib/index.js';
import { entriesOf } from '../../support/cassettes.js';
import { callUnary, type EchoClient, echoClient } from '../../support/echo-server.js';
import { listen } from '../../support/listen.js';
import { turns } from '../../support/time.js';
import { useRecording } from '../recording.js';
import { numbersOf, ordersIn } from './recorded-order.js';

describe('the order that is recorded', () => {
  const { open, server, temporary } = useRecording();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  /** Records what a program does, and closes the cassette before the client. */
  async function record(program: (client: EchoClient) => Promise<void>) {
    const { opened, client } = open();
    await program(client);
    await opened.close();
    client.close();
    return ordersIn(path);
  }

  /** A stream that goes on: it was answered once. */
  async function watch(client: EchoClient) {
    const call = client.Bidi();
    const heard = listen(call);
    call.write(Buffer.from('watch'));
    await heard.hears(1);
    return { call, ...heard };
  }

  it('is nothing where calls come one after the other, be one started in the end of another', async () => {
    const orders = await record(async (client) => {
      await callUnary(client, 'A');
      const call = client.Bidi();
      const { ended } = listen(call);
      for (const request of ['a', 'b']) call.write(Buffer.from(request));
      call.end();
      await ended;
      await new Promise<void>((resolve) => {
        client.Unary(Buffer.from('B'), () => {
          client.Unary(Buffer.from('C'), () => {
            const stream = client.ServerStream(Buffer.from('s'));
            stream.on('data', () => undefined);
            stream.on('status', () => client.Unary(Buffer.from('D'), () => resolve()));
          });
        });
      });
    });
    const methods = ['Unary', 'Bidi', 'Unary', 'Unary', 'ServerStream', 'Unary'];
    expect(orders).to.deep.equal(methods.map((method) => ({ method })));
    expect(readFileSync(path, 'utf8')).not.to.include('order');
  });

  it('gives three unary calls at once their acts in a row, and no number twice', async () => {
    const orders = await record(async (client) => {
      await Promise.all(['A', 'B', 'C'].map((request) => callUnary(client, request)));
      await callUnary(client, 'D');
    });
    expect(orders.map(({ order }) => order?.['start'])).to.deep.equal([1, 4, 7, undefined]);
    const numbers = orders.flatMap(numbersOf);
    expect(new Set(numbers).size).to.equal(numbers.length);
    expect(numbers.filter((number) => number > 9)).to.have.length(6);
    for (const { order = {} } of orders.slice(0, 3)) {
      expect(Object.keys(order)).to.deep.equal(['group', 'start', 'headers', 'end']);
      expect(order['headers']).to.be.lessThan(Number(order['end']));
    }
  });

  it('begins a group anew when no call is open', async () => {
    const orders = await record(async (client) => {
      for (let time = 0; time < 2; time += 1) {
        const { call, ended } = await watch(client);
        await callUnary(client, 'A');
        call.end();
        await ended;
        await callUnary(client, 'alone');
      }
    });
    const bidi = (group: string) => ({
      method: 'Bidi',
      order: { group, start: 1, half_closed: 10, headers: 3, end: 11 },
      requests: [2],
      responses: [4],
    });
    const unary = (group: string) => ({ method: 'Unary', order: { group, start: 5, headers: 8, end: 9 } });
    const alone = { method: 'Unary' };
    expect(orders).to.deep.equal([bidi('N-1'), unary('N-1'), alone, bidi('N-2'), unary('N-2'), alone]);
  });

  it('has no headers and no message of a call that failed, and no half-close of one that had none', async () => {
    const orders = await record(async (client) => {
      const { call, ended } = await watch(client);
      await callUnary(client, 'fail');
      // An event would be told apart from that of the other by a number that is left out.
      await turns(3);
      call.cancel();
      await ended;
    });
    expect(orders).to.deep.equal([
      {
        method: 'Bidi',
        order: { group: 'N-1', start: 1, headers: 3, end: 9 },
        requests: [2],
        responses: [4],
      },
      { method: 'Unary', order: { group: 'N-1', start: 5, end: 8 } },
    ]);
  });

  it('has no end of a stream that is abandoned, which close cuts short', async () => {
    const orders = await record(async (client) => {
      await watch(client);
      await callUnary(client, 'A');
      await watch(client);
    });
    expect(orders).to.deep.equal([
      { method: 'Bidi', order: { group: 'N-1', start: 1, headers: 3 }, requests: [2], responses: [4] },
      { method: 'Unary', order: { group: 'N-1', start: 5, headers: 8, end: 9 } },
      { method: 'Bidi', order: { group: 'N-1', start: 10, headers: 12 }, requests: [11], responses: [13] },
    ]);
  });

  it('counts calls that come to nothing, and says nothing of them', async () => {
    const { opened, client } = open();
    const deaf = clientAt('127.0.0.1:1', [cassetteInterceptor(opened)]);
    const forged = clientAt(server.address, [cassetteInterceptor(opened), forging]);
    const { call, ended } = await watch(client);
    expect((await callUnary(deaf, 'A')).error?.code).to.equal(14);
    expect((await callUnary(forged, 'B')).response).to.equal('forged');
    call.end();
    await ended;
    await callUnary(client, 'alone');
    await opened.close().catch(() => undefined);
    for (const each of [client, deaf, forged]) each.close();
    expect(ordersIn(path)).to.deep.equal([
      {
        method: 'Bidi',
        order: { group: 'N-1', start: 1, half_closed: 5, headers: 3, end: 6 },
        requests: [2],
        responses: [4],
      },
      { method: 'Unary' },
    ]);
    const [bidi] = entriesOf(path).map(({ call }) => call['order'] as { readonly half_closed: number });
    // Behind the start, the request and the half-close of each of the two, and what they were told.
    expect(bidi?.half_closed).to.be.at.least(12);
  });
});

function clientAt(address: string, interceptors: Interceptor[]): EchoClient {
  return echoClient(address, { interceptors });
}

/** An interceptor beneath that answers by itself: the bytes of its answer are not known, and the call is given up. */
const forging: Interceptor = () => {
  const start = (_metadata: Metadata, listener: InterceptingListener): void =>
    void setImmediate(() => {
      listener.onReceiveMetadata(new Metadata());
      listener.onReceiveMessage(Buffer.from('forged'));
      listener.onReceiveStatus({ code: 0, details: '', metadata: new Metadata() });
    });
  const nothing = (): void => undefined;
  const call = { start, sendMessage: nothing, getPeer: nothing, halfClose: nothing, startRead: nothing };
  return call as unknown as InterceptingCall;
};
