import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { inspect } from 'node:util';
import { CassetteError } from '../../../lib/index.js';

const real = { openSync: fs.openSync, writeSync: fs.writeSync, appendFileSync: fs.appendFileSync };

/** What this process writes into files and onto its standard error output, warns of and throws, one character for each byte. */
export class Witness {
  readonly #written = new Map<string, Buffer[]>();
  readonly #warnings: Error[] = [];
  readonly #names = new Map<number, string>([[process.stderr.fd, 'stderr']]);

  /** The names of the files, by the name with which they were opened: of temporary ones, too. */
  get files(): readonly string[] {
    return [...this.#written.keys()];
  }

  /** The messages of this library's warnings. */
  get warnings(): readonly string[] {
    return this.#warnings.filter(({ name }) => name === 'GrpcCassetteWarning').map(({ message }) => message);
  }

  /** All that was written into files so far, whatever has become of it, and the warnings, by where they were told. */
  get all(): readonly (readonly [where: string, text: string])[] {
    const written = [...this.#written].map(
      ([name, pieces]) => [name, Buffer.concat(pieces).toString('latin1')] as const,
    );
    return [...written, ...this.#warnings.map((warning) => ['a warning', textOf(warning)] as const)];
  }

  start(): void {
    fs.openSync = (...args) => {
      const descriptor = real.openSync(...args);
      this.#names.set(descriptor, String(args[0]));
      return descriptor;
    };
    const writeSync = (descriptor: number, bytes: Uint8Array | string, ...rest: number[]): number => {
      const done = (real.writeSync as (...args: unknown[]) => number)(descriptor, bytes, ...rest);
      const [start = 0] = rest;
      this.#note(
        this.#names.get(descriptor) ?? String(descriptor),
        Buffer.from(bytes).subarray(start, start + done),
      );
      return done;
    };
    fs.writeSync = writeSync as typeof fs.writeSync;
    fs.appendFileSync = (path, data, ...rest) => {
      this.#note(String(path), Buffer.from(data as string));
      real.appendFileSync(path, data, ...rest);
    };
    syncBuiltinESMExports();
    process.on('warning', this.#onWarning);
  }

  stop(): void {
    Object.assign(fs, real);
    syncBuiltinESMExports();
    process.off('warning', this.#onWarning);
  }

  readonly #onWarning = (warning: Error): void => {
    this.#warnings.push(warning);
  };

  #note(name: string, bytes: Buffer): void {
    this.#written.set(name, [...(this.#written.get(name) ?? []), Buffer.from(bytes)]);
  }
}

/** A witness of each test of the suite that calls this. */
export function useWitness(): () => Witness {
  let witness: Witness;
  beforeEach(() => {
    witness = new Witness();
    witness.start();
  });
  afterEach(() => witness.stop());
  return () => witness;
}

/** All that can be got out of what was thrown or is shown: its properties, its causes and theirs. */
export function textOf(value: unknown): string {
  const seen = new Set<unknown>();
  const walk = (each: unknown): string => {
    if (typeof each !== 'object' || each === null) return String(each);
    if (seen.has(each)) return '';
    seen.add(each);
    const bytes = each instanceof Uint8Array ? Buffer.from(each).toString('latin1') : '';
    const properties = Object.getOwnPropertyNames(each).map((key) => {
      return `${key}: ${walk((each as Record<string, unknown>)[key])}`;
    });
    return `${bytes}\n${properties.join('\n')}`;
  };
  const shown = inspect(value, { depth: 20, maxStringLength: null, showHidden: true });
  return `${shown}\n${String(value)}\n${walk(value)}`;
}

/** The library's error behind a call's. */
export function causeOf(error: unknown): CassetteError {
  const cause = error instanceof Error ? error.cause : undefined;
  if (CassetteError.is(cause)) return cause;
  throw new Error(`no error of the library: ${String(error)}`);
}
