import { keepShape } from '../../model/keep-shape.js';
import { CODES } from './characters.js';
import { standsAt } from './lines.js';

const { BLANK, CLOSING_BRACKET, COMMA, LINE_FEED, ZERO } = CODES;

/** So many digits are a number without loss. */
export const MOST_DIGITS = 15;
/** Where a continuation line begins: deeper than the list's key, which is in column 4. */
const CONTINUATION = 5;

/** Goes through a flow list of what is made of digits, as it is written; continuation lines are indented. */
export class ListScanner {
  readonly #bytes: Uint8Array;
  #at: number;

  /** The list's bracket opens before `at`. */
  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** The offset of what comes next. */
  get at(): number {
    return this.#at;
  }

  /** Whether the list ends here, which is moved past. */
  passEnd(): boolean {
    if (this.#bytes[this.#at] !== CLOSING_BRACKET) return false;
    this.#at += 1;
    return true;
  }

  /** Whether `text`, which is ASCII, stands here, which is moved past. */
  pass(text: string): boolean {
    if (!standsAt(this.#bytes, this.#at, text)) return false;
    this.#at += text.length;
    return true;
  }

  /** Whether another item follows the one that was passed: then it is what comes next. */
  passSeparator(): boolean {
    if (this.#bytes[this.#at] !== COMMA) return false;
    const isFolded = this.#bytes[this.#at + 1] === LINE_FEED;
    const from = this.#at + (isFolded ? 2 : 1);
    let item = from;
    while (this.#bytes[item] === BLANK) item += 1;
    if (isFolded ? item - from < CONTINUATION : item - from !== 1) return false;
    this.#at = item;
    return true;
  }

  /** The whole number that stands here, which is moved past; undefined where none does, or a larger one than can be told. */
  passCount(): number | undefined {
    const from = this.#at;
    let value = 0;
    for (let digit = this.#digit(); digit >= 0; digit = this.#digit()) {
      value = value * 10 + digit;
      this.#at += 1;
    }
    const digits = this.#at - from;
    return digits === 0 || digits > MOST_DIGITS ? undefined : value;
  }

  /** Negative for any other character. */
  #digit(): number {
    const digit = (this.#bytes[this.#at] ?? 0) - ZERO;
    return digit <= 9 ? digit : -1;
  }
}

keepShape(new ListScanner(new Uint8Array(), 0));
