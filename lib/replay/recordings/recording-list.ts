import type { Recording } from './recording.js';
import type { Shelf } from './shelf.js';

/** Recordings in recorded order, each made and read when it is looked at: there may be hundreds of thousands. */
export class RecordingList implements Iterable<Recording> {
  readonly #shelf: Shelf;
  readonly #positions: Uint32Array;

  constructor(shelf: Shelf, positions: Uint32Array) {
    this.#shelf = shelf;
    this.#positions = positions;
  }

  get length(): number {
    return this.#positions.length;
  }

  *[Symbol.iterator](): Iterator<Recording> {
    for (const position of this.#positions) yield this.#shelf.at(position);
  }

  /** Those for which `isWanted` holds; all where it holds for none. */
  narrowed(isWanted: (recording: Recording) => boolean): RecordingList {
    return this.narrowedByPosition((position) => isWanted(this.#shelf.at(position)));
  }

  /** The same, without making them. */
  narrowedByPosition(isWanted: (position: number) => boolean): RecordingList {
    const wanted = this.#positions.filter(isWanted);
    return wanted.length === 0 ? this : new RecordingList(this.#shelf, wanted);
  }
}
