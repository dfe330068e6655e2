import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type LinterSettings, unguardedRooms } from '../../scripts/house/guards.js';
import { readHouse } from '../../scripts/house/read-imports.js';
import {
  circles,
  crowdedRooms,
  faceFromWithin,
  nodeInTheCore,
  waysBetweenWings,
} from '../../scripts/house/rules.js';
import { projectRoot } from '../support/shared-folder.js';

const compiled = fileURLToPath(new URL('../../lib/', import.meta.url));

describe('the house', () => {
  const house = readHouse(projectRoot);

  it('has no circles, neither of files nor of rooms, types counted', () => {
    expect(circles(house)).to.deep.equal([]);
  });

  it('has a rule of the linter for each room', () => {
    const settings = JSON.parse(readFileSync(`${projectRoot}biome.json`, 'utf8')) as LinterSettings;
    expect(unguardedRooms(house, settings)).to.deep.equal([]);
  });

  it('has two wings, lib/record and lib/replay, neither of which reaches the other', () => {
    expect(waysBetweenWings(house)).to.deep.equal([]);
  });

  it('has a core that does no I/O', () => {
    expect(nodeInTheCore(house)).to.deep.equal([]);
  });

  it('has a face that only the outermost rooms look at', () => {
    expect(faceFromWithin(house)).to.deep.equal([]);
  });

  it('has no crowded room', () => {
    expect(crowdedRooms(house)).to.deep.equal([]);
  });

  // `lib/xai` makes clients itself.
  it('imports nothing of grpc-js at run time: the copy that the user has is the one that works', () => {
    const importers = readdirSync(compiled, { recursive: true, encoding: 'utf8' }).filter(
      (name) =>
        name.endsWith('.js') &&
        !name.startsWith('xai/') &&
        /(?:from|import|require)\s*\(?\s*['"]@grpc\/grpc-js/.test(readFileSync(`${compiled}${name}`, 'utf8')),
    );
    expect(importers).to.deep.equal([]);
  });
});
