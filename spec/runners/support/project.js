import {
  cpSync,
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
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.js';

const SUITE = fileURLToPath(new URL('..', import.meta.url));

/**
 * A project in a temporary folder, with what this suite has installed. `files` are texts, or values to write as JSON, by
 * name; `folder` one of this suite with files besides. `command` and `prepare` are arguments that Node is run with,
 * the first with `env`.
 */
export class Project {
  #folder = mkdtempSync(join(tmpdir(), 'grpc-cassette-runners-'));
  #prepare;
  #command;
  #env;

  constructor({ files = {}, folder, prepare, command, env }) {
    this.#prepare = prepare;
    this.#command = command;
    this.#env = env;
    symlinkSync(join(SUITE, 'node_modules'), join(this.#folder, 'node_modules'));
    if (folder !== undefined) cpSync(join(SUITE, folder), this.#folder, { recursive: true });
    for (const [name, content] of Object.entries({ 'package.json': { private: true }, ...files })) {
      const path = join(this.#folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    }
  }

  /** Does once what comes before its runs, as a bundler's work. Resolves to what was printed. */
  async prepare() {
    return this.#prepare === undefined ? '' : await run(this.#prepare, { cwd: this.#folder, env: {} });
  }

  /** Runs its command. Resolves to what `ask` wrote down. */
  async run(env) {
    const path = join(this.#folder, 'heard.json');
    rmSync(path, { force: true });
    const printed = await this.print({ ...env, SHELF_HEARD: path });
    if (!existsSync(path)) throw new Error(`Nothing was asked. It printed:\n${printed}`);
    return JSON.parse(readFileSync(path, 'utf8'));
  }

  /** Runs its command. Resolves to what it printed. */
  print(env) {
    return run(this.#command, { cwd: this.#folder, env: { ...this.#env, ...env } });
  }

  /** Runs its command, in which tests have to fail. Resolves to what it printed. */
  async printFailing(env) {
    const outcome = await this.print(env).catch((error) => error);
    if (outcome.exitCode === 1) return outcome.printed;
    throw outcome instanceof Error ? outcome : new Error(`Nothing failed. It printed:\n${outcome}`);
  }

  /** The files in its folder for cassettes, texts by name; folders there are what becomes a lock. */
  get fixtures() {
    const folder = join(this.#folder, 'fixtures');
    const found = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
    const names = found.flatMap((each) => (each.isFile() ? [each.name] : [])).sort();
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  }

  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
