import { expect } from 'chai';
import { Group } from '../../../lib/replay/order/group.js';
import { randomNumbers, SEED } from '../../support/random.js';
import { Acting } from './support/acting.js';
import { GroupTrial } from './support/group-trial.js';

describe('the recordings of calls that overlapped', () => {
  it('tell what is undone as a look at each of them does', () => {
    const random = randomNumbers(SEED);
    let checks = 0;
    for (let index = 0; index < 200; index += 1) {
      const trial = new GroupTrial(index % 10 === 0 ? 70 : 2 + (index % 6), random);
      for (let step = 0; step < 60; step += 1) trial.step();
      expect(trial.wrong.slice(0, 3), `seed ${SEED}, trial ${index}`).to.deep.equal([]);
      checks += trial.checks;
    }
    expect(checks).to.be.greaterThan(50_000);
  });

  it('name an act by its number, and by whose it is', () => {
    const members = [1, 2].map((position) => ({ method: '/m', position }));
    const group = new Group(members, [1, 2], new Set());
    const acting = new Acting(6);
    expect(group.undone(1, 9)).to.deep.equal({ number: 2, rank: 1 });
    expect(group.isStart({ number: 2, rank: 1 })).to.equal(true);
    group.hold(1, acting, undefined);
    const act = { number: 6, rank: 1 };
    expect(group.undone(1, 9)).to.deep.equal(act);
    expect([group.isStart(act), group.performerOf(1)?.describe(act)]).to.deep.equal([false, 'act 6']);
  });
});
