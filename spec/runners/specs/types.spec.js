import { expect } from 'chai';
import { TYPED } from '../projects/types.js';
import { withinProject } from '../support/within-project.js';

describe('types', () => {
  for (const [name, parts] of Object.entries(TYPED)) {
    it(`resolve under moduleResolution ${name}`, async () => {
      expect(await withinProject(parts, (project) => project.prepare())).to.equal('');
    });
  }
});
