import { type CassetteFile, composeNewFile, parseCassetteFile } from '../format/cassette-file.js';
import type { Storage } from '../storage/storage.js';
import type { RecordingFiles } from './beside/recording-files.js';
import type { CassetteWriter } from './cassette-writer.js';
import type { Composition } from './composition.js';
import type { Finishing } from './finishing.js';
import type { PendingEntries } from './journal/pending.js';
import { Previous } from './previous.js';

/** What a recorder works with, as far as it is about what is not to come into the cassette. */
interface AsideParts {
  readonly files: RecordingFiles;
  readonly pending: PendingEntries;
  readonly writer: CassetteWriter;
  readonly composition: Composition;
  readonly finishing: Pick<Finishing, 'again'>;
}

/** Puts what was recorded beside the cassette where it is not wanted in it, and the cassette back to what it was before. */
export class Aside {
  readonly #parts: AsideParts;
  readonly #previous: Previous;
  /** Whether what was recorded lies beside the cassette, which is still to become what it was. */
  #isAside = false;
  /** Whether there was anything. */
  #hasSetAside = false;

  constructor(parts: AsideParts) {
    this.#parts = parts;
    this.#previous = new Previous(parts.files.storage, parts.files.names);
  }

  /** Whether the cassette was replaced as calls ended, and what it was before is kept. */
  get hasPrevious(): boolean {
    return this.#previous.isKept;
  }

  /** The cassette is about to be replaced. */
  keepPrevious(file: CassetteFile | undefined): void {
    const { files } = this.#parts;
    if (files.run.hasReplaced(files.file)) this.#previous.share();
    else this.#previous.keep(file?.bytes, files.mode);
  }

  /** The run that has replaced the cassette has gone well. */
  dropPrevious(): void {
    this.#previous.drop();
  }

  /**
   * It has not: the cassette is again what it was before, where that is to be had, and what was recorded lies at `path`. Whether
   * there is anything that the cassette did not say before.
   */
  bringBack(path: string): boolean {
    const { pending, writer, files } = this.#parts;
    pending.journal.reject();
    writer.hold((held) => {
      const isThere = this.#previous.isThere;
      if (!this.#isAside) this.#copyAside(path, isThere);
      if (isThere) this.#previous.bringBack(files.file, held);
    });
    pending.clear();
    return this.#hasSetAside;
  }

  /**
   * Writes what was recorded beside the cassette, to what `path` holds already. The cassette is left alone, and so are
   * the journals of earlier recordings.
   */
  set(path: string): void {
    const { pending, writer, composition, files } = this.#parts;
    // Should it fail now, it must not come into the cassette by the next recording.
    pending.journal.reject();
    const texts = [...composition.texts(pending.sorted())];
    // Others may set theirs aside at the same time.
    writer.hold(() => addToFile(files.storage, path, texts, files.mode));
    pending.clear();
  }

  #addedSince(): readonly Uint8Array[] {
    const { files, finishing } = this.#parts;
    const bytes = files.storage.read(files.file);
    if (bytes === undefined) return [];
    const added = this.#previous.addedTo(parseCassetteFile(bytes, files.file));
    return added.map((text) => finishing.again(text));
  }

  /** Once, should the rest fail. */
  #copyAside(path: string, isThere: boolean): void {
    const { pending, composition, files } = this.#parts;
    const texts = [...(isThere ? this.#addedSince() : []), ...composition.texts(pending.sorted())];
    if (texts.length > 0) addToFile(files.storage, path, texts, files.mode);
    this.#hasSetAside = texts.length > 0;
    this.#isAside = true;
  }
}

/** Adds entries to a cassette, or makes one of them, with the permissions `mode`. */
export function addToFile(
  storage: Storage,
  path: string,
  added: readonly Uint8Array[],
  mode: number | undefined,
): void {
  const bytes = storage.read(path);
  const pieces =
    bytes === undefined ? composeNewFile(added) : parseCassetteFile(bytes, path).compose(() => true, added);
  storage.replace(path, pieces, { mode });
}
