import { expect } from 'chai';
import { OF_FIXTURES, SWALLOWING, THROWING } from '../projects/fixtures.js';
import { withinProject } from '../support/within-project.js';

/** How often the test's explanation is printed: a call's own error has it, too, and no hook knows that the test ended in it. */
const KINDS = {
  'whose program swallows it': { tests: SWALLOWING, explanations: 1 },
  'which the test ends in': { tests: THROWING, explanations: 2 },
};

describe('a miss', () => {
  for (const [runner, ofTests] of Object.entries(OF_FIXTURES)) {
    for (const [kind, { tests, explanations }] of Object.entries(KINDS)) {
      it(`${kind} fails the test: ${runner}`, async () => {
        const env = { SHELF_ADDRESS: '127.0.0.1:1', GRPC_CASSETTE_MODE: 'none' };
        const printed = await withinProject(ofTests(tests), (project) => project.printFailing(env));
        expect(printed).to.match(/cassette: +fixtures\/Walden\.yaml \(mode none\)/);
        expect(printed.match(/next step:/g)).to.have.lengthOf(explanations);
      });
    }
  }
});
