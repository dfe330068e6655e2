import { expect } from 'chai';
import { Group } from '../../../lib/replay/order/group.js';
import { randomNumbers, SEED } from '../../support/random.js';
import { Acting } from './support/acting.js';
import { NaiveGroup } from './support/naive-group.js';

const membersOf = (starts: readonly number[]) =>
  starts.map((_, position) => ({ method: `/m${position}`, position }));

describe('the recordings of calls that overlapped', () => {
  it('tell what is undone as a look at each of them does', () => {
    const random = randomNumbers(SEED);
    const below = (count: number): number => Math.floor(random() * count);
    const wrong: string[] = [];
    let checks = 0;
    for (let trial = 0; trial < 200; trial += 1) {
      // The acts of all calls are spread over one row of numbers.
      const count = 2 + below(random() < 0.1 ? 70 : 6);
      const acts = Array.from({ length: count }, (_, rank): number[] => [1 + 3 * rank]);
      for (let number = 2; number < 12 * count; number += 1)
        if (number % 3 !== 1 || number > 3 * count) acts[below(count)]?.push(number);
      for (const [rank, [start = 0, ...rest]] of acts.entries())
        acts[rank] = [start, ...rest.filter((each) => each > start && random() < 0.7)];
      const starts = acts.map(([start = 0]) => start);
      const atPlay = new Set<Group>();
      const group = new Group(membersOf(starts), starts, atPlay);
      const naive = new NaiveGroup(starts);
      const holders = new Map<number, Acting[]>();
      for (let step = 0; step < 60; step += 1) {
        const rank = below(count);
        const held = holders.get(rank) ?? [];
        const holder = held[below(held.length)];
        const chance = random();
        if (holder === undefined || chance < 0.1) {
          const acting = new Acting(...(acts[rank]?.slice(1) ?? []));
          group.hold(rank, acting, undefined);
          naive.hold(rank, acting);
          holders.set(rank, [...held, acting]);
        } else if (chance < 0.75) {
          const number = holder.act();
          if (number !== undefined) {
            group.acted(rank, holder, number);
            naive.acted(rank, holder, number);
          }
        } else {
          if (chance < 0.9) group.leave(rank, holder);
          else group.release(rank, holder, chance < 0.95);
          naive.end(rank, holder, chance < 0.9 ? 'over' : chance < 0.95 ? 'let go' : 'unstarted');
          holders.set(
            rank,
            held.filter((each) => each !== holder),
          );
        }
        for (let look = 0; look < 3; look += 1) {
          const since = below(12 * count) - 1;
          const at = since + below(12 * count);
          const [found, expected] = [group.undone(since, at), naive.undone(since, at)];
          checks += 1;
          if (JSON.stringify(found) !== JSON.stringify(expected))
            wrong.push(
              `seed ${SEED}, ${trial}.${step}: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`,
            );
          if (found === undefined || random() > 0.3) continue;
          const [starts, performers] = [random() < 0.7, random() < 0.7];
          if (starts) group.forgiveStarts(since, at);
          if (performers) group.forgivePerformers(since, at);
          naive.forgive(since, at, { starts, performers });
          if (starts && performers && group.undone(since, at) !== undefined)
            wrong.push(`seed ${SEED}, ${trial}.${step}: not forgiven`);
        }
        if (group.furthest !== naive.furthest) wrong.push(`seed ${SEED}, ${trial}.${step}: the furthest`);
        if (atPlay.has(group) !== naive.isAtPlay) wrong.push(`seed ${SEED}, ${trial}.${step}: at play`);
      }
    }
    expect(wrong.slice(0, 3)).to.deep.equal([]);
    expect(checks).to.be.greaterThan(30_000);
  });

  it('name an act by its number, and by whose it is', () => {
    const group = new Group(membersOf([1, 2]), [1, 2], new Set());
    const acting = new Acting(6);
    expect(group.undone(1, 9)).to.deep.equal({ number: 2, rank: 1 });
    expect(group.isStart({ number: 2, rank: 1 })).to.equal(true);
    group.hold(1, acting, undefined);
    const act = { number: 6, rank: 1 };
    expect(group.undone(1, 9)).to.deep.equal(act);
    expect([group.isStart(act), group.performerOf(1)?.describe(act)]).to.deep.equal([false, 'act 6']);
  });
});
