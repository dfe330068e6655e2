import type { Entry } from '../format/cassette-file.js';
import type { Interaction } from '../model/interaction.js';

/** An entry of the cassette that may answer a call, and what has become of it. Kept in memory only. */
export class Candidate {
  /** Where it stands in the cassette, counted from 0. */
  readonly position: number;
  readonly entry: Entry;
  /** The number of the call that took it, in start order; undefined while it is free. */
  takenBy: number | undefined;
  #interaction: Interaction | undefined;

  constructor(position: number, entry: Entry) {
    this.position = position;
    this.entry = entry;
  }

  get isFree(): boolean {
    return this.takenBy === undefined;
  }

  /** Throws a `CassetteError` when the entry is broken. */
  get interaction(): Interaction {
    this.#interaction ??= this.entry.read();
    return this.#interaction;
  }
}
