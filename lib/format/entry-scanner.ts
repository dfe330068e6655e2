import { BLOCK_LENGTH, EntryIndex, type UsualPlaces } from './entry-index.js';
import { Base64Keys } from './yaml/base64.js';
import { CODES } from './yaml/characters.js';
import { lineAfter, standsAt } from './yaml/lines.js';
import { UNKNOWN } from './yaml/repeated-texts.js';

const { BLANK, DOUBLE_QUOTE, LINE_FEED } = CODES;

const OPENING = '- call:\n    method: ';
const REQUEST_SAMPLE = '  request_sample:\n';
const REQUEST_STREAM = '  request_stream:\n';
const RESPONSE_SAMPLE = '  response_sample:\n';
const RESPONSE_STREAM = '  response_stream:\n';
const RAW = '    raw: !!binary ';
const BLOCK = '|\n';
const EMPTY = '""\n';
const JSON_KEY = '    json:\n';
const TARGET = '    target: ';
const ORDER = '    order:';
const MARKS = '    redacted:';

const [LETTER_A, LETTER_D, LETTER_E, LETTER_O, LETTER_R, LETTER_T, LETTER_Z] = [
  0x61, 0x64, 0x65, 0x6f, 0x72, 0x74, 0x7a,
];

type Part = 'call' | 'request' | 'response';

/** For each part, the characters that tell in column 4 that a line needs no look: a blank, for what stands deeper, says nothing here. */
const PASSED: { readonly [Name in Part]: Uint8Array } = {
  call: tableOf(
    (code) =>
      code === BLANK || (code >= LETTER_A && code <= LETTER_Z && !'tor'.includes(String.fromCharCode(code))),
  ),
  request: tableOf((code) => code === BLANK),
  response: tableOf(() => true),
};

function tableOf(isIn: (code: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (isIn(code) ? 1 : 0));
}

/** Finds the usual places of entries while a file is split: it is shown each line that is not as deep as what stands below a key. */
export class EntryScanner implements UsualPlaces {
  readonly index: EntryIndex;
  method: number = UNKNOWN;
  target: number = UNKNOWN;
  request = 0;
  response = 0;
  hasResponseStream = false;
  readonly keys: Base64Keys = new Base64Keys();
  marks = 0;
  order = 0;
  passed = 0;
  readonly #bytes: Buffer;
  #part: Part = 'call';
  #behindMethod = 0;
  /** Whether something in the entry stands otherwise. */
  #isOther = true;
  #table = PASSED.response;

  constructor(bytes: Buffer) {
    this.index = new EntryIndex(bytes);
    this.#bytes = bytes;
  }

  /** An entry's dash stands at `at`. */
  begin(at: number): void {
    const bytes = this.#bytes;
    this.#isOther = !standsAt(bytes, at, OPENING);
    this.#part = this.#isOther ? 'response' : 'call';
    this.#table = PASSED[this.#part];
    if (this.#isOther) return;
    const name = at + OPENING.length;
    this.method = this.index.methods.numberOf(bytes, name);
    this.#isOther = this.method === UNKNOWN || this.#goesOnDeeper(name);
    this.target = UNKNOWN;
    this.request = 0;
    this.response = 0;
    this.marks = 0;
    this.order = 0;
    this.#behindMethod = lineAfter(bytes, name);
  }

  /** The offset of the first line from `at` on that needs a look; those before it are counted in `passed`. */
  pass(at: number): number {
    const bytes = this.#bytes;
    const table = this.#table;
    const { length } = bytes;
    let lines = 0;
    let next = at;
    while (
      bytes[next] === BLANK &&
      table[bytes[next + 4] as number] === 1 &&
      bytes[next + 1] === BLANK &&
      bytes[next + 2] === BLANK &&
      bytes[next + 3] === BLANK
    ) {
      const found = bytes.indexOf(LINE_FEED, next);
      lines += 1;
      next = found === -1 ? length : found + 1;
    }
    this.passed = lines;
    return next;
  }

  /** A line of the entry that begins with a blank. */
  line(at: number): void {
    if (this.#isOther || this.#part === 'response') {
      // A third section is for a parser, and so is a key between the columns.
      this.#isOther ||= !this.#isInColumnFour(at);
    } else if (!this.#isInColumnFour(at)) this.#section(at);
    else if (this.#part === 'call') this.#callKey(at);
    else this.#requestKey(at);
  }

  /** The entry is over. Whether it stands in its usual shape as far as the index looks. */
  end(): boolean {
    const isUsual = !this.#isOther && this.#part === 'response' && this.request !== 0 && this.#readKeys();
    this.index.add(isUsual ? this : undefined);
    return isUsual;
  }

  /** Whether the request is base64. */
  #readKeys(): boolean {
    const isEmpty = this.#bytes[this.request] === DOUBLE_QUOTE;
    const from = isEmpty ? this.response : this.request + BLOCK_LENGTH;
    return this.keys.read(this.#bytes, from, this.response);
  }

  #isInColumnFour(at: number): boolean {
    const bytes = this.#bytes;
    return bytes[at + 1] === BLANK && bytes[at + 2] === BLANK && bytes[at + 3] === BLANK;
  }

  #section(at: number): void {
    const bytes = this.#bytes;
    if (this.#part === 'call') {
      this.hasResponseStream = standsAt(bytes, at, REQUEST_STREAM);
      this.#isOther = !this.hasResponseStream && !standsAt(bytes, at, REQUEST_SAMPLE);
      this.#part = 'request';
      this.#table = PASSED.request;
    } else {
      this.#isOther = !standsAt(bytes, at, this.hasResponseStream ? RESPONSE_STREAM : RESPONSE_SAMPLE);
      this.#part = 'response';
      this.#table = PASSED.response;
      this.response = at;
    }
  }

  #callKey(at: number): void {
    const bytes = this.#bytes;
    const first = bytes[at + 4] ?? 0;
    if (first < LETTER_A || first > LETTER_Z) this.#isOther = true;
    else if (first === LETTER_T && bytes[at + 5] !== LETTER_R) this.#targetKey(at);
    else if (first === LETTER_O) this.#orderKey(at);
    else if (bytes[at + 6] === LETTER_D && bytes[at + 5] === LETTER_E) this.#marksKey(at);
  }

  /** `target :` is a target as well, for a parser to read. */
  #targetKey(at: number): void {
    this.#isOther = !standsAt(this.#bytes, at, TARGET);
    if (!this.#isOther) this.#readTarget(at + TARGET.length);
  }

  #orderKey(at: number): void {
    this.#isOther = at !== this.#behindMethod || !standsAt(this.#bytes, at, ORDER);
    this.order = at + ORDER.length;
  }

  #marksKey(at: number): void {
    this.#isOther = !standsAt(this.#bytes, at, MARKS);
    this.marks = at + MARKS.length;
  }

  #readTarget(at: number): void {
    this.target = this.index.targets.numberOf(this.#bytes, at);
    this.#isOther = this.target === UNKNOWN || this.#goesOnDeeper(at);
  }

  /** The request's bytes are the last of its keys, so that the response's key ends them. */
  #requestKey(at: number): void {
    const bytes = this.#bytes;
    const value = at + RAW.length;
    if (standsAt(bytes, at, RAW) && (standsAt(bytes, value, BLOCK) || standsAt(bytes, value, EMPTY))) {
      this.#isOther = this.request !== 0;
      this.request = value;
    } else this.#isOther = this.request !== 0 || !standsAt(bytes, at, JSON_KEY);
  }

  /** Whether the text of the line at `at` may go on in the next. */
  #goesOnDeeper(at: number): boolean {
    const next = lineAfter(this.#bytes, at);
    return this.#bytes[next] !== BLANK || (this.#bytes[next + 4] === BLANK && this.#isInColumnFour(next));
  }
}
