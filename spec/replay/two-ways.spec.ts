import { expect } from 'chai';
import { useEchoSuite } from '../support/echo-suite.js';
import { answersOfBoth } from './support/two-ways.js';

const ROUNDS = 150;

describe('a cassette of which the index knows what it can', () => {
  const suite = useEchoSuite();

  it('answers, and explains what it does not, as one of which it knows nothing', async function () {
    this.timeout(60_000);
    for (let seed = 1; seed <= ROUNDS; seed += 1) {
      const { known, unknown } = await answersOfBoth(suite, seed);
      expect(known, `seed ${seed}`).to.deep.equal(unknown);
    }
  });
});
