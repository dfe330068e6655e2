import { expect } from 'chai';
import { overlapping, put, watch } from '../../support/overlapping.js';
import { StageInTime } from './support/stage-in-time.js';

/** A watch that is told of everything that another call does. */
const WATCH = watch({
  order: 'start: 1, headers: 4, end: 18',
  responses: ['started', 'a', 'b', 'half-closed', 'cancelled'],
  responseOrder: [6, 10, 13, 15, 17],
});
const CHAT = overlapping({
  method: 'Bidi',
  order: 'start: 5, half_closed: 14, headers: 7, end: 16',
  requests: ['a', 'b'],
  requestOrder: [8, 12],
  isCancelled: true,
});

describe('an event of a call that overlapped others', () => {
  let stage: StageInTime;
  afterEach(() => stage.end());

  it("waits for another call's start, requests, half-close and cancel", async () => {
    stage = new StageInTime([WATCH, CHAT]);
    const watching = stage.watch();
    expect(await stage.heard(900)).to.deep.equal([]);
    const chat = stage.chat('chat');
    expect(await stage.heard(900)).to.deep.equal(['watch: started']);
    chat.write(Buffer.from('a'));
    expect(await stage.heard(900)).to.deep.equal(['watch: a']);
    chat.write(Buffer.from('b'));
    expect(await stage.heard(900)).to.deep.equal(['watch: b']);
    chat.end();
    expect(await stage.heard(900)).to.deep.equal(['watch: half-closed']);
    chat.cancel();
    expect(await stage.heard()).to.deep.equal(['chat: status 1', 'watch: cancelled']);
    expect(stage.forgiven).to.deep.equal([]);
    watching.cancel();
    expect(await stage.heard()).to.deep.equal(['watch: status 1']);
    expect(stage.clock.timers).to.equal(0);
  });

  it('waits for no act that the client did before it started the call', async () => {
    stage = new StageInTime([
      put('A', { order: 'start: 1, headers: 8, end: 9' }),
      put('B', { order: 'start: 4, headers: 10, end: 11' }),
    ]);
    stage.put('B');
    expect(await stage.heard()).to.deep.equal(['re:B']);
    stage.put('A');
    expect(await stage.heard()).to.deep.equal(['re:A']);
    expect(stage.forgiven).to.deep.equal([]);
  });

  it('comes by its number, whatever the times say', async () => {
    const times = [1000, 1, 1] as const;
    stage = new StageInTime([
      put('A', { order: 'start: 1, headers: 9, end: 10', times }),
      put('B', { order: 'start: 4, headers: 7, end: 8', times: [1005, 90, 90] }),
    ]);
    stage.put('A');
    stage.put('B');
    expect(await stage.heard()).to.deep.equal(['re:B', 're:A']);
  });

  it('holds up neither another group, nor what has no order', async () => {
    stage = new StageInTime([
      WATCH,
      CHAT,
      put('A', { group: 'aaaa-2', order: 'start: 1, headers: 7, end: 10' }),
      put('B', { group: 'aaaa-2', order: 'start: 4, headers: 8, end: 9' }),
      overlapping({
        method: 'ServerStream',
        group: 'aaaa-3',
        order: 'start: 1, end: 2',
        requests: ['alone'],
      }),
    ]);
    stage.watch();
    expect(await stage.heard(10)).to.deep.equal([]);
    stage.put('A');
    stage.put('B');
    stage.watch('alone');
    expect(await stage.heard(10)).to.have.members(['re:B', 're:A', 'alone: status 0']);
    expect(stage.forgiven).to.deep.equal([]);
  });

  it('of a client that half-closed instead does not wait for the requests that it did not send', async () => {
    stage = new StageInTime([
      watch({ order: 'start: 1, headers: 4, end: 18', responses: ['b'], responseOrder: [13] }),
      overlapping({
        method: 'Bidi',
        order: 'start: 5, half_closed: 14, headers: 7, end: 16',
        requests: ['a', 'b'],
        requestOrder: [8, 12],
      }),
    ]);
    stage.watch();
    stage.chat('chat', 'a').end();
    expect(await stage.heard()).to.include('watch: b');
    expect(stage.forgiven).to.deep.equal([]);
  });

  it('waits anew for an act that another, which was given up, has waited for', async () => {
    stage = new StageInTime([
      watch({ order: 'start: 1, headers: 4, end: 30', responses: ['seen'], responseOrder: [20] }),
      overlapping({
        method: 'Bidi',
        order: 'start: 5, headers: 6, end: 40',
        requests: ['x'],
        requestOrder: [21],
        responses: ['X'],
        responseOrder: [22],
        after: [1],
        halfClosed: false,
      }),
      put('A', { order: 'start: 10, headers: 13, end: 14' }),
    ]);
    const watching = stage.watch();
    const chat = stage.chat('chat');
    expect(await stage.heard(900)).to.deep.equal([]);
    watching.cancel();
    expect(await stage.heard(5000)).to.deep.equal(['watch: status 1']);
    chat.write(Buffer.from('x'));
    expect(await stage.heard(999)).to.deep.equal([]);
    expect(await stage.heard(1)).to.deep.equal(['chat: X', 'chat: status 0']);
    expect(stage.forgiven).to.deep.equal(['message 1 of 2 Bidi: its start of 3 Unary, 1000 ms']);
  });

  it('of a call that is over leaves nothing to wait for', async () => {
    stage = new StageInTime([WATCH, CHAT]);
    stage.watch();
    const chat = stage.chat('chat');
    expect(await stage.heard()).to.deep.equal(['watch: started']);
    chat.cancel();
    expect(await stage.heard()).to.deep.equal([
      'chat: status 1',
      'watch: a',
      'watch: b',
      'watch: half-closed',
      'watch: cancelled',
    ]);
    expect(stage.forgiven).to.deep.equal([]);
  });
});
