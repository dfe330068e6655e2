import { writeFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { type Cassette, cassetteChannel, cassetteInterceptor, openCassette } from '../../../lib/index.js';
import { cassette, entriesOf, entry, unary } from '../../support/cassettes.js';
import { useEchoSuite } from '../../support/echo-suite.js';
import { listen } from '../../support/listen.js';
import { turns } from '../../support/time.js';
import { ask } from './conversation.js';
import { ordersIn } from './recorded-order.js';

/** A recording that fits a call until its client says something else than this. */
const patient = entry({
  method: 'Bidi',
  requests: ['a', 'b', 'c'],
  responses: ['abc'],
  after: ['end'],
  call: ['response_metadata: {}', 'metadata_after: end', 'status_after: end'],
});
/** One whose server answers at once. */
const prompt = entry({
  method: 'Bidi',
  requests: ['p'],
  responses: ['p'],
  after: [1],
  call: ['status_after: end'],
});

const same = (bytes: Buffer): Buffer => bytes;

/** Holds back each message: of what is passed on one by one, the first is on its way for good. */
const holding: grpc.Interceptor = (options, next) =>
  new grpc.InterceptingCall(next(options), { sendMessage: () => undefined });
const interceptor = (opened: Cassette): grpc.ClientOptions => ({
  interceptors: [cassetteInterceptor(opened)],
});
const doors: Readonly<Record<string, (opened: Cassette) => grpc.ClientOptions>> = {
  'an interceptor': interceptor,
  'a channel': (opened) => ({ channelFactoryOverride: cassetteChannel(opened) }),
};

describe('a streamed call that goes live late', () => {
  const { server, temporary } = useEchoSuite();
  const ending: (() => void)[] = [];
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
    writeFileSync(path, cassette(patient, prompt, unary('K', 'known')));
  });
  afterEach(() => {
    for (const end of ending.splice(0)) end();
  });

  function open(options: (opened: Cassette) => grpc.ClientOptions) {
    const opened = openCassette(path, { mode: 'new_episodes' });
    const client = new grpc.Client(server.address, grpc.credentials.createInsecure(), options(opened));
    ending.push(() => client.close());
    return { opened, client };
  }

  /** A call that its client has asked these things, which say nothing against what is recorded. */
  function begin(client: grpc.Client, ...requests: readonly string[]) {
    const call = client.makeBidiStreamRequest('/echo.Echo/Bidi', same, same);
    const heard = listen(call);
    for (const request of requests) call.write(Buffer.from(request));
    return { call, heard };
  }

  for (const [door, options] of Object.entries(doors)) {
    it(`has done before another call what it did before it, through ${door}`, async () => {
      const { opened, client } = open(options);
      const { call, heard } = begin(client, 'a', 'b');
      await turns(3);
      await ask(client, 'other');
      call.write(Buffer.from('z'));
      await heard.hears(3);
      call.end();
      expect(await heard.ended).to.deep.equal(['a', 'b', 'z', 'status 0']);
      await opened.close();
      const [bidi, other] = ordersIn(path).slice(3);
      expect(other).to.deep.equal({ method: 'Unary', order: { group: 'N-1', start: 4, headers: 7, end: 8 } });
      expect(bidi?.requests).to.deep.equal(['2-3', 9]);
      expect(bidi?.order).to.include({ start: 1, headers: 10 });
    });
  }

  it('has half-closed when its client did, be that passed on later', async () => {
    const { opened, client } = open(interceptor);
    const { call, heard } = begin(client, 'a', 'b');
    await turns(3);
    call.end();
    await ask(client, 'other');
    expect(await heard.ended).to.deep.equal(['a', 'b', 'status 0']);
    await opened.close();
    const [bidi, other] = ordersIn(path).slice(3);
    expect(other?.order).to.include({ start: 5 });
    expect(bidi?.requests).to.deep.equal(['2-3']);
    expect(bidi?.order).not.to.include.keys('half_closed');
  });

  it('cannot come of one that was given a recorded message: it is company for nobody from then on', async () => {
    const { opened, client } = open(interceptor);
    const { call, heard } = begin(client, 'p');
    await heard.hears(1);
    await ask(client, 'alone');
    call.end();
    expect(await heard.ended).to.deep.equal(['p', 'status 0']);
    await opened.close();
    expect(ordersIn(path).slice(3)).to.deep.equal([{ method: 'Unary' }]);
  });

  it('is company for others though it is answered by the cassette, and does not count from then on', async () => {
    const { opened, client } = open(interceptor);
    const { call, heard } = begin(client, 'a', 'b');
    await turns(3);
    await ask(client, 'other');
    call.write(Buffer.from('c'));
    call.end();
    expect(await heard.ended).to.deep.equal(['abc', 'status 0']);
    await ask(client, 'alone');
    await opened.close();
    const unaries = entriesOf(path).slice(3);
    const starts = unaries.map(
      ({ call }) => (call['order'] as { readonly start: number } | undefined)?.start,
    );
    expect(starts).to.deep.equal([4, undefined]);
  });

  it('may end before all it has sent is passed on: what is recorded is what was', async () => {
    const { opened, client } = open((each) => ({ interceptors: [cassetteInterceptor(each), holding] }));
    const calls = [begin(client, 'a', 'z', 'y'), begin(client, 'a', 'x', 'w')];
    for (const { call } of calls) call.end();
    await turns(5);
    await opened.close();
    const read = openCassette(path);
    expect(
      read.interactions.slice(3).map(({ requests, halfClosed }) => [requests.length, halfClosed]),
    ).to.deep.equal([
      [1, false],
      [1, false],
    ]);
    expect(ordersIn(path).slice(3)).to.deep.equal([
      { method: 'Bidi', order: { group: 'N-1', start: 1 }, requests: [2] },
      { method: 'Bidi', order: { group: 'N-1', start: 3 }, requests: [4] },
    ]);
    for (const { call } of calls) call.cancel();
    await Promise.all(calls.map(({ heard }) => heard.ended));
  });
});
