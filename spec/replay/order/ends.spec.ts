import { expect } from 'chai';
import { ReplayedCall } from '../../../lib/grpc/replayed-call.js';
import { overlapping, put, watch } from '../../support/overlapping.js';
import { atTime } from '../../support/time.js';
import { type Conversation, Speaker } from '../conversations.js';
import { StageInTime } from './support/stage-in-time.js';

const WATCH = watch({ order: 'start: 1, headers: 4, end: 30', responses: ['seen'], responseOrder: [10] });
const PUT = put('A', { order: 'start: 5, headers: 8, end: 9' });
const CHAT: Conversation = { requests: ['x'], answers: [{ after: 1, text: 'X' }] };

/** A client that has only so long to live. */
class Hurried extends Speaker {
  timeLeftAtPresent: () => number = super.timeLeft;

  override timeLeft(): number {
    return this.timeLeftAtPresent();
  }
}

describe('an event that waits', () => {
  let stage: StageInTime;
  afterEach(() => stage.end());

  it('comes before the deadline of its call', async () => {
    stage = new StageInTime([
      overlapping({
        method: 'Bidi',
        order: 'start: 1, end: 30',
        halfClosed: false,
        requests: ['x'],
        requestOrder: [2],
        responses: ['X'],
        responseOrder: [10],
        after: [1],
      }),
      PUT,
    ]);
    const speaker = new Hurried(CHAT, false);
    speaker.timeLeftAtPresent = () => 70 - stage.clock.now();
    speaker.start(stage.cassette);
    speaker.step();
    await stage.heard(49);
    expect(speaker.heard).to.deep.equal([]);
    await stage.heard(1);
    expect(speaker.heard).to.deep.equal(['X']);
    expect(stage.forgiven).to.deep.equal(['message 1 of 1 Bidi: its start of 2 Unary, 50 ms']);
  });

  it('comes before the deadline that its client gave it', async () => {
    stage = new StageInTime([WATCH, PUT]);
    const start = Date.now();
    const watching = atTime(start, () => stage.watch('watch', 'watch', { deadline: start + 60_000 }));
    const { timeLeft } = ReplayedCall.prototype;
    // Most of that is over when the event is first looked at.
    ReplayedCall.prototype.timeLeft = function (this: ReplayedCall) {
      return atTime(start + 59_900 + stage.clock.now(), () => timeLeft.call(this));
    };
    try {
      expect(await stage.heard(79)).to.deep.equal([]);
      expect(await stage.heard(1)).to.deep.equal(['watch: seen']);
    } finally {
      ReplayedCall.prototype.timeLeft = timeLeft;
    }
    watching.cancel();
    await stage.heard();
  });

  it('keeps the process alive, until its call is over', async () => {
    stage = new StageInTime([WATCH, PUT]);
    const watching = stage.watch();
    await stage.heard();
    expect(stage.clock.holdsProcess).to.equal(true);
    watching.cancel();
    await stage.heard();
    expect(stage.clock.timers).to.equal(0);
  });

  it('keeps it alive no longer once the cassette is closed, and comes all the same', async () => {
    for (const timing of ['instant', 'recorded'] as const) {
      stage = new StageInTime([WATCH, PUT], { timing });
      const watching = stage.watch();
      await stage.heard();
      await stage.cassette.close();
      expect(stage.clock.holdsProcess).to.equal(false);
      expect(await stage.heard(1000)).to.deep.equal(['watch: seen']);
      expect(stage.clock.holdsProcess).to.equal(false);
      watching.cancel();
      await stage.heard();
      expect(stage.clock.timers).to.equal(0);
    }
  });

  it('goes on at once where the call that it waited for goes to the server', async () => {
    const chat = overlapping({
      method: 'Bidi',
      order: 'start: 5, half_closed: 9, end: 11',
      requests: ['x'],
      requestOrder: [7],
    });
    stage = new StageInTime([WATCH, chat], { mode: 'new_episodes' });
    const watching = stage.watch();
    const live = stage.chat('live');
    expect(await stage.heard()).to.deep.equal([]);
    live.write(Buffer.from('another'));
    expect((await stage.heard())[0]).to.equal('watch: seen');
    expect(stage.forgiven).to.deep.equal([]);
    live.cancel();
    watching.cancel();
    await stage.heard();
  });

  it('goes on after 20 ms where a call of the method that it waited for goes to the server', async () => {
    stage = new StageInTime([WATCH, PUT], { mode: 'new_episodes' });
    const watching = stage.watch();
    stage.put('B');
    await stage.heard(19);
    expect(stage.cassette.forgiven).to.deep.equal([]);
    await stage.heard(1);
    expect(stage.forgiven).to.deep.equal(['message 1 of 1 ServerStream: its start of 2 Unary, 20 ms']);
    watching.cancel();
    await stage.heard();
  });
});
