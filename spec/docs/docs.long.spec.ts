import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { load } from 'js-yaml';
import { startServer } from '../../examples/demo/start-server.js';
import {
  CompletionMessage,
  CompletionOutput,
  CompletionOutputChunk,
  Delta,
  GetChatCompletionChunk,
  GetChatCompletionResponse,
  GetCompletionsRequest,
  MessageRole,
} from '../../proto-gen/xai/api/v1/chat.js';
import { projectRoot } from '../support/shared-folder.js';
import { findSnippets, type Snippet } from '../support/snippets.js';

const execute = promisify(execFile);
const documents = [
  'README.md',
  ...readdirSync(join(projectRoot, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const snippets = documents.flatMap((name) =>
  findSnippets(name, readFileSync(join(projectRoot, name), 'utf8')),
);

/** The client that the snippets import as `./gen/chat.js`: the generated one, on whatever server there is. */
function chatModule(address: string): string {
  const generated = new URL('../../proto-gen/xai/api/v1/chat.js', import.meta.url).href;
  return `
    import { credentials } from '@grpc/grpc-js';
    import * as generated from '${generated}';
    export const { GetCompletionsRequest, Message, Content } = generated;
    export class ChatClient extends generated.ChatClient {
      constructor(_address, _credentials, options) { super('${address}', credentials.createInsecure(), options); }
    }`;
}

/** A cassette as the Python harness writes it: no method, one question, and Paris for an answer. */
function seedCassette(isStream: boolean): string {
  const raw = (bytes: Uint8Array): string => `!!binary ${Buffer.from(bytes).toString('base64')}`;
  const question = raw(new GetCompletionsRequest({ model: 'grok-3' }).serialize());
  if (isStream) {
    const outputs = [new CompletionOutputChunk({ delta: new Delta({ content: 'Paris' }) })];
    const chunk = raw(new GetChatCompletionChunk({ outputs }).serialize());
    return `version: 1\ninteractions:\n- request_stream:\n    raw: ${question}\n  response_stream:\n    chunks_raw:\n    - ${chunk}\n`;
  }
  const message = new CompletionMessage({ content: 'Paris', role: MessageRole.ROLE_ASSISTANT });
  const answer = new GetChatCompletionResponse({ outputs: [new CompletionOutput({ message })] });
  return `version: 1\ninteractions:\n- request_sample:\n    raw: ${question}\n  response_sample:\n    raw: ${raw(answer.serialize())}\n`;
}

describe('the snippets in the documents', function () {
  this.timeout(60_000);
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'grpc-cassette-docs-'));
    const modules = join(folder, 'node_modules');
    mkdirSync(join(modules, 'grpc-cassette'), { recursive: true });
    mkdirSync(join(folder, 'gen'));
    for (const name of ['@grpc', 'chai', 'mocha']) {
      symlinkSync(join(projectRoot, 'node_modules', name), join(modules, name));
    }
    const index = pathToFileURL(join(import.meta.dirname, '../../lib/index.js')).href;
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      join(modules, 'grpc-cassette/package.json'),
      '{ "name": "grpc-cassette", "type": "module", "exports": { ".": "./index.js", "./mocha": "./mocha.js", "./register": "./register.js", "./tools": "./tools.js", "./xai": "./xai.js" } }',
    );
    writeFileSync(join(modules, 'grpc-cassette/index.js'), `export * from '${index}';`);
    const xai = pathToFileURL(join(import.meta.dirname, '../../lib/xai/index.js')).href;
    const hooks = pathToFileURL(join(import.meta.dirname, '../../lib/mocha/index.js')).href;
    writeFileSync(join(modules, 'grpc-cassette/mocha.js'), `export * from '${hooks}';`);
    const register = pathToFileURL(join(import.meta.dirname, '../../lib/register/index.js')).href;
    writeFileSync(join(modules, 'grpc-cassette/register.js'), `import '${register}';`);
    const tools = pathToFileURL(join(import.meta.dirname, '../../lib/tools/index.js')).href;
    writeFileSync(join(modules, 'grpc-cassette/tools.js'), `export * from '${tools}';`);
    // The client that README imports from there, too, is that on whatever server there is.
    writeFileSync(
      join(modules, 'grpc-cassette/xai.js'),
      `export * from '${xai}'; export { ChatClient } from '../../gen/chat.js';`,
    );
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the snippet, with mocha where it is a suite, against the server at `address`. Resolves to what it prints. */
  async function run(snippet: Snippet, address: string, variables: NodeJS.ProcessEnv = {}): Promise<string> {
    writeFileSync(join(folder, 'gen/chat.js'), chatModule(address));
    const isSuite = snippet.code.includes('describe(');
    const name = isSuite ? 'snippet.spec.js' : 'snippet.js';
    writeFileSync(join(folder, name), snippet.code);
    const mocha = [join(projectRoot, 'node_modules/mocha/bin/mocha.js'), '--reporter', 'dot', '--exit'];
    const { GRPC_CASSETTE_MODE: _, ...env } = process.env;
    const { stdout } = await execute(process.execPath, isSuite ? [...mocha, name] : [name], {
      cwd: folder,
      env: { ...env, ...variables },
      timeout: 30_000,
    });
    return stdout.replace(/\(\d+ms\)/, '');
  }

  /** Mocha is a link here, and looks for what it requires from where that points to: hence a file of the user's. */
  function configure(json: string): void {
    writeFileSync(join(folder, 'hooks.mjs'), "export * from 'grpc-cassette/mocha';");
    writeFileSync(join(folder, '.mocharc.json'), json.replace('grpc-cassette/mocha', './hooks.mjs'));
  }

  const withHooks = snippets.filter(({ where }) => where.startsWith('docs/mocha.md'));
  const configurations = withHooks.filter(({ language }) => language === 'json');

  for (const snippet of withHooks.filter(({ language }) => language === 'ts')) {
    it(`${snippet.where}: records by hand, and plays the same with the server gone`, async () => {
      configure(configurations[0]?.code ?? '');
      const server = await startServer();
      const variables = { GRPC_CASSETTE_MODE: 'once' };
      const recorded = await run(snippet, server.address, variables).finally(() => server.stop());
      expect(server.calls).to.have.length.greaterThan(0);
      expect(await run(snippet, server.address)).to.equal(recorded);
    });
  }

  for (const configuration of configurations) {
    it(`${configuration.where}: configures mocha`, async () => {
      configure(configuration.code);
      const code =
        "describe('a suite', () => { it('has its cassette', function () { if (!this.cassette) throw 0; }); });";
      expect(await run({ ...configuration, code }, '')).to.include('1 passing');
    });
  }

  for (const snippet of snippets.filter((each) => each.language === 'ts' && !withHooks.includes(each))) {
    it(`${snippet.where}: records, and plays the same with the server gone`, async () => {
      const server = await startServer();
      const recorded = await run(snippet, server.address).finally(() => server.stop());
      expect(server.calls).to.have.length.greaterThan(0);
      expect(recorded).not.to.equal('');
      expect(await run(snippet, server.address)).to.equal(recorded);
    });
  }

  const ofXai = snippets.filter(({ code }) => code.includes('xaiCassetteSession'));

  for (const snippet of ofXai.filter(({ code }) => !code.includes('recordMode'))) {
    it(`${snippet.where}: plays a cassette of the Python harness`, async () => {
      mkdirSync(join(folder, 'cassettes'));
      const [, name = ''] = /'cassettes\/([\w-]+\.yaml)'/.exec(snippet.code) ?? [];
      writeFileSync(join(folder, 'cassettes', name), seedCassette(snippet.code.includes('.stream(')));
      expect(await run(snippet, '127.0.0.1:1')).to.match(/^Paris/);
    });
  }

  for (const snippet of ofXai.filter(({ code }) => code.includes('recordMode'))) {
    it(`${snippet.where}: records, and plays the same with the server gone`, async () => {
      const server = await startServer();
      const variables = { XAI_API_KEY: 'no-real-key', XAI_BASE_URL: server.address };
      const recorded = await run(snippet, '', variables).finally(() => server.stop());
      expect(server.calls).to.deep.equal(['GetCompletionChunk']);
      expect(recorded).not.to.equal('');
      expect(await run(snippet, '')).to.equal(recorded);
    });
  }

  for (const snippet of snippets.filter(({ language }) => language === 'yaml')) {
    it(`${snippet.where}: is YAML`, () => {
      expect(load(snippet.code.replaceAll('!!binary', '!!str'))).to.be.an('object');
    });
  }

  it('are there: the documents show before they tell', () => {
    const counted = snippets
      .filter(({ language }) => language === 'ts')
      .map(({ where }) => where.split(',')[0]);
    expect(counted).to.include.members(['README.md', 'docs/testing.md']);
  });
});
