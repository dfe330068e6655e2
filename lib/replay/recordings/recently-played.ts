/** What can forget what it has read, for it can read it again. */
export interface Forgetful {
  forget(): void;
}

/** So many recordings that were played keep what was read of them: they may answer again, and are looked at for a while. */
const MOST_KEPT = 2048;

/** The recordings that were played last. Of those before them only the bytes of the file are kept: they may be hundreds of thousands. */
export class RecentlyPlayed {
  readonly #kept: Forgetful[] = [];
  #next = 0;

  add(recording: Forgetful): void {
    this.#kept[this.#next]?.forget();
    this.#kept[this.#next] = recording;
    this.#next = (this.#next + 1) % MOST_KEPT;
  }
}
