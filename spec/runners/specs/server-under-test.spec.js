import { expect } from 'chai';
import { AT_ONCE, OF_SERVERS } from '../projects/server-under-test.js';
import { Project } from '../support/project.js';

describe('a server under test that concurrent tests ask', () => {
  for (const [runner, ofTests] of Object.entries(OF_SERVERS)) {
    it(`fails each of them, with the names of their cassettes: ${runner}`, async () => {
      const project = new Project(ofTests(AT_ONCE));
      try {
        const printed = await project.printFailing({ SHELF_ADDRESS: '127.0.0.1:1' });
        expect(printed).to.match(/Tests:? +2 failed/);
        // vitest shows an error once that several tests ended in.
        expect(new Set(printed.match(/CassetteError: .*?,(?= and a call)/g))).to.deep.equal(
          new Set([
            'CassetteError: Several cassettes are in use (fixtures/Emma.yaml, fixtures/Ulysses.yaml),',
          ]),
        );
        expect(printed).not.to.contain('next step:');
      } finally {
        project.remove();
      }
    });
  }
});
