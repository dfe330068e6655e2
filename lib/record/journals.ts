import type { Location } from '../model/location.js';
import type { Processes } from '../model/surroundings.js';
import type { Storage } from '../storage/storage.js';
import { findTag, hiddenPrefix, isJournal, journalName } from './journal-name.js';

/** The journals beside a cassette: where a new one may be, and what processes left that have ended. */
export class Journals {
  readonly storage: Storage;
  readonly #name: string;
  /** The path of the cassette's folder, up to where the names of its files begin. */
  readonly #folder: string;
  readonly #processes: Processes;

  constructor({ file, name }: Location, storage: Storage, processes: Processes) {
    this.storage = storage;
    this.#name = name;
    this.#folder = file.slice(0, file.length - name.length);
    this.#processes = processes;
  }

  /** A path beside the cassette that no other journal has, of this process. */
  newPath(): string {
    return `${this.#folder}${journalName(this.#name, this.#processes.newTag())}`;
  }

  /** The journals whose process has ended, oldest first. */
  findAbandoned(): readonly string[] {
    return this.#findLeft()
      .filter(isJournal)
      .map((path) => ({ path, time: this.storage.stat(path)?.changedMs ?? 0 }))
      .sort((a, b) => a.time - b.time || (a.path < b.path ? -1 : 1))
      .map(({ path }) => path);
  }

  /** Whether another recorder than the one whose journal is at `own` has something under way beside the cassette. */
  hasOthers(own: string): boolean {
    return this.#findTagged(() => true).some((path) => !path.startsWith(own));
  }

  /** Removes what else such processes left: temporary files, and takes that were not finished. */
  removeLeftovers(): void {
    for (const path of this.#findLeft()) if (!isJournal(path)) this.storage.remove(path);
  }

  #findLeft(): readonly string[] {
    return this.#findTagged((tag) => this.#processes.hasEnded(tag));
  }

  #findTagged(isWanted: (tag: string) => boolean): readonly string[] {
    const prefix = `${this.#folder}${hiddenPrefix(this.#name)}`;
    return this.storage.list(prefix).filter((path) => {
      const tag = findTag(path.slice(prefix.length));
      return tag !== undefined && isWanted(tag);
    });
  }
}
