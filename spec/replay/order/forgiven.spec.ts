import { expect } from 'chai';
import { overlapping, put, watch } from '../../support/overlapping.js';
import { StageInTime } from './support/stage-in-time.js';

const CHAT = {
  method: 'Bidi',
  order: 'start: 5, half_closed: 14, headers: 7, end: 16',
  requests: ['a', 'b'],
  requestOrder: [8, 12],
  isCancelled: true,
} as const;
const WATCH = watch({
  order: 'start: 1, headers: 4, end: 18',
  responses: ['a', 'b', 'half-closed', 'cancelled'],
  responseOrder: [10, 13, 15, 17],
  responseMs: [40, 50, 60, 70],
  times: [1000, 1, 80],
});
const PUT = put('A', { order: 'start: 5, headers: 8, end: 9', times: [1020, 5, 5] });

describe('what an event waited for in vain', () => {
  let stage: StageInTime;
  afterEach(() => stage.end());

  it('is told with all that there is to know of it', async () => {
    stage = new StageInTime([
      PUT,
      watch({
        order: 'start: 1, headers: 4, end: 30',
        responses: ['seen'],
        responseOrder: [10],
        responseMs: [40],
        times: [1000, 1, 60],
      }),
    ]);
    stage.put('nothing of the kind');
    await stage.heard();
    stage.watch();
    await stage.heard(2000);
    // Twice the 39 ms since the headers, and 100: but a method of which a call had no recording is waited for 20 ms.
    expect(stage.cassette.forgiven).to.deep.equal([
      {
        method: '/echo.Echo/ServerStream',
        start: 2,
        event: 'message 1',
        waitedFor: { method: '/echo.Echo/Unary', start: 2, act: 'its start' },
        ms: 20,
      },
    ]);
  });

  it('is the act of a call that goes no further, and none of its others until it acts again', async () => {
    stage = new StageInTime([WATCH, overlapping(CHAT)]);
    const watching = stage.watch();
    const chat = stage.chat('chat');
    expect(await stage.heard(177)).to.deep.equal([]);
    // Twice the 39 ms between headers and message in the recording, and 100.
    expect(await stage.heard(1)).to.deep.equal([
      'watch: a',
      'watch: b',
      'watch: half-closed',
      'watch: cancelled',
    ]);
    expect(stage.forgiven).to.deep.equal(['message 1 of 1 ServerStream: request 1 of 2 Bidi, 178 ms']);
    chat.cancel();
    watching.cancel();
    await stage.heard();
  });

  it('is told once more of a call that has acted since', async () => {
    const late = watch({
      order: 'start: 1, headers: 4, end: 18',
      responses: ['a', 'half-closed'],
      responseOrder: [10, 15],
      responseMs: [40, 60],
      times: [1000, 1, 80],
    });
    // It hears something between its requests, and so acts before the watch goes on.
    const chat = overlapping({
      ...CHAT,
      responses: ['A'],
      responseOrder: [11],
      after: [0],
      halfClosed: true,
    });
    stage = new StageInTime([late, chat]);
    const watching = stage.watch();
    const chatting = stage.chat('chat');
    chatting.on('data', () => chatting.write(Buffer.from('a')));
    expect(await stage.heard(178)).to.deep.equal(['watch: a', 'chat: A']);
    // 20 ms between the two messages: but what no later act has overtaken keeps its patience.
    expect(await stage.heard(139)).to.deep.equal([]);
    expect(await stage.heard(1)).to.deep.equal(['watch: half-closed']);
    expect(stage.forgiven).to.deep.equal([
      'message 1 of 1 ServerStream: request 1 of 2 Bidi, 178 ms',
      'message 2 of 1 ServerStream: request 2 of 2 Bidi, 140 ms',
    ]);
    chatting.cancel();
    watching.cancel();
    await stage.heard();
  });

  it('is told once more of a call that has half-closed since', async () => {
    const acts = { requests: [], requestOrder: [], order: 'start: 5, half_closed: 14, headers: 7, end: 16' };
    stage = new StageInTime([
      watch({
        order: 'start: 1, headers: 4, end: 18',
        responses: ['half-closed', 'cancelled'],
        responseOrder: [15, 17],
      }),
      overlapping({ ...CHAT, ...acts }),
    ]);
    const watching = stage.watch();
    const chat = stage.chat('chat');
    watching.once('data', () => chat.end());
    expect(await stage.heard(1000)).to.deep.equal(['watch: half-closed']);
    expect(await stage.heard(999)).to.deep.equal([]);
    chat.cancel();
    expect(await stage.heard()).to.deep.equal(['chat: status 1', 'watch: cancelled']);
    expect(stage.forgiven).to.deep.equal(['message 1 of 1 ServerStream: the half-close of 2 Bidi, 1000 ms']);
    watching.cancel();
  });

  it('is no act of a call that fails: nobody waits for what it was to do', async () => {
    stage = new StageInTime([WATCH, overlapping(CHAT)]);
    stage.watch();
    const chat = stage.chat('chat', 'a');
    expect(await stage.heard()).to.deep.equal(['watch: a']);
    chat.write(Buffer.from('another'));
    expect(await stage.heard()).to.have.members([
      'watch: b',
      'watch: half-closed',
      'watch: cancelled',
      'chat: status 9',
    ]);
    expect(stage.forgiven).to.deep.equal([]);
  });

  it('is the act of another call that is given the recording of one that failed', async () => {
    const { isCancelled: _, ...chat } = CHAT;
    stage = new StageInTime([
      watch({ order: 'start: 1, headers: 4, end: 30', responses: ['seen'], responseOrder: [20] }),
      overlapping({ ...chat, order: 'start: 5, half_closed: 14, headers: 7, end: 21' }),
      put('A', { order: 'start: 15, headers: 18, end: 19' }),
    ]);
    const watching = stage.watch();
    stage.chat('chat', 'a', 'another');
    expect(await stage.heard()).to.deep.equal(['chat: status 9']);
    const again = stage.chat('again', 'a');
    stage.put('A');
    expect(await stage.heard()).to.deep.equal(['re:A']);
    again.end(Buffer.from('b'));
    expect(await stage.heard()).to.deep.equal(['watch: seen', 'again: status 0']);
    expect(stage.forgiven).to.deep.equal([]);
    watching.cancel();
  });

  it('stands in a miss that comes after it', async () => {
    stage = new StageInTime([WATCH, PUT]);
    stage.watch();
    await stage.heard(2000);
    stage.put('B');
    await stage.heard();
    const [miss] = stage.cassette.misses;
    expect(miss?.error.message.split('\n').filter((line) => /^ +before: /.test(line))).to.deep.equal([
      '  before:    the recorded program had made call 2 (/echo.Echo/Unary) before message 1 of /echo.Echo/ServerStream, which waited 178 ms for it',
    ]);
  });

  it('is no reason to add a call by itself: beside calls that overlapped, all is recorded anew', async () => {
    for (const [entries, next] of [
      [[WATCH, PUT], /GRPC_CASSETTE_MODE=rewrite: what it makes the server tell the calls that are open/],
      [[PUT], /with GRPC_CASSETTE_MODE=new_episodes\.$/],
    ] as const) {
      stage = new StageInTime(entries);
      stage.watch();
      stage.put('B');
      await stage.heard();
      expect(stage.cassette.misses.at(-1)?.error.nextStep).to.match(next);
      if (next !== undefined) await stage.end();
    }
  });

  it('stands in no miss that came before', async () => {
    stage = new StageInTime([WATCH, PUT]);
    stage.put('B');
    await stage.heard();
    stage.watch();
    await stage.heard(2000);
    expect(stage.cassette.misses[0]?.error.message).not.to.include('before:');
    expect(stage.forgiven).to.have.length(1);
  });
});
