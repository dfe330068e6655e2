import { expect } from 'chai';
import { useEchoSuite } from '../support/echo-suite.js';
import { SEED } from '../support/random.js';
import { answersOfBoth } from './support/two-ways.js';

const ROUNDS = 500;

describe('a cassette of which the index knows what it can', () => {
  const suite = useEchoSuite();

  it('answers as one of which it knows nothing, however it was made up', async function () {
    this.timeout(300_000);
    for (let seed = SEED; seed < SEED + ROUNDS; seed += 1) {
      const { known, unknown } = await answersOfBoth(suite, seed);
      expect(known, `GRPC_CASSETTE_SEED=${seed}`).to.deep.equal(unknown);
    }
  });
});
