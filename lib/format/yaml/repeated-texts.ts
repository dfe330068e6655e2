import { CODES } from './characters.js';
import { findText } from './scalar.js';

const { LINE_FEED } = CODES;

/** The number of no text. */
export const UNKNOWN = -1;

/** Longer ones are left to a parser, in bytes. */
const LONGEST_TEXT = 300;

/** The texts of lines of which many are alike, each once. */
export class RepeatedTexts {
  /** By number. */
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  #lastAt = 0;
  #lastLength = -1;
  #last = UNKNOWN;

  /** The number of the text of the line that goes on at `at`; `UNKNOWN` where a parser must read it. */
  numberOf(bytes: Buffer, at: number): number {
    if (this.#isLast(bytes, at)) return this.#last;
    const end = bytes.indexOf(LINE_FEED, at);
    if (end === -1 || end - at > LONGEST_TEXT) return UNKNOWN;
    const text = findText(bytes.toString('utf8', at, end));
    if (text === undefined) return UNKNOWN;
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.texts.push(text) - 1;
      this.#numbers.set(text, number);
    }
    this.#lastAt = at;
    this.#lastLength = end - at;
    this.#last = number;
    return number;
  }

  /** Whether the same line stands there as when it was asked last. */
  #isLast(bytes: Buffer, at: number): boolean {
    for (let offset = this.#lastLength; offset >= 0; offset -= 1) {
      if (bytes[at + offset] !== bytes[this.#lastAt + offset]) return false;
    }
    return this.#lastLength >= 0;
  }
}
