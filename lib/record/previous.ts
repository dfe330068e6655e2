import { type CassetteFile, parseCassetteFile } from '../format/cassette-file.js';
import { codeOf } from '../model/code-of.js';
import type { Storage } from '../storage/storage.js';
import type { HiddenNames } from './beside/hidden-names.js';
import type { HeldLease } from './beside/lease.js';
import { entryText } from './entries-of-file.js';

/**
 * What a cassette was before it was recorded anew, kept beside it while nobody knows whether that goes well: a cassette that
 * has no owner is replaced by its first ended call.
 */
export class Previous {
  readonly #storage: Storage;
  readonly #path: string;
  #isKept = false;
  /** Whether there was a file. */
  #hadFile = false;

  constructor(storage: Storage, names: HiddenNames) {
    this.#storage = storage;
    this.#path = names.previous;
  }

  get isKept(): boolean {
    return this.#isKept;
  }

  /** Keeps the bytes, or that there was no file. What another of the run has kept before stays. */
  keep(bytes: Uint8Array | undefined, mode: number | undefined): void {
    if (bytes !== undefined) this.#create(bytes, mode);
    this.#hadFile = bytes !== undefined;
    this.#isKept = true;
  }

  #create(bytes: Uint8Array, mode: number | undefined): void {
    try {
      this.#storage.create(this.#path, [bytes], mode);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }

  /** The same where another of the run has replaced the file: what it has kept, if it has. */
  share(): void {
    this.#hadFile = this.#storage.stat(this.#path) !== undefined;
    this.#isKept = this.#hadFile;
  }

  /** Whether it is still to be had: another of the run that went well may have dropped it, or a later one has named it to people. */
  get isThere(): boolean {
    return !this.#hadFile || this.#storage.stat(this.#path) !== undefined;
  }

  drop(): void {
    if (!this.#isKept) return;
    this.#storage.remove(this.#path);
    this.#isKept = false;
  }

  /** The texts of the entries that the file has and what is kept has not. */
  addedTo(file: CassetteFile): readonly Uint8Array[] {
    const bytes = this.#storage.read(this.#path);
    if (this.#isGone(bytes)) return [];
    const former = bytes && parseCassetteFile(bytes, this.#path);
    const texts = new Set(former?.entries.map((entry) => entryText(former, entry)));
    return file.entries
      .filter((entry) => !texts.has(entryText(file, entry)))
      .map(({ start, end }) => file.bytes.subarray(start, end));
  }

  /** Makes the file again what it was. */
  bringBack(file: string, held: HeldLease): void {
    const bytes = this.#storage.read(this.#path);
    if (this.#isGone(bytes)) this.#isKept = false;
    else if (bytes === undefined) this.#storage.remove(file);
    else this.#storage.replace(file, [bytes], { through: held.temporary, beforeMove: () => held.touch() });
    this.drop();
  }

  /** Whether another of the run has said that it went well, or somebody has taken it away: the cassette is not to go as well. */
  #isGone(bytes: Uint8Array | undefined): boolean {
    return bytes === undefined && this.#hadFile;
  }
}
