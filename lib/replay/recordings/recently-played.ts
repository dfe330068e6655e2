/** What can forget what it has read, for it can read it again. */
export interface Forgetful {
  forget(): void;
}

/** So many recordings that may answer again keep what was read of them: it takes some kilobytes each. */
const MOST_REPEATED = 8192;
/** One that was played for good is looked at again when it is handed over, and for a miss. The collector copies all that is kept. */
const MOST_PLAYED = 16;

/** The recordings that were played last. Of those before them only the bytes of the file are kept: they may be hundreds of thousands. */
export class RecentlyPlayed {
  readonly #kept: Forgetful[] = [];
  readonly #mostKept: number;
  #next = 0;

  /** `repeats`: whether they may answer again. */
  constructor(repeats: boolean) {
    this.#mostKept = repeats ? MOST_REPEATED : MOST_PLAYED;
  }

  add(recording: Forgetful): void {
    this.#kept[this.#next]?.forget();
    this.#kept[this.#next] = recording;
    this.#next = (this.#next + 1) % this.#mostKept;
  }
}
