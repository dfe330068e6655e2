import type { Appender, FileFacts, ReplaceMeans, Storage } from '../../lib/storage/storage.js';

/** What is done with a storage; `place` is the moment in which new content takes the place of a file. */
export type Action =
  | 'read'
  | 'read range'
  | 'create'
  | 'make folder'
  | 'open'
  | 'append'
  | 'cut'
  | 'replace'
  | 'place'
  | 'move'
  | 'remove'
  | 'list'
  | 'stat'
  | 'touch';

type Look = (action: Action, path: string) => void;

/** A storage of which a test sees each action before and after it is done; what it throws before is what the action throws. */
export class WatchedStorage implements Storage {
  before: Look = () => undefined;
  after: Look = () => undefined;
  /** So many bytes can still be appended. */
  room: number = Number.POSITIVE_INFINITY;
  readonly #inner: Storage;

  constructor(inner: Storage) {
    this.#inner = inner;
  }

  read(path: string): Uint8Array | undefined {
    return this.#do('read', path, () => this.#inner.read(path));
  }

  readRange(path: string, start: number, length: number): Iterable<Uint8Array> {
    return this.#do('read range', path, () => this.#inner.readRange(path, start, length));
  }

  create(path: string, pieces: Iterable<Uint8Array>, mode?: number): void {
    this.#do('create', path, () => this.#inner.create(path, pieces, mode));
  }

  makeFolder(path: string): void {
    this.#do('make folder', path, () => this.#inner.makeFolder(path));
  }

  openToAppend(path: string, mode?: number): Appender {
    const file = this.#do('open', path, () => this.#inner.openToAppend(path, mode));
    return {
      append: (pieces) => this.#closing(file, 'append', path, () => this.#append(file, pieces)),
      readRange: (start, length) => this.#do('read range', path, () => file.readRange(start, length)),
      facts: () => file.facts(),
      cut: (length) => this.#do('cut', path, () => file.cut(length)),
      close: () => file.close(),
    };
  }

  replace(path: string, pieces: Iterable<Uint8Array>, means?: ReplaceMeans): void {
    const watched = means && {
      ...means,
      beforeMove: () => {
        means.beforeMove?.();
        this.before('place', path);
      },
    };
    this.#do('replace', path, () => this.#inner.replace(path, pieces, watched));
  }

  move(from: string, to: string): void {
    this.#do('move', from, () => this.#inner.move(from, to));
  }

  remove(path: string): void {
    this.#do('remove', path, () => this.#inner.remove(path));
  }

  list(prefix: string): readonly string[] {
    return this.#do('list', prefix, () => this.#inner.list(prefix));
  }

  stat(path: string): FileFacts | undefined {
    return this.#do('stat', path, () => this.#inner.stat(path));
  }

  touch(path: string): void {
    this.#do('touch', path, () => this.#inner.touch(path));
  }

  realPath(path: string): string {
    return this.#inner.realPath(path);
  }

  #do<T>(action: Action, path: string, act: () => T): T {
    this.before(action, path);
    const result = act();
    this.after(action, path);
    return result;
  }

  /** An append that fails closes its file. */
  #closing(file: Appender, action: Action, path: string, act: () => void): void {
    try {
      this.#do(action, path, act);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  #append(file: Appender, pieces: Iterable<Uint8Array>): void {
    for (const piece of pieces) {
      const fitting = piece.subarray(0, this.room);
      this.room -= fitting.length;
      if (fitting.length > 0) file.append([fitting]);
      if (fitting.length < piece.length) throw failure('ENOSPC', 'no space left');
    }
  }
}

/** An error as Node's file system gives them. */
export function failure(code: string, words: string): Error {
  return Object.assign(new Error(`${code}: ${words}`), { code });
}
