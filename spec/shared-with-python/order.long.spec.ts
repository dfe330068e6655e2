import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { CONVERSED, converse } from '../record/order/conversation.js';
import { ordersIn } from '../record/order/recorded-order.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { itWithPython, readWithPython, unlessAbsent } from './python.js';
import { safeLoad } from './safe-load.js';
import { messagesOf, sample, stream } from './seed-messages.js';
import { readAsSeed } from './seed-reader.js';

describe('a cassette whose calls overlapped, read with the rules of the Python harness', () => {
  const { server, temporary } = useEchoSuite();

  async function record(): Promise<string> {
    const path = temporary('chat.yaml');
    const opened = openCassette(path, { mode: 'once' });
    const client = new grpc.Client(server.address, grpc.credentials.createInsecure(), {
      interceptors: [cassetteInterceptor(opened)],
    });
    await converse(client);
    await opened.close();
    client.close();
    expect(ordersIn(path)).to.deep.equal(CONVERSED);
    return path;
  }

  it('has an order that is plain data: numbers, and text where there is a range', async () => {
    const { interactions } = safeLoad(readFileSync(await record(), 'utf8')) as {
      interactions: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[];
    };
    const [bidi, unary, down] = interactions;
    const [first, second] = (bidi?.['request_chunks']?.['chunks_order'] ?? []) as readonly unknown[];
    expect(first).to.equal(2);
    expect(second).to.be.a('number');
    // Whether the messages came in one round is up to the network: where they did not, one number is left out.
    expect(String(down?.['response_stream']?.['chunks_order'])).to.match(/^\d+(-\d+)?(,\d+(-\d+)?)?$/);
    const order = unary?.['call']?.['order'] as { readonly group: unknown } | undefined;
    expect(order?.group).to.match(/^[0-9a-f]{4}-1$/);
    expect(safeLoad('[4, 17-18, 10-20/2, {group: 1f3a-2, start: 1}, {group: 1234-12}]')).to.deep.equal([
      4,
      '17-18',
      '10-20/2',
      { group: '1f3a-2', start: 1 },
      { group: '1234-12' },
    ]);
  });

  const bytes = (text: string): Uint8Array => Buffer.from(text);
  const found = [sample(bytes('A'), bytes('re:A')), stream(bytes('s'), ['s:0', 's:1', 's:2'].map(bytes))];

  it('has the calls that the harness has words for', async () => {
    expect(readAsSeed(await record()).map(messagesOf)).to.deep.equal(found);
  });

  itWithPython(`is the same to Python${unlessAbsent}`, async function (this: Mocha.Context) {
    this.timeout(30_000);
    const path = await record();
    const [read = []] = readWithPython(path);
    expect(read).to.deep.equal(readAsSeed(path));
  });
});
