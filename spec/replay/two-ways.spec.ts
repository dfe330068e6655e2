import { expect } from 'chai';
import { useEchoSuite } from '../support/echo-suite.js';
import { answersOfBoth, answersOfMany } from './support/two-ways.js';

const ROUNDS = 150;
const ROUNDS_OF_MANY = 12;

describe('a cassette of which the index knows what it can', () => {
  const suite = useEchoSuite();

  it('answers, and explains what it does not, as one of which it knows nothing', async function () {
    this.timeout(60_000);
    for (let seed = 1; seed <= ROUNDS; seed += 1) {
      const { known, unknown } = await answersOfBoth(suite, seed);
      expect(known, `seed ${seed}`).to.deep.equal(unknown);
    }
  });

  it('does so where it looks for the first of many by themselves', async function () {
    this.timeout(60_000);
    for (let seed = 1; seed <= ROUNDS_OF_MANY; seed += 1) {
      const { known, unknown } = await answersOfMany(suite, seed);
      expect(known, `seed ${seed}`).to.deep.equal(unknown);
    }
  });
});
