import { expect } from 'chai';
import { Project } from './project.js';
import { SERVER_DELAY, startShelfServer } from './shelf-server.js';

const BOOKS = [
  'CgRFbW1hENoD',
  { code: 5, details: 'no book Dubliners' },
  ['CgRFbW1hENoD', 'CgdVbHlzc2VzENoF'],
];
/** What `ask` hears. */
const EXPECTED = {
  interceptor: BOOKS,
  channel: BOOKS,
  'missed by interceptor': [],
  'missed by channel': [],
  instances: 'one',
};
const CASSETTES = ['channel.yaml', 'interceptor.yaml'];

/**
 * Records each of `projects` against a server, then replays it with the server gone: it has to hear the same, from
 * cassettes that lie there complete. `projects` are those of `Project`, by name, with what is `expected` of
 * them and the names of their `cassettes`, unless they `ask`.
 */
export function describeProjects(title, projects) {
  describe(title, () => {
    for (const [name, parts] of Object.entries(projects)) {
      it(`${name}: records, and replays without the server`, () => recordAndReplay(parts));
    }
  });
}

async function recordAndReplay({ expected = EXPECTED, cassettes = CASSETTES, ...parts }) {
  const project = new Project(parts);
  const server = await startShelfServer();
  try {
    await project.prepare();
    const begin = Date.now();
    const heard = await project.run({ SHELF_ADDRESS: server.address, GRPC_CASSETTE_MODE: 'once' });
    const end = Date.now();
    server.stop();
    expect({ instances: 'one', ...heard }).to.deep.equal(expected);
    const { fixtures } = project;
    expect(Object.keys(fixtures), 'files').to.deep.equal(cassettes);
    for (const text of Object.values(fixtures)) expectTimes(text, begin, end);

    const replayed = await project.run({ SHELF_ADDRESS: server.address });
    expect(replayed, 'what a replay hears').to.deep.equal(heard);
    expect(project.fixtures, 'a replay changes no file').to.deep.equal(fixtures);
  } finally {
    server.stop();
    project.remove();
  }
}

/** The times of a recording are those of the day and of the server, whatever the test made of its own clock. */
function expectTimes(text, begin, end) {
  const started = [...text.matchAll(/started_at: ['"]?([^'"\n]+)/g)].map(([, at]) => Date.parse(at));
  const ended = [...text.matchAll(/ended_ms: ([\d.]+)/g)].map(([, ms]) => Number(ms));
  for (const at of started) expect(at).to.be.within(begin - 1, end);
  expect(ended[0], 'ended_ms of the first call').to.be.within(SERVER_DELAY - 5, end - begin);
  expect(started).to.have.lengthOf(ended.length);
}
