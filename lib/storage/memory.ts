import type { Storage } from './storage.js';

/** Cassettes in memory, for tests and for recordings that nobody keeps. */
export class MemoryStorage implements Storage {
  readonly files: Map<string, Uint8Array> = new Map();
  #journals = 0;

  read(path: string): Uint8Array | undefined {
    return this.files.get(path);
  }

  *readRange(path: string, start: number, length: number): Iterable<Uint8Array> {
    const bytes = this.files.get(path);
    if (bytes !== undefined) yield bytes.subarray(start, start + length);
  }

  append(path: string, pieces: Iterable<Uint8Array>): void {
    this.files.set(path, Buffer.concat([this.files.get(path) ?? new Uint8Array(), ...pieces]));
  }

  replace(path: string, pieces: Iterable<Uint8Array>): void {
    this.files.set(path, Buffer.concat([...pieces]));
  }

  remove(path: string): void {
    this.files.delete(path);
  }

  newJournalPath(cassettePath: string): string {
    this.#journals += 1;
    return `${cassettePath}.${this.#journals}.journal`;
  }

  abandonedJournals(cassettePath: string): readonly string[] {
    return [...this.files.keys()].filter(
      (path) =>
        path.startsWith(`${cassettePath}.`) &&
        /^\d+\.left\.journal$/.test(path.slice(cassettePath.length + 1)),
    );
  }

  removeLeftovers(): void {
    // Nothing outlives the process here.
  }
}
