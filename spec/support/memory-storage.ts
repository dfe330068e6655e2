import type { Processes, Run } from '../../lib/model/surroundings.js';
import type { Appender, FileFacts, ReplaceMeans, Storage } from '../../lib/storage/storage.js';

/** Cassettes in memory. */
export class MemoryStorage implements Storage {
  readonly files: Map<string, Uint8Array> = new Map();
  readonly #folders = new Set<string>();
  readonly #facts = new Map<string, FileFacts>();
  readonly #given = new Map<string, FileFacts>();
  readonly #now: () => number;
  #made = 0;

  /** `now` gives the time, in milliseconds since 1970. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  read(path: string): Uint8Array | undefined {
    return this.files.get(path);
  }

  *readRange(path: string, start: number, length: number): Iterable<Uint8Array> {
    const bytes = this.files.get(path);
    if (bytes === undefined) throw failure('ENOENT', path);
    yield bytes.subarray(start, start + length);
  }

  create(path: string, pieces: Iterable<Uint8Array>, mode?: number): void {
    const bytes = Buffer.concat([...pieces]);
    if (this.files.has(path)) throw failure('EEXIST', path);
    this.#put(path, bytes, mode);
  }

  makeFolder(path: string): void {
    for (let at = path; at !== '' && !this.#folders.has(at); at = folderOf(at)) this.#addFolder(at);
  }

  openToAppend(path: string, mode?: number): Appender {
    if (!this.files.has(path)) this.#put(path, new Uint8Array(), mode);
    return new MemoryAppender(path, this.#fileOf(path));
  }

  replace(path: string, pieces: Iterable<Uint8Array>, means?: ReplaceMeans): void {
    const mode = this.stat(path)?.mode ?? means?.mode;
    const through = means?.through ?? `${path}.new`;
    this.#put(through, Buffer.concat([...pieces]), mode);
    try {
      means?.beforeMove?.();
    } catch (error) {
      this.#forget(through);
      throw error;
    }
    this.move(through, path);
  }

  move(from: string, to: string): void {
    if (!this.files.has(from) && !this.#folders.has(from)) throw failure('ENOENT', from);
    if (this.#isFull(to)) throw failure('EEXIST', to);
    this.remove(to);
    for (const path of this.#within(from)) {
      const moved = `${to}${path.slice(from.length)}`;
      const [bytes, facts] = [this.files.get(path), this.#facts.get(path)];
      if (bytes !== undefined) this.files.set(moved, bytes);
      else this.#folders.add(moved);
      if (facts !== undefined) this.#facts.set(moved, facts);
      this.#forget(path);
    }
  }

  remove(path: string): void {
    if (this.#isFull(path)) throw failure('ENOTEMPTY', path);
    this.#forget(path);
  }

  list(prefix: string): readonly string[] {
    return [...this.files.keys(), ...this.#folders].filter(
      (path) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'),
    );
  }

  stat(path: string): FileFacts | undefined {
    const size = this.files.get(path)?.length ?? 0;
    const facts = this.#facts.get(path) ?? (this.files.has(path) ? this.#factsOfGiven(path) : undefined);
    return facts && { ...facts, size };
  }

  touch(path: string): void {
    const facts = this.stat(path);
    if (facts === undefined) throw failure('ENOENT', path);
    this.#facts.set(path, { ...facts, changedMs: this.#now() });
  }

  realPath(path: string): string {
    return path;
  }

  /** Makes a file look as if it was last changed at the beginning of time. */
  age(path: string): void {
    const facts = this.stat(path);
    if (facts !== undefined) this.#facts.set(path, { ...facts, changedMs: 0 });
  }

  /** An open file is the same under another name, and without one. */
  #fileOf(path: string): OpenFile {
    const { id } = this.stat(path) ?? this.#newFacts(0o644, 0);
    const name = (): string => [...this.#facts].find(([, facts]) => facts.id === id)?.[0] ?? '';
    let own: Uint8Array = this.files.get(path) ?? new Uint8Array();
    return {
      read: () => this.files.get(name()) ?? own,
      write: (bytes) => {
        own = bytes;
        if (name() !== '') this.#put(name(), bytes);
      },
      facts: () => this.stat(name()) ?? { changedMs: 0, mode: 0o644, id, size: own.length },
    };
  }

  #addFolder(path: string): void {
    this.#folders.add(path);
    this.#facts.set(path, this.#newFacts(0o755));
  }

  #within(path: string): readonly string[] {
    return [...this.files.keys(), ...this.#folders].filter(
      (each) => each === path || each.startsWith(`${path}/`),
    );
  }

  #isFull(path: string): boolean {
    return this.#folders.has(path) && this.#within(path).length > 1;
  }

  #forget(path: string): void {
    this.files.delete(path);
    this.#folders.delete(path);
    this.#facts.delete(path);
  }

  /** One that a test has put into `files` is the same file each time. */
  #factsOfGiven(path: string): FileFacts {
    const facts = this.#given.get(path) ?? this.#newFacts(0o644, 0);
    this.#given.set(path, facts);
    return facts;
  }

  #newFacts(mode: number, changedMs: number = this.#now()): FileFacts {
    this.#made += 1;
    return { changedMs, mode, size: 0, id: String(this.#made) };
  }

  #put(path: string, bytes: Uint8Array, mode?: number): void {
    const facts = this.#facts.get(path) ?? this.#newFacts(mode ?? 0o644);
    this.files.set(path, bytes);
    this.#facts.set(path, { ...facts, changedMs: this.#now(), mode: mode ?? facts.mode });
  }
}

/** What stands behind an open file. */
interface OpenFile {
  read(): Uint8Array;
  write(bytes: Uint8Array): void;
  facts(): FileFacts;
}

class MemoryAppender implements Appender {
  readonly #path: string;
  #file: OpenFile | undefined;

  constructor(path: string, file: OpenFile) {
    this.#path = path;
    this.#file = file;
  }

  append(pieces: Iterable<Uint8Array>): void {
    const file = this.#open();
    try {
      for (const piece of pieces) file.write(Buffer.concat([file.read(), piece]));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  *readRange(start: number, length: number): Iterable<Uint8Array> {
    yield this.#open()
      .read()
      .subarray(start, start + length);
  }

  facts(): FileFacts {
    return this.#open().facts();
  }

  cut(length: number): void {
    const file = this.#open();
    // As file systems do with one that is shorter.
    const zeros = Buffer.alloc(Math.max(0, length - file.read().length));
    file.write(Buffer.concat([file.read().subarray(0, length), zeros]));
  }

  close(): void {
    this.#file = undefined;
  }

  #open(): OpenFile {
    if (this.#file === undefined) throw new Error(`${this.#path} is closed`);
    return this.#file;
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Processes of which none ever ends. */
export const LASTING_PROCESSES: Processes = {
  newTag: () => 'mine',
  hasEnded: () => false,
  isHere: () => true,
  isFresh: () => false,
};

/** A run of one recording. */
export const LONELY_RUN: Run = {
  hasReplaced: () => false,
  noteReplaced: () => undefined,
};

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
