import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FileAppender } from './file-appender.js';
import { realPath } from './real-path.js';
import type { Appender, FileFacts, Storage } from './storage.js';
import { unlessAbsent } from './unless-absent.js';
import { PIECE, writeFlushed } from './write.js';

/** As it is when this module is loaded: a test that fakes the time fakes its program's, not that of files. */
const { now } = Date;

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
    return unlessAbsent(() => readFileSync(path));
  }

  *readRange(path: string, start: number, length: number): Iterable<Uint8Array> {
    const descriptor = openSync(path, 'r');
    try {
      for (let done = 0; done < length; ) {
        const piece = Buffer.allocUnsafe(Math.min(PIECE, length - done));
        const count = readSync(descriptor, piece, 0, piece.length, start + done);
        if (count === 0) return;
        done += count;
        yield piece.subarray(0, count);
      }
    } finally {
      closeSync(descriptor);
    }
  }

  create(path: string, pieces: Iterable<Uint8Array>, mode?: number): void {
    this.#make(path, pieces, mode, (temporary) => {
      try {
        linkSync(temporary, path);
      } catch (error) {
        if (!NO_LINKS.includes((error as NodeJS.ErrnoException).code)) throw error;
        writeFlushed(path, [readFileSync(temporary)], mode);
      }
      rmSync(temporary);
    });
  }

  openToAppend(path: string): Appender {
    return new FileAppender(path);
  }

  replace(path: string, pieces: Iterable<Uint8Array>): void {
    const target = unlessAbsent(() => realpathSync(path)) ?? path;
    this.#make(target, pieces, this.stat(target)?.mode, (temporary) => renameSync(temporary, target));
  }

  remove(path: string): void {
    rmSync(path, { force: true });
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
    return found && { changedMs: found.mtimeMs, mode: found.mode & 0o7777 };
  }

  touch(path: string): void {
    const seconds = now() / 1000;
    utimesSync(path, seconds, seconds);
  }

  realPath(path: string): string {
    return realPath(path);
  }

  /** Makes a file of another name beside `path`, which `move` gives its own. */
  #make(
    path: string,
    pieces: Iterable<Uint8Array>,
    mode: number | undefined,
    move: (temporary: string) => void,
  ): void {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = join(dirname(path), this.#temporaryName(basename(path)));
    try {
      writeFlushed(temporary, pieces, mode);
      move(temporary);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }
}
