import { expect } from 'chai';
import type { CallOrder } from '../../../lib/model/order/call-order.js';
import {
  type CallEnd,
  type CallNumbers,
  Numbering,
  type RecordedActs,
} from '../../../lib/record/order/numbering.js';
import { Rounds } from './rounds.js';

const UNARY: RecordedActs = { requestStream: false, requestCount: 1, halfClosed: true };
const NOTHING: RecordedActs = { requestStream: true, requestCount: 0, halfClosed: false };

/** What a call says at its end, with its messages' numbers; undefined for one that was alone. */
function endOf(call: CallNumbers, acts = UNARY, how: CallEnd = 'told') {
  const numbering = call.end(how, acts);
  if (numbering === undefined) return undefined;
  const { order, requests, responses } = numbering;
  return {
    ...said(order),
    requests: Array.from({ length: requests.length }, (_, index) => requests.at(index)),
    responses: Array.from({ length: responses.length }, (_, index) => responses.at(index)),
  };
}

const said = (order: CallOrder): object =>
  Object.fromEntries(Object.entries(order).filter(([, value]) => value !== undefined));

function ask(call: CallNumbers): CallNumbers {
  call.request(0);
  call.halfClose();
  return call;
}

describe('the numbers of calls', () => {
  let rounds: Rounds;
  let numbering: Numbering;
  let named: number[];
  beforeEach(() => {
    rounds = new Rounds();
    named = [];
    numbering = new Numbering(rounds, (group) => {
      named.push(group);
      return `g-${group}`;
    });
  });

  it('are not told of calls that come one after the other', () => {
    for (let call = 0; call < 3; call += 1) {
      const alone = ask(numbering.begin());
      rounds.goRound();
      alone.headers();
      expect(endOf(alone)).to.equal(undefined);
    }
    expect([named, rounds.waiting]).to.deep.equal([[], 0]);
  });

  it('count within a group, from the start of a call beside none to the end of the last', () => {
    const first = ask(numbering.begin());
    const second = ask(numbering.begin());
    first.headers();
    expect(endOf(first)).to.deep.equal({
      group: 'g-1',
      start: 1,
      headers: 7,
      end: 8,
      requests: [1 + 1],
      responses: [],
    });
    const third = ask(numbering.begin());
    expect(endOf(second)).to.deep.include({ group: 'g-1', start: 4, end: 12 });
    expect(endOf(third)).to.deep.include({ group: 'g-1', start: 9, end: 13 });
    expect(endOf(ask(numbering.begin()))).to.equal(undefined);
    const [fourth, fifth] = [numbering.begin(), numbering.begin()];
    expect(endOf(fifth, NOTHING)).to.deep.include({ group: 'g-2', start: 2, end: 3 });
    expect(endOf(fourth, NOTHING)).to.deep.include({ group: 'g-2', start: 1, end: 4 });
    expect(named).to.deep.equal([1, 1, 1, 2, 2]);
  });

  it('are those of a call, too, that began and ended in the midst of another', () => {
    const outer = numbering.begin();
    const inner = ask(numbering.begin());
    expect(endOf(inner)).to.deep.include({ start: 2, end: 5 });
    outer.response();
    expect(endOf(outer, NOTHING)).to.deep.equal({
      group: 'g-1',
      start: 1,
      end: 7,
      requests: [],
      responses: [6],
    });
  });

  it('are told of a call whose only company is not recorded, and nothing names a group for that one', () => {
    const dropped = numbering.begin();
    const kept = numbering.begin();
    dropped.leave();
    dropped.leave();
    expect(named).to.deep.equal([]);
    expect(endOf(kept, NOTHING)).to.deep.include({ group: 'g-1', start: 2, end: 3 });
    expect(endOf(numbering.begin(), NOTHING)).to.equal(undefined);
  });

  describe('of acts', () => {
    it('say the request and the half-close only where they are not next', () => {
      const call = numbering.begin();
      const other = numbering.begin();
      call.request(0);
      other.request(0);
      other.halfClose();
      call.halfClose();
      expect(endOf(call)).to.deep.equal({
        group: 'g-1',
        start: 1,
        request: 3,
        halfClosed: 6,
        end: 7,
        requests: [3],
        responses: [],
      });
      expect(endOf(other)).to.deep.equal({
        group: 'g-1',
        start: 2,
        request: 4,
        end: 8,
        requests: [4],
        responses: [],
      });
    });

    it('stand of streamed requests in their list alone', () => {
      const [call, other] = [numbering.begin(), numbering.begin()];
      call.request(0);
      call.request(1);
      other.request(0);
      call.halfClose();
      const acts = { requestStream: true, requestCount: 2, halfClosed: true };
      expect(endOf(call, acts)).to.deep.equal({
        group: 'g-1',
        start: 1,
        halfClosed: 6,
        end: 7,
        requests: [3, 4],
        responses: [],
      });
    });

    it('may have a half-close directly behind the start, and none', () => {
      const [closed, open] = [numbering.begin(), numbering.begin()];
      closed.halfClose();
      expect(endOf(closed, { ...NOTHING, halfClosed: true })).to.include({ start: 1, halfClosed: 3, end: 4 });
      expect(endOf(open, NOTHING)).not.to.include.keys('halfClosed');
      const [next] = [numbering.begin()];
      next?.halfClose();
      numbering.begin();
      expect(next && endOf(next, { ...NOTHING, halfClosed: true })).not.to.include.keys('halfClosed');
    });

    it('are kept by a call that does them once more when it goes live', () => {
      const [call, other] = [numbering.begin(), numbering.begin()];
      for (const index of [0, 1]) call.request(index);
      call.halfClose();
      other.request(0);
      for (const index of [0, 1, 2]) call.request(index);
      call.halfClose();
      const acts = { requestStream: true, requestCount: 3, halfClosed: true };
      expect(endOf(call, acts)).to.deep.include({ halfClosed: 5, end: 8, requests: [3, 4, 7] });
    });

    it('are no more than those that were recorded: the call may have ended before the rest was sent', () => {
      const [call] = [numbering.begin(), numbering.begin()];
      for (const index of [0, 1, 2]) call?.request(index);
      call?.halfClose();
      const acts = { requestStream: true, requestCount: 1, halfClosed: false };
      expect(call && endOf(call, acts, 'cut short')).to.deep.equal({
        group: 'g-1',
        start: 1,
        requests: [3],
        responses: [],
      });
    });

    it('of a call that is over count nothing', () => {
      const [call, other] = [numbering.begin(), numbering.begin()];
      call.leave();
      call.request(0);
      call.halfClose();
      expect(endOf(other, NOTHING)).to.deep.include({ start: 2, end: 3 });
    });
  });

  it('look at one round at a time', () => {
    const [call] = [numbering.begin(), numbering.begin()];
    for (let time = 0; time < 3; time += 1) {
      for (let message = 0; message < 3; message += 1) call?.response();
      expect(rounds.waiting).to.equal(1);
      rounds.goRound();
      expect(rounds.waiting).to.equal(0);
    }
  });

  describe('of ends', () => {
    it('count a cancel of the client as an act, and nothing where the recording is cut short', () => {
      const [cancelled, cut, told] = [numbering.begin(), numbering.begin(), numbering.begin()];
      told.headers();
      rounds.goRound();
      expect(endOf(cancelled, NOTHING, 'cancelled')).to.include({ start: 1, end: 5 });
      expect(endOf(cut, NOTHING, 'cut short')).not.to.include.keys('end');
      expect(endOf(told, NOTHING)).to.include({ start: 3, headers: 4, end: 6 });
    });
  });
});
