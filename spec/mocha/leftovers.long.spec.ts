import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { cassette, requestsIn, unary } from '../support/cassettes.js';
import { useProjects } from './support/project.js';

/** A server of the program under test, which asks the gRPC service on behalf of its clients. */
const APP = `
import { createServer, request } from 'node:http';
import { ask } from 'calls';
export const startApp = () => new Promise((resolve) => {
  const app = createServer(async (incoming, response) => response.end(await ask(incoming.url.slice(1)).catch((error) => 'error ' + error.code)));
  app.listen(0, '127.0.0.1', () => resolve(app));
});
export const get = (app, what) => new Promise((resolve, reject) => {
  request({ port: app.address().port, path: '/' + what }, (response) => {
    let text = '';
    response.on('data', (piece) => { text += piece; }).on('end', () => resolve(text));
  }).on('error', reject).end();
});`;

const LEFTOVERS = `
import { strict as assert } from 'node:assert';
import { EventEmitter } from 'node:events';
import { currentCassette } from 'grpc-cassette';
import { ask, askQuietly, client } from 'calls';
import { get, startApp } from '../app.js';

const atModuleScope = await startApp();
const { promise: gate, resolve: openGate } = (() => { let resolve; const promise = new Promise((r) => { resolve = r; }); return { promise, resolve }; })();
let late;
describe('an app', () => {
  let app;
  before(async () => { app = await startApp(); await ask('set up'); });
  after(() => { app.close(); atModuleScope.close(); });
  it('started in before', async () => assert.equal(await get(app, 'one'), 're:one'));
  it('still running', async () => assert.equal(await get(app, 'two'), 're:two'));
  it('started with the module', async () => assert.equal(await get(atModuleScope, 'three'), 're:three'));
});
describe('a call', () => {
  it('is left behind', () => { late = gate.then(() => ask('late')).catch((error) => error); });
  it('of the next test is its own', async () => {
    openGate();
    const error = await late;
    assert.equal(error.code, 9);
    assert.match(error.message, /is left behind\\.yaml was closed before the call/);
    assert.equal(await ask('own'), 're:own');
    assert.match(currentCassette().path, /of the next test is its own/);
  });
  it('that is open stays with its test', async () => {
    const call = client.Bidi();
    call.write(Buffer.from('A'));
    await new Promise((resolve) => call.once('data', resolve));
    late = call;
  });
  it('after that is its own, too', () => { late.end(); return ask('own, too'); });
});
describe('an emitter', () => {
  const emitter = new EventEmitter();
  before((done) => { emitter.on('ask', (reply) => askQuietly('from a listener').then(reply)); done(); });
  it('asks for the test that emits', async () => assert.equal(await new Promise((resolve) => emitter.emit('ask', resolve)), 're:from a listener'));
});`;

describe('mocha: what outlives a test or a hook', function () {
  this.timeout(60_000);
  const projects = useProjects();

  it('stays with its test; what before has started serves the tests', async () => {
    const project = projects.make({ 'app.js': APP, 'spec/a.spec.js': LEFTOVERS });
    const recorded = await project.results(undefined, { GRPC_CASSETTE_MODE: 'once' });
    expect(recorded.failed.map(recorded.messageOf)).to.deep.equal([]);
    const requests = (name: string) => requestsIn(`${project.folder}/fixtures/spec/a.spec/${name}.yaml`);
    expect(requests('an app/before all')).to.deep.equal(['set up']);
    expect(requests('an app/started in before')).to.deep.equal(['one']);
    expect(requests('an app/still running')).to.deep.equal(['two']);
    expect(requests('an app/started with the module')).to.deep.equal(['three']);
    expect(requests('a call/of the next test is its own')).to.deep.equal(['own']);
    expect(requests('a call/that is open stays with its test')).to.deep.equal(['A']);
    expect(requests('a call/after that is its own, too')).to.deep.equal(['own, too']);
    expect(requests('an emitter/asks for the test that emits')).to.deep.equal(['from a listener']);
    expect(project.files().filter((name) => name.includes('left behind'))).to.deep.equal([]);
    expect(recorded.stderr).to.include(
      'GrpcCassetteWarning: "a call is left behind" left something behind that made calls after its end.',
    );
    const replayed = await project.results(undefined, { ECHO_SERVER: '127.0.0.1:1' });
    expect(replayed.failed.map(replayed.messageOf)).to.deep.equal([]);
    expect(replayed.passed).to.deep.equal(recorded.passed);
  });

  it('that two copies of this library share is one run', async () => {
    const project = projects.make({
      '.mocharc.json': '{ "require": ["grpc-cassette/mocha", "./copy/lib/mocha/index.js"] }',
      'spec/a.spec.js':
        "import { ask } from 'calls';\nimport { cassette } from '../copy/lib/mocha/index.js';\ndescribe('s', () => { cassette({ onUnplayed: 'error' }); it('t', () => ask('A')); });",
      'fixtures/spec/a.spec/s/t.yaml': cassette(unary('A', 'a'), unary('B', 'b')),
    });
    cpSync(fileURLToPath(new URL('../../lib', import.meta.url)), join(project.folder, 'copy/lib'), {
      recursive: true,
    });
    const { failed, passed, messageOf } = await project.results();
    expect([failed, passed]).to.deep.equal([['s t'], []]);
    expect(messageOf('s t')).to.match(/^1 of 2 recorded interactions/);
  });
});
