import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { openCassette } from '../../lib/index.js';
import { cassette, entry } from '../support/cassettes.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { listen } from '../support/listen.js';

const talk = entry({
  method: 'Bidi',
  requests: ['one', 'two'],
  responses: ['1', '2'],
  after: [1, 2],
  call: ['response_metadata: {}', 'status_after: end'],
});
const cancelled = entry({
  method: 'Bidi',
  requests: ['sub'],
  responses: ['news'],
  after: [1],
  halfClosed: false,
  call: ['response_metadata: {}', 'cancelled_by_client: true'],
});

describe('calls that have not ended', () => {
  const { clientOf, temporary } = useEchoSuite();

  it('are listed in start order, with what each waits for', async () => {
    const path = temporary('chat.yaml');
    const news = entry({ method: 'ServerStream', requests: ['S'], responses: ['x', 'y'] });
    writeFileSync(path, cassette(talk, talk, talk, cancelled, news));
    const opened = openCassette(path);
    const client = clientOf(opened);
    expect(opened.openCalls).to.deep.equal([]);

    const silent = client.Bidi();
    const first = client.Bidi();
    const all = client.Bidi();
    const subscriber = client.Bidi();
    const unread = client.ServerStream(Buffer.from('S'));
    unread.pause();
    for (const call of [silent, first, all, subscriber, unread]) call.on('error', () => undefined);
    first.write(Buffer.from('one'));
    await listen(first).hears(1);
    subscriber.write(Buffer.from('sub'));
    await listen(subscriber).hears(1);
    for (const text of ['one', 'two']) all.write(Buffer.from(text));
    await listen(all).hears(2);

    expect(opened.openCalls.map(({ start, waitsFor }) => `${start} waits for ${waitsFor}`)).to.deep.equal([
      '1 waits for request 1',
      '2 waits for request 2',
      '3 waits for the half-close',
      '4 waits for its cancel',
      '5 waits for its client to read',
    ]);
    expect(new Set(opened.openCalls.map(({ method }) => method))).to.deep.equal(
      new Set(['/echo.Echo/Bidi', '/echo.Echo/ServerStream']),
    );

    const ended = listen(all).ended;
    all.end();
    await ended;
    expect(opened.openCalls.map(({ start }) => start)).to.deep.equal([1, 2, 4, 5]);
    for (const call of [silent, first, subscriber]) call.cancel();
    unread.cancel();
    expect(opened.openCalls).to.deep.equal([]);
    await opened.close();
  });

  it('are listed while they are recorded', async () => {
    const opened = openCassette(temporary('live.yaml'), { mode: 'once' });
    const call = clientOf(opened).Bidi();
    const { ended, hears } = listen(call);
    call.write(Buffer.from('one'));
    await hears(1);
    expect(opened.openCalls).to.deep.equal([{ method: '/echo.Echo/Bidi', start: 1, waitsFor: 'the server' }]);
    call.end();
    await ended;
    expect(opened.openCalls).to.deep.equal([]);
    await opened.close();
  });
});
