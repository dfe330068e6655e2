import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../support/shared-folder.js';

/** With mocha's own types beside ours, which need none. */
const TYPED_MOCHA = `
/// <reference types="mocha" />
import { type CassetteSetting, cassette, mochaGlobalSetup, mochaGlobalTeardown, mochaHooks } from 'grpc-cassette/mocha';
import { currentCassette } from 'grpc-cassette';
export const hooks: Mocha.RootHookObject = mochaHooks;
export const fixtures: (() => void)[] = [mochaGlobalSetup, mochaGlobalTeardown];
const setting: CassetteSetting = { mode: 'once', onUnplayed: 'error' };
describe('a suite', () => {
  cassette(setting);
  it('has a cassette', function () {
    cassette(false);
    const misses: number | undefined = this.cassette?.misses.length ?? currentCassette()?.openCalls.length;
    if (misses !== 0) throw new Error();
  });
});
// @ts-expect-error a mode that there is not
cassette({ mode: 'sometimes' });
`;

const FACE = [
  'CassetteError',
  'cassetteChannel',
  'cassetteClientOptions',
  'cassetteInterceptor',
  'currentCassette',
  'ejectCassette',
  'insertCassette',
  'openCassette',
  'reflectSchema',
  'useCassette',
];

/** The sources lie in the maps. */
const KINDS = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/*.d.mts',
  'dist/*.d.ts',
  'dist/*.js',
  'dist/*.js.map',
  'dist/*.json',
  'dist/*.mjs',
  'dist/chunks/*.js',
  'dist/chunks/*.js.map',
  'dist/types/**/*.d.ts',
  'docs/*.md',
  'docs/images/*.svg',
  'package.json',
];

const TYPED = `
import { CassetteError, cassetteChannel, cassetteClientOptions, cassetteInterceptor, openCassette, useCassette, type CassetteOptions } from 'grpc-cassette';
import { cassette, type MochaRootHooks, mochaHooks } from 'grpc-cassette/mocha';
import { scanCassette, type SecretFinding } from 'grpc-cassette/tools';
import { GetCompletionsRequest, xaiCassetteSession } from 'grpc-cassette/xai';
import * as grpc from '@grpc/grpc-js';
import { Client, credentials } from '@grpc/grpc-js';
import 'grpc-cassette/register';
const options: CassetteOptions = { mode: 'once', timing: 0.5 };
const client = new Client('127.0.0.1:1', credentials.createInsecure(), { interceptors: [cassetteInterceptor('a.yaml', options)] });
new Client('127.0.0.1:1', credentials.createInsecure(), { channelFactoryOverride: cassetteChannel('a.yaml', { ...options, grpc }) }).close();
new Client('127.0.0.1:1', credentials.createInsecure(), { ...cassetteClientOptions('a.yaml', options) }).close();
export const dirty: boolean = openCassette('a.yaml', options).dirty;
export const result: Promise<number> = useCassette('b.yaml', {}, async (cassette) => cassette.misses.length);
export function code(error: unknown): string | undefined { return CassetteError.is(error) ? error.code : undefined; }
export const content: Promise<string> = xaiCassetteSession('c.yaml').chat.sample(new GetCompletionsRequest({ model: 'm' })).then(({ content }) => content);
export const hooks: MochaRootHooks = mochaHooks;
cassette({ mode: 'once', timing: 'recorded' });
export const found: readonly SecretFinding[] = scanCassette('a.yaml', { redact: { values: [/x+/] } });
openCassette('d.yaml', { redact: { message: (_method, direction, message: GetCompletionsRequest) => (direction === 'request' ? [message.model] : []) } });
// @ts-expect-error a mode that there is not
openCassette('a.yaml', { mode: 'sometimes' });
client.close();
`;

describe('the package', function () {
  this.timeout(120_000);
  let folder = '';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'grpc-cassette-package-'));
    const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: projectRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [{ filename }] = JSON.parse(packed.slice(packed.indexOf('['))) as [{ filename: string }];
    const modules = join(folder, 'node_modules');
    mkdirSync(join(modules, 'grpc-cassette'), { recursive: true });
    execFileSync('tar', [
      '-xzf',
      join(folder, filename),
      '--strip-components=1',
      '-C',
      join(modules, 'grpc-cassette'),
    ]);
    for (const name of [
      '@bufbuild',
      '@grpc',
      '@types',
      'google-protobuf',
      'import-in-the-middle',
      'require-in-the-middle',
    ]) {
      symlinkSync(join(projectRoot, 'node_modules', name), join(modules, name));
    }
    writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true }');
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  function run(name: string, code: string): string {
    writeFileSync(join(folder, name), code);
    return execFileSync(process.execPath, [name], { cwd: folder, encoding: 'utf8' });
  }

  /** The files that ship, from the package's own folder. */
  function shipped(): readonly string[] {
    const home = join(folder, 'node_modules/grpc-cassette');
    return readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => posix.relative(home, posix.join(parentPath, name)));
  }

  it('loads what a replayed call does not need when it is asked for, and not before', () => {
    const entry = (method: string): string => `
- call:
    method: ${method}
  request_sample:
    raw: !!binary |
      YQ==
  response_sample:
    raw: !!binary |
      eA==
`;
    const head = 'version: 1\ninteractions:';
    writeFileSync(join(folder, 'lazy.yaml'), `${head}${entry('/a.B/C')}`);
    writeFileSync(join(folder, 'odd.yaml'), `${head}${entry('/a.B/C\n    status: {code: 0}')}`);
    const printed = run(
      'lazy.cjs',
      `const { Client, credentials } = require('@grpc/grpc-js');
       const loadedOfUs = () => Object.keys(require.cache).filter((path) => /[\\\\/](?:grpc-cassette[\\\\/]dist|@bufbuild|google-protobuf|js-yaml)[\\\\/]/.test(path));
       const stages = [];
       let before = loadedOfUs();
       const note = (name) => {
         const now = loadedOfUs();
         stages.push([name, ...now.filter((path) => !before.includes(path)).map((path) => path.replace(/.*[\\\\/](?:dist|node_modules)[\\\\/]/, ''))]);
         before = now;
       };
       const { cassetteChannel, cassetteInterceptor } = require('grpc-cassette');
       note('face');
       const same = (bytes) => bytes;
       const call = (options, method) => new Promise((resolve) => {
         const client = new Client('127.0.0.1:1', credentials.createInsecure(), options);
         client.makeUnaryRequest(method, same, same, Buffer.from('a'), (error) => { client.close(); resolve(error); });
       });
       const by = (path, mode) => ({ interceptors: [cassetteInterceptor(path, { mode })] });
       (async () => {
         for (const [name, options, method] of [
           ['replayed', by('lazy.yaml', 'none'), '/a.B/C'],
           ['unusual', by('odd.yaml', 'none'), '/a.B/C'],
           ['missed', by('lazy.yaml', 'none'), '/a.B/D'],
           ['channel', { channelFactoryOverride: cassetteChannel('lazy.yaml', { mode: 'none' }) }, '/a.B/C'],
           ['recorded', by('new.yaml', 'once'), '/a.B/C'],
         ]) {
           await call(options, method);
           note(name);
         }
         console.log(JSON.stringify(stages));
       })();`,
    );
    expect(JSON.parse(printed)).to.deep.equal([
      ['face', 'index.js', 'chunks/core.js'],
      ['replayed'],
      ['unusual', 'chunks/js-yaml.js'],
      ['missed', 'chunks/explanations.js'],
      ['channel', 'chunks/cassette-channel.js', 'chunks/serve-call.js'],
      ['recorded', 'chunks/recording.js'],
    ]);
  });

  it('holds these kinds of files and no others', () => {
    const kinds = shipped().map((path) => path.replace(/^(.+\/)[^/]*?((?:\.d)?\.\w+(?:\.map)?)$/, '$1*$2'));
    const broader = kinds.map((kind) => kind.replace(/^(dist\/[\w-]+\/).*\//, '$1**/'));
    expect([...new Set(broader)].sort()).to.deep.equal(KINDS);
  });

  it('holds nothing that no part of its face needs', () => {
    const seen = new Set<string>();
    const reach = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const each of importsOf(path)) reach(each);
    };
    for (const face of ['index', 'mocha', 'register', 'tools', 'xai']) {
      for (const ending of ['.mjs', '.js', '.d.mts', '.d.ts']) reach(`dist/${face}${ending}`);
    }
    const modules = shipped().filter((path) => /\.[cm]?[jt]s$/.test(path));
    expect(modules.filter((path) => !seen.has(path))).to.deep.equal([]);
  });

  function importsOf(path: string): readonly string[] {
    const file = join(folder, 'node_modules/grpc-cassette', path);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const names = [...text.matchAll(/(?:from|import|require)\s*\(?\s*['"](\.[^'"]+)\.js['"]/g)];
    const ending = /\.d\.m?ts$/.test(path) ? '.d.ts' : '.js';
    return names.map(([, name = '']) => `${posix.join(posix.dirname(path), name)}${ending}`);
  }

  it('has maps that lead from a trace to the line of the source, and hold it', () => {
    const source = 'lib/open/open-cassette.ts';
    const lines = readFileSync(join(projectRoot, source), 'utf8').split('\n');
    writeFileSync(
      join(folder, 'traced.cjs'),
      `try { require('grpc-cassette').openCassette(''); } catch (error) { console.log(error.stack); }`,
    );
    const trace = execFileSync(process.execPath, ['--enable-source-maps', 'traced.cjs'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const [, line] = /\bgrpc-cassette\/lib\/open\/open-cassette\.ts:(\d+):/.exec(trace) ?? [];
    expect(lines[Number(line) - 1]?.trim()).to.equal('throw new CassetteError(');
    const map = JSON.parse(
      readFileSync(join(folder, 'node_modules/grpc-cassette/dist/chunks/core.js.map'), 'utf8'),
    ) as { readonly sources: readonly string[]; readonly sourcesContent: readonly string[] };
    expect(map.sourcesContent[map.sources.indexOf(`../../${source}`)]).to.equal(lines.join('\n'));
  });

  for (const flags of [[], ['--enable-source-maps']]) {
    it(`shows the program alone where a call missed: node ${flags.join(' ')}`, () => {
      writeFileSync(
        join(folder, 'missed.cjs'),
        `const { Client, credentials } = require('@grpc/grpc-js');
         const { cassetteInterceptor } = require('grpc-cassette');
         const interceptors = [cassetteInterceptor('none.yaml', { mode: 'none' })];
         const client = new Client('127.0.0.1:1', credentials.createInsecure(), { interceptors });
         const same = (bytes) => bytes;
         client.makeUnaryRequest('/a.B/C', same, same, Buffer.from('a'), () => {
           client.close();
           console.log(interceptors[0].cassette.misses[0].error.stack);
         });`,
      );
      const stack = execFileSync(process.execPath, [...flags, 'missed.cjs'], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
      expect(frames.map((line) => line.replace(/^.*[\\/](.+?):\d+:\d+\)$/, '$1'))).to.deep.equal([
        'missed.cjs',
      ]);
    });
  }

  it('is imported by an ES module, with these exports and no others', () => {
    const printed = run(
      'a.mjs',
      "import * as face from 'grpc-cassette'; console.log(Object.keys(face).sort().join());",
    );
    expect(printed.trim().split(',')).to.deep.equal([...FACE].sort());
  });

  it('is required by a CommonJS module, which gets the same instance', () => {
    const printed = run(
      'b.cjs',
      `const required = require('grpc-cassette');
       import('grpc-cassette').then((imported) => console.log(required.openCassette === imported.openCassette, Object.keys(required).includes('useCassette')));`,
    );
    expect(printed.trim()).to.equal('true true');
  });

  it('has the xAI session under a path of its own, over the same library', () => {
    const printed = run(
      'f.mjs',
      `import { CassetteError } from 'grpc-cassette';
       import { xaiCassetteSession } from 'grpc-cassette/xai';
       try { xaiCassetteSession('missing.yaml'); } catch (error) { console.log(CassetteError.is(error), error.code); }`,
    );
    expect(printed.trim()).to.equal('true missing_cassette');
  });

  for (const flag of ['--import', '--require']) {
    it(`is registered by ${flag}, without a word`, () => {
      writeFileSync(
        join(folder, 'g.mjs'),
        "import { Channel } from '@grpc/grpc-js'; console.log(Object.getOwnPropertySymbols(Channel.prototype));",
      );
      const printed = execFileSync(process.execPath, [flag, 'grpc-cassette/register', 'g.mjs'], {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
      });
      expect(printed.trim()).to.equal('[ Symbol(grpc-cassette/patched) ]');
    });
  }

  it('shows nothing but its face', () => {
    const printed = run(
      'c.mjs',
      "try { await import('grpc-cassette/dist/lib/errors.js'); } catch (error) { console.log(error.code); }",
    );
    expect(printed.trim()).to.equal('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  /** What the compiler, under the strictest settings, says of the files. */
  function compile(files: Record<string, string>): string {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          skipLibCheck: false,
          module: 'nodenext',
          target: 'es2022',
          types: ['node'],
          noEmit: true,
        },
        files: Object.keys(files),
      }),
    );
    const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
    return execFileSync(process.execPath, [tsc, '-p', '.'], { cwd: folder, encoding: 'utf8' });
  }

  it('has types for both kinds of module, under the strictest settings', () => {
    expect(compile({ 'd.mts': TYPED, 'e.cts': TYPED })).to.equal('');
  });

  it('has types for mocha that go with those of mocha, and need none', () => {
    expect(compile({ 'g.mts': TYPED_MOCHA, 'h.cts': TYPED_MOCHA })).to.equal('');
  });

  it('has root hooks for mocha under a path of their own, without a default export', () => {
    const printed = run(
      'i.mjs',
      `import * as hooks from 'grpc-cassette/mocha';
       import { createRequire } from 'node:module';
       const required = createRequire(import.meta.url)('grpc-cassette/mocha');
       console.log(Object.keys(hooks).sort().join(), required.mochaHooks === hooks.mochaHooks);`,
    );
    expect(printed.trim()).to.equal('cassette,mochaGlobalSetup,mochaGlobalTeardown,mochaHooks true');
  });

  it('does not show what is internal in its types', () => {
    const types = readFileSync(
      join(folder, 'node_modules/grpc-cassette/dist/types/lib/cassette/cassette.d.ts'),
      'utf8',
    );
    expect(types.match(/\b(constructor|recordsAll|noteMiss|commitAtExit|reject)\b/g)).to.equal(null);
    expect(types).to.include('get misses()');
  });
});
