import type { Processes } from '../../lib/model/surroundings.js';
import type { Appender, FileFacts, Storage } from '../../lib/storage/storage.js';

/** Cassettes in memory. */
export class MemoryStorage implements Storage {
  readonly files: Map<string, Uint8Array> = new Map();
  readonly #facts = new Map<string, FileFacts>();

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

  openToAppend(path: string): Appender {
    this.#put(path, this.files.get(path) ?? new Uint8Array());
    let isOpen = true;
    return {
      append: (pieces) => {
        if (!isOpen) throw new Error(`${path} is closed`);
        try {
          for (const piece of pieces) {
            this.#put(path, Buffer.concat([this.files.get(path) ?? new Uint8Array(), piece]));
          }
        } catch (error) {
          isOpen = false;
          throw error;
        }
      },
      close: () => {
        isOpen = false;
      },
    };
  }

  replace(path: string, pieces: Iterable<Uint8Array>): void {
    this.#put(path, Buffer.concat([...pieces]));
  }

  remove(path: string): void {
    this.files.delete(path);
    this.#facts.delete(path);
  }

  list(prefix: string): readonly string[] {
    return [...this.files.keys()].filter(
      (path) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'),
    );
  }

  stat(path: string): FileFacts | undefined {
    return this.#facts.get(path) ?? (this.files.has(path) ? { changedMs: 0, mode: 0o644 } : undefined);
  }

  touch(path: string): void {
    if (!this.files.has(path)) throw failure('ENOENT', path);
    this.#facts.set(path, { mode: 0o644, ...this.stat(path), changedMs: Date.now() });
  }

  realPath(path: string): string {
    return path;
  }

  /** Makes a file look as if it was last changed at the beginning of time. */
  age(path: string): void {
    const facts = this.stat(path);
    if (facts !== undefined) this.#facts.set(path, { ...facts, changedMs: 0 });
  }

  #put(path: string, bytes: Uint8Array, mode: number = this.stat(path)?.mode ?? 0o644): void {
    this.files.set(path, bytes);
    this.#facts.set(path, { changedMs: Date.now(), mode });
  }
}

/** Processes of which none ever ends. */
export const LASTING_PROCESSES: Processes = {
  newTag: () => 'mine',
  hasEnded: () => false,
};

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
