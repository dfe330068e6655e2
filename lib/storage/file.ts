import {
  closeSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { openAppender } from './file-appender.js';
import { factsOf } from './file-facts.js';
import { readPieces, readRegular } from './read.js';
import { realPath } from './real-path.js';
import type { Appender, FileFacts, ReplaceMeans, Storage } from './storage.js';
import { unlessAbsent } from './unless-absent.js';
import { writeFlushed } from './write.js';

/** As it is when this module is loaded: a test that fakes the time fakes its program's, not that of files. */
const { now } = Date;

/** What file systems say of a folder that is not empty and has the name that another one is to have; Windows of any folder. */
const IS_THERE: readonly unknown[] = ['ENOTEMPTY', 'EEXIST', 'EPERM'];

/** What they say where a folder is removed as if it were a file. */
const IS_FOLDER: readonly unknown[] = ['EISDIR', 'EPERM'];

/** What file systems say that have no second names for a file. */
const NO_LINKS: readonly unknown[] = ['EPERM', 'ENOTSUP', 'ENOSYS'];

/** Cassettes in the file system. */
export class FileStorage implements Storage {
  readonly #temporaryName: (name: string) => string;

  /**
   * `temporaryName` is given a file's name, and gives that of a file beside it in which new content is made, another one
   * each time: those of a process that died are known by it.
   */
  constructor(temporaryName: (name: string) => string) {
    this.#temporaryName = temporaryName;
  }

  read(path: string): Uint8Array | undefined {
    return unlessAbsent(() => readRegular(path));
  }

  *readRange(path: string, start: number, length: number, room?: Uint8Array): Iterable<Uint8Array> {
    const descriptor = openSync(path, 'r');
    try {
      yield* readPieces(descriptor, start, length, room);
    } finally {
      closeSync(descriptor);
    }
  }

  create(path: string, pieces: Iterable<Uint8Array>, mode?: number): void {
    this.#make(path, this.#beside(path), pieces, mode, (temporary) => {
      try {
        linkSync(temporary, path);
      } catch (error) {
        if (!NO_LINKS.includes((error as NodeJS.ErrnoException).code)) throw error;
        writeFlushed(path, [readFileSync(temporary)], mode);
      }
      rmSync(temporary);
    });
  }

  makeFolder(path: string): void {
    mkdirSync(path, { recursive: true });
  }

  openToAppend(path: string, mode?: number): Appender {
    return openAppender(path, mode);
  }

  replace(path: string, pieces: Iterable<Uint8Array>, means?: ReplaceMeans): void {
    const target = unlessAbsent(() => realpathSync(path)) ?? path;
    const through = means?.through ?? this.#beside(target);
    const mode = this.stat(target)?.mode ?? means?.mode;
    this.#make(target, through, pieces, mode, (temporary) => {
      means?.beforeMove?.();
      renameSync(temporary, target);
    });
  }

  move(from: string, to: string): void {
    try {
      renameSync(from, to);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!IS_THERE.includes(code)) throw error;
      throw Object.assign(new Error(`${code}: ${to} is there`, { cause: error }), { code: 'EEXIST' });
    }
  }

  remove(path: string): void {
    unlessAbsent(() => removeAny(path));
  }

  list(prefix: string): readonly string[] {
    // A prefix may end with its folder.
    const start = basename(`${prefix}.`).slice(0, -1);
    const folder = prefix.slice(0, prefix.length - start.length);
    const names = unlessAbsent(() => readdirSync(folder === '' ? '.' : folder)) ?? [];
    return names.filter((name) => name.startsWith(start)).map((name) => `${folder}${name}`);
  }

  stat(path: string): FileFacts | undefined {
    const found = unlessAbsent(() => statSync(path));
    return found && factsOf(found);
  }

  touch(path: string): void {
    const seconds = now() / 1000;
    utimesSync(path, seconds, seconds);
  }

  realPath(path: string): string {
    return realPath(path);
  }

  #beside(path: string): string {
    return join(dirname(path), this.#temporaryName(basename(path)));
  }

  /** Makes a file of another name beside `path`, which `move` gives its own. */
  #make(
    path: string,
    temporary: string,
    pieces: Iterable<Uint8Array>,
    mode: number | undefined,
    move: (temporary: string) => void,
  ): void {
    mkdirSync(dirname(path), { recursive: true });
    try {
      writeFlushed(temporary, pieces, mode);
      move(temporary);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }
}

function removeAny(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!IS_FOLDER.includes(code) || !lstatSync(path).isDirectory()) throw error;
    rmdirSync(path);
  }
}
