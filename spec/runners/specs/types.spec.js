import { expect } from 'chai';
import { TYPED } from '../projects/types.js';
import { Project } from '../support/project.js';

describe('types', () => {
  for (const [name, parts] of Object.entries(TYPED)) {
    it(`resolve under moduleResolution ${name}`, async () => {
      const project = new Project(parts);
      try {
        expect(await project.prepare()).to.equal('');
      } finally {
        project.remove();
      }
    });
  }
});
