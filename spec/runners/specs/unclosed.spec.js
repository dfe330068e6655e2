import { expect } from 'chai';
import { TWO_FILES, UNCLOSED } from '../projects/unclosed.js';
import { startShelfServer } from '../support/shelf-server.js';
import { withinProject } from '../support/within-project.js';

describe('a cassette that nobody closes', () => {
  for (const [name, parts] of Object.entries(UNCLOSED)) {
    it(`is recorded, and replays without the server: ${name}`, () => recordAndReplay(parts, 1));
  }

  for (const [name, parts] of Object.entries(TWO_FILES)) {
    it(`has what both of two test files record, and replays without the server: ${name}`, () =>
      recordAndReplay(parts, 2));
  }
});

/** The tests of the project say themselves whether they heard what they should. */
function recordAndReplay({ recording = {}, ...parts }, calls) {
  return withinProject(parts, async (project) => {
    const server = await startShelfServer();
    const env = { SHELF_ADDRESS: server.address };
    await project.print({ ...env, ...recording }).finally(() => server.stop());
    const { fixtures } = project;
    expectCassette(fixtures, calls);

    await project.print(env);
    expect(project.fixtures['chat.yaml'], 'a replay changes no cassette').to.equal(fixtures['chat.yaml']);
  });
}

/** Signs that a recording was at work may lie there: its process was ended without a word. */
function expectCassette(fixtures, calls) {
  const names = Object.keys(fixtures);
  expect(
    names.filter((name) => name.endsWith('.journal')),
    'journals',
  ).to.deep.equal([]);
  expect(
    names.filter((name) => !name.startsWith('.')),
    'cassettes',
  ).to.deep.equal(['chat.yaml']);
  expect(fixtures['chat.yaml'].match(/^- call:/gm), 'recorded calls').to.have.length(calls);
}
