import { expect } from 'chai';
import type { Played } from '../../lib/replay/call.js';
import { OpenCalls } from '../../lib/replay/open-calls.js';
import { newSeat } from '../../lib/replay/ready.js';

function callOf(start: number): Played {
  return { start, seat: newSeat<Played>() } as Played;
}

function startsOf(open: OpenCalls): readonly number[] {
  return open.sorted().map(({ start }) => start);
}

describe('the open calls of a player', () => {
  it('are told in start order, whichever have ended', () => {
    const calls = [3, 1, 4, 2, 5].map(callOf);
    const [third, first, , , fifth] = calls;
    const open = new OpenCalls();
    for (const call of calls) open.add(call);
    expect(startsOf(open)).to.deep.equal([1, 2, 3, 4, 5]);
    for (const ended of [third, fifth, first]) open.remove(ended as Played);
    expect([startsOf(open), open.size]).to.deep.equal([[2, 4], 2]);
    expect(calls.map((call) => open.has(call))).to.deep.equal([false, false, true, true, false]);
  });

  it('may end twice, and begin again', () => {
    const [one, other] = [callOf(1), callOf(2)];
    const open = new OpenCalls();
    open.add(one);
    open.add(other);
    open.remove(one);
    open.remove(one);
    expect(startsOf(open)).to.deep.equal([2]);
    open.add(one);
    expect(startsOf(open)).to.deep.equal([1, 2]);
  });
});
