import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { requestsIn } from '../support/cassettes.js';
import { type Project, type Results, useProjects } from './support/project.js';

const CHAT = `
import { strict as assert } from 'node:assert';
import { currentCassette } from 'grpc-cassette';
import { ask, client } from 'calls';

describe('chat', () => {
  before(() => ask('set up'));
  before(async () => { await ask('set up more'); });
  after(() => ask('tear down'));
  beforeEach('an async one', async () => { await ask('first'); });
  afterEach(() => ask('last'));
  it('answers', async () => assert.equal(await ask('hello'), 're:hello'));
  it('answers a callback', function (done) {
    client.Unary(Buffer.from('hi'), (error, response) => done(error ?? (String(response) === 're:hi' ? null : new Error('wrong'))));
  });
  describe('of two', () => {
    it('knows its cassette', async function () {
      await ask('who');
      assert.equal(this.cassette, currentCassette());
      assert.match(this.cassette.path, /of two.knows its cassette\\.yaml$/);
    });
  });
});
describe('arithmetic', () => { it('needs no server', () => assert.equal(1 + 1, 2)); });
it('stands alone', () => ask('alone'));`;

const CASSETTES = [
  'spec/chat.spec/chat/after all.yaml',
  'spec/chat.spec/chat/answers a callback.yaml',
  'spec/chat.spec/chat/answers.yaml',
  'spec/chat.spec/chat/before all.yaml',
  'spec/chat.spec/chat/of two/knows its cassette.yaml',
  'spec/chat.spec/stands alone.yaml',
];
const UNPLUGGED = { ECHO_SERVER: '127.0.0.1:1' };

describe('mocha with one line of configuration', function () {
  this.timeout(60_000);
  const projects = useProjects();
  let project: Project;
  let recorded: Results;

  before(async () => {
    project = projects.make({ 'spec/chat.spec.js': CHAT });
    recorded = await project.results(undefined, { GRPC_CASSETTE_MODE: 'once' });
  });

  const requests = (name: string) => requestsIn(join(project.folder, 'fixtures', name));

  it('records each test, and the hooks of each suite, into a cassette of its own', () => {
    expect(recorded.failed).to.deep.equal([]);
    expect(recorded.passed).to.have.length(5);
    expect(recorded.stderr).to.equal('');
    expect(project.files()).to.deep.equal(CASSETTES);
    expect(requests('spec/chat.spec/chat/before all.yaml')).to.deep.equal(['set up', 'set up more']);
    expect(requests('spec/chat.spec/chat/after all.yaml')).to.deep.equal(['tear down']);
    expect(requests('spec/chat.spec/chat/answers.yaml')).to.deep.equal(['first', 'hello', 'last']);
    expect(requests('spec/chat.spec/chat/of two/knows its cassette.yaml')).to.deep.equal([
      'first',
      'who',
      'last',
    ]);
  });

  it('plays them without the server, from whichever folder of the project', async () => {
    const reached = projects.server.reached.length;
    const replayed = await project.results(undefined, UNPLUGGED);
    expect([replayed.code, replayed.failed, replayed.passed.length]).to.deep.equal([0, [], 5]);
    expect(replayed.stderr).to.equal('');
    expect(project.files()).to.deep.equal(CASSETTES);
    expect(projects.server.reached.length).to.equal(reached);
  });

  it('records one test anew by hand, over whatever is configured, and leaves the others alone', async () => {
    // A header that the server does not send: an entry that says the same again would stay as it is.
    const before = new Map(
      CASSETTES.map((name) => {
        const path = join(project.folder, 'fixtures', name);
        const recorded = readFileSync(path, 'utf8');
        const other = recorded.replace(
          'response_metadata:\n',
          "response_metadata:\n      x-old:\n      - 'yes'\n",
        );
        expect(other).not.to.equal(recorded);
        writeFileSync(path, other);
        return [name, other];
      }),
    );
    project.write('package.json', '{ "type": "module", "cassette": { "mode": "none" } }');
    const { code } = await project.results(['spec', '-g', 'chat answers$'], {
      GRPC_CASSETTE_MODE: 'rewrite',
    });
    expect(code).to.equal(0);
    const changed = CASSETTES.filter(
      (name) => readFileSync(join(project.folder, 'fixtures', name), 'utf8') !== before.get(name),
    );
    expect(changed).to.deep.equal([
      'spec/chat.spec/chat/after all.yaml',
      'spec/chat.spec/chat/answers.yaml',
      'spec/chat.spec/chat/before all.yaml',
    ]);
    expect(requests('spec/chat.spec/chat/answers.yaml')).to.deep.equal(['first', 'hello', 'last']);
  });

  it('takes a configured once for none where CI is set, unless the person at the keyboard says otherwise', async () => {
    const spec = "import { ask } from 'calls';\ndescribe('new', () => { it('asks', () => ask('x')); });";
    const config = '{ "type": "module", "cassette": { "mode": "once" } }';
    const ci = projects.make({ 'spec/new.spec.js': spec, 'package.json': config });
    const refused = await ci.results(undefined, { CI: 'true' });
    expect(refused.failed).to.deep.equal(['new asks']);
    expect(refused.messageOf('new asks'))
      .to.include('(mode none)')
      .and.to.include(
        `  in mocha:  GRPC_CASSETTE_MODE=once npx mocha -g '^new asks$' records it.
             The mode once acts as none here, for CI is set.`,
      );
    expect(ci.files()).to.deep.equal([]);
    expect((await ci.results(undefined, { CI: 'false' })).failed).to.deep.equal([]);
    expect(ci.files()).to.deep.equal(['spec/new.spec/new/asks.yaml']);
    expect((await ci.results(undefined, { CI: 'true', ...UNPLUGGED })).failed).to.deep.equal([]);
  });
});
