import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Subject } from '../measure.js';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const build = new URL('../', import.meta.url).href;

export const FILES = 50;
/** Of each file. */
export const TESTS = 10;
/** Of each test. */
export const CALLS = 3;

/** How the calls of a suite are answered. */
type Answered = 'from memory' | 'live' | 'recorded' | 'replayed';

const MODES: Partial<Record<Answered, string>> = { recorded: 'rewrite', replayed: 'none' };

/** A suite of mocha's, in a folder of its own: files of tests that make unary calls, each test with its own cassette. */
export class SuiteOfTests {
  readonly #folder: string;
  readonly #address: string;
  #hasCassettes = false;

  constructor(folder: string, address: string) {
    this.#folder = folder;
    this.#address = address;
    mkdirSync(join(folder, 'spec'), { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/grpc-cassette'), 'dir');
    this.#write('package.json', '{ "type": "module" }\n');
    this.#write('client.js', CLIENT);
    this.#write('tell-costs.cjs', TELL_COSTS);
    for (let file = 0; file < FILES; file += 1) this.#write(`spec/calls-${file}.spec.js`, specOf(file));
  }

  /** One run, in milliseconds of the processor's time. */
  run(answered: Answered): Subject {
    return {
      run: async () => {
        if (answered === 'recorded') rmSync(join(this.#folder, 'fixtures'), { recursive: true, force: true });
        if (answered === 'replayed' && !this.#hasCassettes) await this.#mocha('recorded');
        if (answered === 'recorded' || answered === 'replayed') this.#hasCassettes = true;
        return this.#mocha(answered);
      },
    };
  }

  async #mocha(answered: Answered): Promise<number> {
    const mode = MODES[answered];
    const hooks = mode === undefined ? [] : ['--require', join(root, 'dist/mocha.js')];
    const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
    const env = { ...process.env, ANSWERED: answered, ADDRESS: this.#address };
    await execute(process.execPath, [mocha, '--require', './tell-costs.cjs', ...hooks, 'spec'], {
      cwd: this.#folder,
      env: mode === undefined ? env : { ...env, GRPC_CASSETTE_MODE: mode },
      maxBuffer: 1 << 26,
    });
    return Number(readFileSync(join(this.#folder, 'costs'), 'utf8'));
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.#folder, name), text);
  }
}

const CLIENT = `
import { createClient } from '${build}calls/service.js';
const { ANSWERED, ADDRESS } = process.env;
async function interceptorFor() {
  if (ANSWERED === 'live') return (await import('${build}calls/pass-through.js')).passThrough;
  if (ANSWERED !== 'from memory') return (await import('grpc-cassette')).cassetteInterceptor();
  const { inMemory } = await import('${build}calls/in-memory.js');
  const { messageOf, RESPONSE_SIZE } = await import('${build}calls/messages.js');
  return inMemory((call) => [messageOf(call, RESPONSE_SIZE)]);
}
export const client = createClient(ADDRESS, await interceptorFor());
`;

const TELL_COSTS = `
process.once('exit', () => {
  const { user, system } = process.cpuUsage();
  require('node:fs').writeFileSync('costs', String((user + system) / 1000));
});
`;

function specOf(file: number): string {
  const tests = Array.from(
    { length: TESTS },
    (_, test) =>
      `  it('is answered in test ${test}', () => callInTurn(client, ${(file * TESTS + test) * CALLS}, ${CALLS}));\n`,
  );
  return `import { callInTurn } from '${build}calls/service.js';
import { client } from '../client.js';
describe('a call of file ${file}', () => {
${tests.join('')}});
after(() => client.close());
`;
}
