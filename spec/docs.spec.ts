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
import { startServer } from '../examples/demo/start-server.js';
import { projectRoot } from './support/shared-folder.js';
import { findSnippets, type Snippet } from './support/snippets.js';

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
  const generated = new URL('../proto-gen/xai/api/v1/chat.js', import.meta.url).href;
  return `
    import { credentials } from '@grpc/grpc-js';
    import * as generated from '${generated}';
    export const { GetCompletionsRequest, Message, Content } = generated;
    export class ChatClient extends generated.ChatClient {
      constructor(_address, _credentials, options) { super('${address}', credentials.createInsecure(), options); }
    }`;
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
    const index = pathToFileURL(join(import.meta.dirname, '../lib/index.js')).href;
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      join(modules, 'grpc-cassette/package.json'),
      '{ "name": "grpc-cassette", "type": "module", "exports": "./index.js" }',
    );
    writeFileSync(join(modules, 'grpc-cassette/index.js'), `export * from '${index}';`);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the snippet, with mocha where it is a suite, against the server at `address`. Resolves to what it prints. */
  async function run(snippet: Snippet, address: string): Promise<string> {
    writeFileSync(join(folder, 'gen/chat.js'), chatModule(address));
    const isSuite = snippet.code.includes('describe(');
    const name = isSuite ? 'snippet.spec.js' : 'snippet.js';
    writeFileSync(join(folder, name), snippet.code);
    const mocha = [join(projectRoot, 'node_modules/mocha/bin/mocha.js'), '--reporter', 'dot', '--exit'];
    const { GRPC_CASSETTE_MODE: _, ...env } = process.env;
    const { stdout } = await execute(process.execPath, isSuite ? [...mocha, name] : [name], {
      cwd: folder,
      env,
      timeout: 30_000,
    });
    return stdout.replace(/\(\d+ms\)/, '');
  }

  for (const snippet of snippets.filter(({ language }) => language === 'ts')) {
    it(`${snippet.where}: records, and plays the same with the server gone`, async () => {
      const server = await startServer();
      const recorded = await run(snippet, server.address).finally(() => server.stop());
      expect(server.calls).to.have.length.greaterThan(0);
      expect(recorded).not.to.equal('');
      expect(await run(snippet, server.address)).to.equal(recorded);
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
