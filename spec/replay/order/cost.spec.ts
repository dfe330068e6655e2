import { expect } from 'chai';
import { Group } from '../../../lib/replay/order/group.js';
import { Acting } from './support/acting.js';

const TURNS = 50;

/**
 * How often calls are asked for their next act in a turn, of `count` recordings of which all from `open` on are forgiven. Each
 * call acts once in each round of them; the last of `lazy` ones has not done what it was to do before `since`.
 */
function askedPerTurn(count: number, open: number, isLastLazy = false): number {
  const starts = Array.from({ length: count }, (_, rank) => 1 + rank);
  const members = starts.map((position) => ({ method: '/m', position }));
  const group = new Group(members, starts, new Set());
  const actings = starts.slice(0, open).map((start) => {
    const acts = Array.from({ length: TURNS }, (_, turn) => (count + 2) * (turn + 1) + start);
    return new Acting(...(isLastLazy && start === open ? [count + 1] : []), ...acts);
  });
  for (const [rank, acting] of actings.entries()) group.hold(rank, acting, undefined);
  if (open < count) group.forgiveStarts(0, count + 1);
  const since = isLastLazy ? count + 1 : 0;
  const asked = (): number => actings.reduce((sum, acting) => sum + acting.asked, 0);
  const before = asked();
  for (let turn = 0; turn < TURNS; turn += 1) {
    const rank = turn % open;
    const acting = actings[rank] as Acting;
    expect(group.undone(since, Number.MAX_SAFE_INTEGER)?.rank).to.equal(rank);
    group.acted(rank, acting, acting.act() ?? 0);
  }
  return (asked() - before) / TURNS;
}

describe('what a turn costs', () => {
  it('is the same with 10 recordings as with 100,000', () => {
    expect(askedPerTurn(100_000, 5)).to.equal(askedPerTurn(10, 5));
    expect(askedPerTurn(10, 5)).to.be.lessThan(4);
  });

  it('is the same where all of them are open', () => {
    expect(askedPerTurn(20_000, 20_000)).to.be.lessThan(4);
  });

  it('is the same where one has left undone what the event does not wait for', () => {
    expect(askedPerTurn(20_000, 20_000, true)).to.be.lessThan(6);
  });
});
