import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Cassette } from '../../lib/cassette/cassette.js';
import { cassetteInterceptor } from '../../lib/index.js';
import { cassette, entry } from '../support/cassettes.js';
import { type ChildEnd, endChildren, startChild } from '../support/child.js';
import type { ReplayJob } from '../support/child-replay.js';
import { type EchoClient, echoClient } from '../support/echo-server.js';
import { withoutModeVariable } from '../support/environment.js';
import { cassetteInTime, StandingClock } from '../support/standing-clock.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const cancelled = entry({
  method: 'Bidi',
  requests: ['one'],
  responses: ['1'],
  after: [1],
  halfClosed: false,
  call: [
    'response_metadata: {}',
    'status:',
    '  code: 1',
    '  details: Cancelled on client',
    'cancelled_by_client: true',
  ],
});
const cutShort = entry({
  method: 'Bidi',
  requests: ['one'],
  responses: ['1'],
  after: [1],
  halfClosed: false,
  call: ['response_metadata: {}', 'cut_short: true'],
});
const waiting = entry({ method: 'Bidi', requests: ['one', 'two'], responses: ['1', '2'], after: [1, 2] });

describe('a replayed call that stays open', () => {
  const temporary = useTemporaryFolder();
  endChildren();

  async function inChild(text: string, job: Omit<ReplayJob, 'path' | 'mode'>): Promise<ChildEnd> {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(text));
    const child = startChild('child-replay', { path, mode: 'none', ...job } satisfies ReplayJob);
    return child.ended;
  }

  for (const [what, text] of [
    ['that the client cancelled', cancelled],
    ['whose recording was cut short', cutShort],
  ] as const) {
    it(`${what} keeps the process alive until it is cancelled, and no longer`, async () => {
      // The timer that cancels does not keep the process alive: only the call can.
      const { code, stdout, stderr } = await inChild(text, { requests: ['one'], cancelAfter: 300 });
      expect(stderr).to.equal('');
      expect(stdout.trimEnd().split('\n')).to.deep.equal([
        'heard 1',
        'cancels',
        'error 1 1 CANCELLED: Cancelled on client',
      ]);
      expect(code).to.equal(0);
    });
  }

  it('that waits only for its cancel waits for ever', async () => {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(cancelled));
    const child = startChild('child-replay', { path, mode: 'none', requests: ['one'] } satisfies ReplayJob);
    await child.said('heard 1');
    const first = await Promise.race([
      child.ended,
      new Promise((resolve) => setTimeout(resolve, 500, 'alive')),
    ]);
    expect(first).to.equal('alive');
    expect((await child.kill()).stdout).to.equal('heard 1\n');
  });

  it('that waits for a client which has nothing left to do ends in a miss, and so does the process', async () => {
    const { code, stdout } = await inChild(waiting, { requests: ['one'] });
    expect(stdout.split('\n').slice(0, 3)).to.deep.equal([
      'heard 1',
      'error 9 stalled',
      'The client sent 1 request, and the recorded server was waiting for request 2 of 2.',
    ]);
    expect(code).to.equal(0);
  });

  it('keeps the process alive no longer once the cassette is closed, however late its deadline', async () => {
    const job = { requests: ['one'], closesAtFirst: true, deadlineAfter: 3_600_000 };
    const { code, stdout } = await inChild(cutShort, job);
    expect(stdout).to.equal('heard 1\nclosed\n');
    expect(code).to.equal(0);
  });

  it('that its server ended before the client half-closed ends without it', async () => {
    const early = entry({ method: 'Bidi', requests: ['one'], responses: ['1'], after: [1] });
    const { stdout } = await inChild(early, { requests: ['one'] });
    expect(stdout.split('\n').slice(0, 3)).to.deep.equal(['heard 1', 'ended', '']);
  });
});

describe('a replayed call that waits for its client', () => {
  withoutModeVariable();
  let clock: StandingClock;
  let told: string[];
  let opened: Cassette;
  let client: EchoClient;

  function open(...entries: readonly string[]): void {
    clock = new StandingClock();
    told = [];
    opened = cassetteInTime(clock, cassette(...entries), { warn: (message) => told.push(message) });
    client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
  }

  function talk(...requests: readonly string[]) {
    const call = client.Bidi();
    const heard: string[] = [];
    call.on('data', (message: Buffer) => heard.push(message.toString()));
    call.on('error', (error: Error & { code?: number }) => heard.push(`error ${error.code}`));
    call.on('status', ({ code }: { code: number }) => heard.push(`status ${code}`));
    for (const request of requests) call.write(Buffer.from(request));
    return { call, heard };
  }

  const WARNING =
    'chat.yaml: the replayed call /echo.Echo/Bidi has been waiting for 1.5 s for request 2, after which the recorded server answered. ' +
    'Send it, or record the call again with GRPC_CASSETTE_MODE=rewrite.';

  it('is told about once after 1.5 s, and goes on when the client does', async () => {
    open(waiting);
    const { call, heard } = talk('one');
    await clock.goOn(1499);
    expect(heard).to.deep.equal(['1']);
    expect(told).to.deep.equal([]);
    await clock.goOn(1);
    expect(told).to.deep.equal([WARNING]);
    await clock.goOn(60_000);
    expect(told).to.have.length(1);
    expect(clock.holdsProcess).to.equal(false);

    call.write(Buffer.from('two'));
    call.end();
    await clock.goOn(0);
    expect(heard).to.deep.equal(['1', '2', 'status 0']);
    expect(opened.misses).to.deep.equal([]);
    await opened.close();
  });

  it('is told about by the half-close where that is what it waits for', async () => {
    open(entry({ method: 'Bidi', requests: ['one'], responses: ['1'], after: ['end'] }));
    const { call } = talk('one');
    await clock.goOn(1500);
    expect(told).to.have.length(1);
    expect(told[0]).to.include('waiting for 1.5 s for the half-close');
    call.end();
    await clock.goOn(0);
    await opened.close();
  });

  it('is not told about where the client made it go on within 1.5 s', async () => {
    const long = entry({
      method: 'Bidi',
      requests: ['one', 'two', 'three'],
      responses: ['1', '2', '3'],
      after: [1, 2, 3],
    });
    open(long);
    const { call, heard } = talk('one');
    await clock.goOn(1200);
    call.write(Buffer.from('two'));
    await clock.goOn(1200);
    expect(heard).to.deep.equal(['1', '2']);
    expect(told).to.deep.equal([]);
    await clock.goOn(300);
    expect(told).to.have.length(1);
    call.write(Buffer.from('three'));
    call.end();
    await clock.goOn(0);
    await opened.close();
  });

  it('is not told about once it is over', async () => {
    open(waiting);
    const { call, heard } = talk('one');
    await clock.goOn(900);
    call.cancel();
    await clock.goOn(10_000);
    expect(heard).to.include('status 1');
    expect(told).to.deep.equal([]);
    expect(clock.timers).to.equal(0);
    await opened.close();
  });

  it('is not told about where it waits only for its cancel, which holds the process', async () => {
    open(cutShort);
    const { call, heard } = talk('one');
    await clock.goOn(60_000);
    expect(heard).to.deep.equal(['1']);
    expect(told).to.deep.equal([]);
    expect(clock.holdsProcess).to.equal(true);
    call.cancel();
    await clock.goOn(0);
    expect(heard).to.include('status 1');
    expect(clock.timers).to.equal(0);
    await opened.close();
  });

  it('is waited for by what came after its cancel for 250 ms at most, once, and no other call for longer', async () => {
    const left = (response: string): string =>
      entry({
        method: 'ServerStream',
        requests: ['q'],
        responses: [response],
        call: [
          'response_metadata: {}',
          'metadata_ms: 1',
          'ended_ms: 5000',
          'status:',
          '  code: 1',
          '  details: Cancelled on client',
          'cancelled_by_client: true',
        ],
      });
    const answer = (request: string): string =>
      entry({
        requests: [request],
        responses: [`re:${request}`],
        call: ['response_metadata: {}', 'metadata_ms: 6000', 'ended_ms: 6000'],
      });
    open(left('1'), answer('u0'), answer('u1'));
    const stream = client.ServerStream(Buffer.from('q'));
    stream.on('data', () => undefined);
    stream.on('error', () => undefined);
    await clock.goOn(0);
    const heard: string[] = [];
    const ask = (request: string): void => {
      client.Unary(Buffer.from(request), (_, response) => heard.push(String(response)));
    };
    ask('u0');
    await clock.goOn(249);
    expect(heard).to.deep.equal([]);
    await clock.goOn(1);
    expect(heard).to.deep.equal(['re:u0']);
    ask('u1');
    await clock.goOn(0);
    expect(heard).to.deep.equal(['re:u0', 're:u1']);
    expect(clock.now()).to.equal(250);
    stream.cancel();
    await clock.goOn(0);
    await opened.close();
  });

  it('is waited with, without spinning, for what is due later than a timer can wait', async () => {
    const late = entry({
      method: 'ServerStream',
      requests: ['s'],
      responses: [],
      call: ['response_metadata: {}', 'metadata_ms: 999999999999999', 'ended_ms: 999999999999999'],
    });
    clock = new StandingClock();
    opened = cassetteInTime(clock, cassette(late), { timing: 0.001 });
    client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
    const heard: string[] = [];
    client.ServerStream(Buffer.from('s')).on('metadata', () => heard.push('metadata'));
    await clock.goOn(999_999_999_000);
    expect(heard).to.deep.equal([]);
    await clock.goOn(1000);
    expect(heard).to.deep.equal(['metadata']);
    await opened.close();
  });

  it('fails as a miss when there is nothing left to do', async () => {
    open(waiting);
    const { heard } = talk('one');
    await clock.goOn(0);
    expect(opened.engine.failStalled()).to.equal(true);
    await clock.goOn(0);
    expect(heard).to.have.members(['1', 'error 9', 'status 9']);
    expect(opened.misses.map(({ error }) => error.code)).to.deep.equal(['stalled']);
    expect(opened.engine.failStalled()).to.equal(false);
    expect(clock.timers).to.equal(0);
    await opened.close();
  });
});
