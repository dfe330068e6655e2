import { expect } from 'chai';
import { AT_ONCE, OF_SERVERS } from '../projects/server-under-test.js';
import { withinProject } from '../support/within-project.js';

const AMBIGUOUS =
  'CassetteError: Several cassettes are in use (fixtures/Emma.yaml, fixtures/Ulysses.yaml), and a call';

describe('a server under test that concurrent tests ask', () => {
  for (const [runner, ofTests] of Object.entries(OF_SERVERS)) {
    it(`fails each of them, with the names of their cassettes: ${runner}`, async () => {
      const env = { SHELF_ADDRESS: '127.0.0.1:1' };
      const printed = await withinProject(ofTests(AT_ONCE), (project) => project.printFailing(env));
      expect(printed).to.match(/Tests:? +2 failed/);
      // vitest shows an error once that several tests ended in.
      const errors = printed.match(/CassetteError: .*? a call/g);
      expect(new Set(errors), printed).to.deep.equal(new Set([AMBIGUOUS]));
    });
  }
});
