import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { drawHouse } from '../../scripts/house/draw-house.js';
import { readHouse } from '../../scripts/house/read-imports.js';
import { projectRoot } from '../support/shared-folder.js';

const HOUSE = 'docs/images/house.svg';

describe('the picture of the house', () => {
  it('is what the imports give: npm run house draws it anew', () => {
    const drawn = drawHouse(readHouse(projectRoot));
    expect(readFileSync(join(projectRoot, HOUSE), 'utf8') === drawn, `${HOUSE} is of other imports`).to.equal(
      true,
    );
  });
});
