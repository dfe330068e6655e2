import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { resolveOptions } from '../../lib/options.js';
import { readHouse } from '../../scripts/house/read-imports.js';
import { arrowsBetweenRooms } from '../../scripts/house/rooms.js';
import { projectRoot } from '../support/shared-folder.js';
import { firstColumn, lostPaths, namesIn } from './support/paths.js';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const foldersIn = (path: string): readonly string[] =>
  readdirSync(join(projectRoot, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** The name of an asynchronous resource is none. */
const VARIABLE = /(?<!AsyncResource\()'((?:GRPC_CASSETTE|XAI)_[A-Z_]+)'/g;

describe('what is said of the house', () => {
  const architecture = read('docs/architecture.md');
  const house = readHouse(projectRoot);

  for (const name of ['docs/architecture.md', 'CONTRIBUTING.md', 'spec/README.md']) {
    it(`names paths that are there: ${name}`, () => {
      expect(lostPaths(namesIn(read(name)))).to.deep.equal([]);
    });
  }

  it('has a sentence for each room, and for none that is gone', () => {
    const rooms = firstColumn(architecture, 'room').map((room) => room.replace(/\/$/, ''));
    expect(rooms).to.have.members([...arrowsBetweenRooms(house).keys()]);
  });

  it('says of each option where it acts', () => {
    expect(firstColumn(architecture, 'option')).to.have.members(Object.keys(resolveOptions({}, {})));
  });

  it('says of each variable of the environment where it acts', () => {
    const sources = house.map(({ path }) => read(path)).join('\n');
    const variables = [...sources.matchAll(VARIABLE)].map(([, name = '']) => name);
    const named = firstColumn(architecture, 'variable');
    expect(named.filter((name) => !sources.includes(name))).to.deep.equal([]);
    expect(variables.filter((name) => !named.includes(name))).to.deep.equal([]);
  });

  it('has a line for each folder of spec, where each folder of lib has one of its name', () => {
    const folders = firstColumn(read('spec/README.md'), 'folder');
    expect(folders).to.have.members(foldersIn('spec'));
    expect(folders).to.include.members(foldersIn('lib'));
  });
});
