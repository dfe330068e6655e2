import { keepShape } from '../../model/keep-shape.js';
import type { JournalWindow } from './journal-window.js';

/** A call whose entry is to be kept. */
export interface EndedCall {
  /** Where the call stands among the cassette's calls, in the order they started. */
  readonly start: number;
  readonly method: string;
}

/** An entry on its way into the cassette. */
export interface PendingEntry extends EndedCall {
  /** Of the text, in bytes. */
  readonly length: number;
  readonly text: Iterable<Uint8Array>;
  /** The same in one piece. */
  readonly whole: Uint8Array;
  /** The same for who is done with each piece when he asks for the next. */
  readonly passing: Iterable<Uint8Array>;
}

/** An entry of a journal: where its text stood when it was written. */
export interface WrittenPlace extends EndedCall {
  readonly length: number;
  readonly offset: number;
}

/** Such an entry, read when its text is asked for. */
export class JournaledEntry implements PendingEntry {
  readonly start: number;
  readonly method: string;
  readonly length: number;
  readonly #window: JournalWindow;
  readonly #at: number;

  /** `at`: where its text stands now. */
  constructor({ start, method, length }: WrittenPlace, window: JournalWindow, at: number) {
    this.start = start;
    this.method = method;
    this.length = length;
    this.#window = window;
    this.#at = at;
  }

  get whole(): Uint8Array {
    return this.#window.whole(this.#at, this.length);
  }

  get text(): Iterable<Uint8Array> {
    return this.#window.read(this.#at, this.length);
  }

  get passing(): Iterable<Uint8Array> {
    return this.#window.pass(this.#at, this.length);
  }
}

keepShape(new JournaledEntry({ start: 0, method: '', length: 0, offset: 0 }, {} as JournalWindow, 0));
