import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { Cassette } from '../lib/cassette/cassette.js';
import { cassetteInterceptor } from '../lib/index.js';
import type { Clock } from '../lib/model/surroundings.js';
import { resolveOptions } from '../lib/options.js';
import { MemoryStorage } from '../lib/storage/memory.js';
import { cassette, entry } from './support/cassettes.js';
import { type ChildEnd, endChildren, startChild } from './support/child.js';
import type { ReplayJob } from './support/child-replay.js';
import { type EchoClient, echoClient } from './support/echo-server.js';
import { withoutModeVariable } from './support/environment.js';
import { useTemporaryFolder } from './support/temporary-folder.js';

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

  it('that its server ended before the client half-closed ends without it', async () => {
    const early = entry({ method: 'Bidi', requests: ['one'], responses: ['1'], after: [1] });
    const { stdout } = await inChild(early, { requests: ['one'] });
    expect(stdout.split('\n').slice(0, 3)).to.deep.equal(['heard 1', 'ended', '']);
  });
});

/** A clock that stands still until it is told to go on; turns are taken at once, as in life. */
class StandingClock implements Clock {
  #now = 0;
  #timers: { readonly at: number; readonly action: () => void; readonly keepAlive: boolean }[] = [];

  now(): number {
    return this.#now;
  }

  date(): string {
    return new Date(this.#now).toISOString();
  }

  after(ms: number, action: () => void, keepAlive: boolean): () => void {
    const timer = { at: this.#now + ms, action, keepAlive };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  nextTurn(action: () => void): void {
    queueMicrotask(() => process.nextTick(action));
  }

  nextRound(action: () => void): void {
    setImmediate(action);
  }

  /** Whether a timer keeps the process alive. */
  get holdsProcess(): boolean {
    return this.#timers.some(({ keepAlive }) => keepAlive);
  }

  get timers(): number {
    return this.#timers.length;
  }

  async goOn(ms: number): Promise<void> {
    await settle();
    const until = this.#now + ms;
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#now = next.at;
      next.action();
      await settle();
    }
    this.#now = until;
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('a replayed call that waits for its client', () => {
  withoutModeVariable();
  let clock: StandingClock;
  let told: string[];
  let opened: Cassette;
  let client: EchoClient;

  function open(...entries: readonly string[]): void {
    clock = new StandingClock();
    told = [];
    const storage = new MemoryStorage();
    storage.files.set('chat.yaml', Buffer.from(cassette(...entries)));
    opened = new Cassette({ path: 'chat.yaml', file: 'chat.yaml' }, resolveOptions({ mode: 'none' }), {
      storage,
      clock,
      warn: (message) => told.push(message),
      onClose: () => undefined,
    });
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
    'chat.yaml: the replayed call /echo.Echo/Bidi has been waiting for 5 s for request 2, after which the recorded server answered. ' +
    'Send it, or record the call again with GRPC_CASSETTE_MODE=rewrite.';

  it('is told about once after 5 s, and goes on when the client does', async () => {
    open(waiting);
    const { call, heard } = talk('one');
    await clock.goOn(4999);
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
    await clock.goOn(5000);
    expect(told).to.have.length(1);
    expect(told[0]).to.include('waiting for 5 s for the half-close');
    call.end();
    await clock.goOn(0);
    await opened.close();
  });

  it('is not told about where the client made it go on within 5 s', async () => {
    const long = entry({
      method: 'Bidi',
      requests: ['one', 'two', 'three'],
      responses: ['1', '2', '3'],
      after: [1, 2, 3],
    });
    open(long);
    const { call, heard } = talk('one');
    await clock.goOn(4000);
    call.write(Buffer.from('two'));
    await clock.goOn(4000);
    expect(heard).to.deep.equal(['1', '2']);
    expect(told).to.deep.equal([]);
    await clock.goOn(1000);
    expect(told).to.have.length(1);
    call.write(Buffer.from('three'));
    call.end();
    await clock.goOn(0);
    await opened.close();
  });

  it('is not told about once it is over', async () => {
    open(waiting);
    const { call, heard } = talk('one');
    await clock.goOn(3000);
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

  it('fails as a miss when there is nothing left to do', async () => {
    open(waiting);
    const { heard } = talk('one');
    await clock.goOn(0);
    expect(opened.failStalled()).to.equal(true);
    await clock.goOn(0);
    expect(heard).to.have.members(['1', 'error 9', 'status 9']);
    expect(opened.misses.map(({ error }) => error.code)).to.deep.equal(['stalled']);
    expect(opened.failStalled()).to.equal(false);
    expect(clock.timers).to.equal(0);
    await opened.close();
  });
});
