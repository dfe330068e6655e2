import { type MessageList, NO_MESSAGES } from '../model/interaction.js';
import { keepShape } from '../model/keep-shape.js';
import type { NumberList } from '../model/order/number-ranges.js';
import { IndexedMessages, VALUE_INDENTATION } from './messages.js';
import { CODES } from './yaml/characters.js';
import { GrowingList } from './yaml/growing-list.js';
import { endOfDeeper, indentationAt, lineAfter, lineEnd, standsAt } from './yaml/lines.js';
import { findNumberList } from './yaml/numbers.js';
import { findRanges } from './yaml/ranges.js';
import type { Source } from './yaml/source.js';

const { BAR, BLANK, DASH, HASH, LINE_FEED, OPENING_BRACKET, RETURN } = CODES;

/** Where something stands in a file's bytes. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** One side of a call as the file has it. */
export interface MessageBlock {
  /** The lines of the keys that are for people, in order. */
  readonly views: readonly ByteRange[];
  readonly messages: MessageList;
  readonly halfClosed: boolean;
  readonly times: Float64Array | undefined;
  readonly bounds: Float64Array | undefined;
  readonly order: NumberList | undefined;
  /** The lines of `order`. */
  readonly orderLines: ByteRange | undefined;
  /** The offset after the block. */
  readonly end: number;
}

/** The column of a block's keys, and of its list's dashes. */
const COLUMN = 4;

/**
 * Indexes the messages of the block whose first line starts at `start`, without parsing its `json`. Undefined where a
 * line is not in its usual place, and a YAML parser must read the entry.
 *
 * That `json` may be passed over by indentation alone rests on YAML: what belongs to a key stands deeper than the key,
 * also the continuation lines of quoted text and flow collections; js-yaml refuses the file otherwise.
 */
export function findMessageBlock(
  source: Source,
  start: number,
  limit: number,
  stream: boolean,
): MessageBlock | undefined {
  return new BlockScanner(source, start, limit).scan(stream);
}

/** What a block may hold; any other key has the bit that is left over, and is refused. */
const KEYS = [
  'raw',
  'json',
  'chunks_raw',
  'chunks_json',
  'half_closed',
  'chunks_ms',
  'chunks_after',
  'chunks_order',
];

const NO_VIEWS: readonly ByteRange[] = [];

class BlockScanner {
  #views = NO_VIEWS;
  #messages: MessageList | undefined;
  #halfClosed = true;
  #times: Float64Array | undefined;
  #bounds: Float64Array | undefined;
  #order: NumberList | undefined;
  #orderLines: ByteRange | undefined;
  #at: number;
  /** A bit for each of `KEYS` that was there. */
  #seen = 0;
  readonly #source: Source;
  readonly #bytes: Buffer;
  readonly #limit: number;

  constructor(source: Source, at: number, limit: number) {
    this.#source = source;
    this.#bytes = source.bytes;
    this.#at = at;
    this.#limit = limit;
  }

  scan(stream: boolean): MessageBlock | undefined {
    while (this.#at < this.#limit) {
      const indentation = this.#indentationAt(this.#at);
      if (indentation < 0) {
        this.#pass(this.#at);
        continue;
      }
      if (indentation < COLUMN) break;
      if (indentation > COLUMN || !this.#scanField(stream)) return undefined;
    }
    if (this.#messages === undefined) return undefined;
    return {
      views: this.#views,
      messages: this.#messages,
      halfClosed: this.#halfClosed,
      times: this.#times,
      bounds: this.#bounds,
      order: this.#order,
      orderLines: this.#orderLines,
      end: this.#at,
    };
  }

  #scanField(stream: boolean): boolean {
    const stop = this.#lineEnd(this.#at);
    const from = this.#at + COLUMN;
    const colon = this.#bytes.indexOf(':', from, 'latin1');
    if (colon === -1 || colon >= stop) return false;
    const key = this.#bytes.toString('latin1', from, colon);
    const bit = 1 << KEYS.indexOf(key);
    if ((this.#seen & bit) !== 0) return false;
    this.#seen |= bit;
    const value = colon + 1 === stop ? stop : colon + 2;
    if (colon + 1 < stop && this.#bytes[colon + 1] !== BLANK) return false;
    switch (key) {
      case 'json':
      case 'chunks_json':
        return this.#scanView(value === stop);
      case 'raw':
        return !stream && this.#scanSingle(value, stop);
      case 'chunks_raw':
        return stream && this.#scanList(value, stop);
      case 'half_closed':
        return this.#scanHalfClosed(value, stop);
      case 'chunks_ms':
        this.#times = stream ? this.#scanNumbers(value, false) : undefined;
        return this.#times !== undefined;
      case 'chunks_after':
        this.#bounds = stream ? this.#scanNumbers(value, true) : undefined;
        return this.#bounds !== undefined;
      case 'chunks_order':
        return stream && this.#scanOrder(value);
      default:
        return false;
    }
  }

  #scanView(mayBeList: boolean): boolean {
    const start = this.#at;
    if (!this.#skipValue(mayBeList)) return false;
    this.#views = [...this.#views, { start, end: this.#at }];
    return true;
  }

  /**
   * Passes over the lines below a key: all deeper than the key, or, where nothing follows the colon, a list whose dashes
   * stand in the key's own column. False for a mixture, which is no YAML or needs a parser to tell.
   */
  #skipValue(mayBeList: boolean): boolean {
    let isList: boolean | undefined;
    for (this.#pass(this.#at); this.#at < this.#limit; this.#pass(this.#at)) {
      const indentation = this.#indentationAt(this.#at);
      if (indentation < 0) continue;
      if (indentation > COLUMN) {
        isList ??= false;
        continue;
      }
      if (indentation < COLUMN || !this.#isItem(this.#at + COLUMN)) return true;
      if (!mayBeList || isList === false) return false;
      isList = true;
    }
    return true;
  }

  #isItem(at: number): boolean {
    if (this.#bytes[at] !== DASH) return false;
    const next = this.#bytes[at + 1];
    return next === BLANK || next === LINE_FEED || next === RETURN;
  }

  #scanSingle(value: number, stop: number): boolean {
    if (this.#isText('null', value, stop)) {
      this.#messages = NO_MESSAGES;
      this.#pass(stop);
      return true;
    }
    if (!this.#passBinary(value, stop)) return false;
    this.#messages = new IndexedMessages(this.#source, [value + BINARY.length]);
    return true;
  }

  #scanList(value: number, stop: number): boolean {
    this.#pass(stop);
    if (value !== stop) {
      this.#messages = NO_MESSAGES;
      return this.#isText('[]', value, stop);
    }
    const offsets = new GrowingList(this.#limit > 0xffff_ffff ? newOffsets : newSmallOffsets);
    while (this.#at < this.#limit) {
      const indentation = this.#indentationAt(this.#at);
      if (indentation < 0) {
        this.#pass(this.#at);
        continue;
      }
      if (indentation !== COLUMN || this.#bytes[this.#at + COLUMN] !== DASH) break;
      const item = this.#at + COLUMN + 2;
      if (this.#bytes[item - 1] !== BLANK || !this.#passBinary(item, this.#lineEnd(item))) return false;
      offsets.push(item + BINARY.length);
    }
    const found = offsets.toArray();
    this.#messages = new IndexedMessages(this.#source, found);
    return found.length > 0;
  }

  /** Moves past a `!!binary ""` or `!!binary |` with its lines, which must all be as deep as the first, or deeper. */
  #passBinary(value: number, stop: number): boolean {
    if (!standsAt(this.#bytes, value, BINARY)) return false;
    const style = value + BINARY.length;
    this.#pass(stop);
    if (this.#isText('""', style, stop)) return true;
    if (stop - style !== 1 || this.#bytes[style] !== BAR) return false;
    const depth = this.#indentationAt(this.#at);
    if (depth < VALUE_INDENTATION) return false;
    this.#at = endOfDeeper(this.#bytes, lineAfter(this.#bytes, this.#at), depth, this.#limit);
    return indentationAt(this.#bytes, this.#at, this.#limit) < VALUE_INDENTATION;
  }

  #scanHalfClosed(value: number, stop: number): boolean {
    this.#halfClosed = this.#isText('true', value, stop);
    this.#pass(stop);
    return this.#halfClosed || this.#isText('false', value, stop);
  }

  #scanNumbers(value: number, bounds: boolean): Float64Array | undefined {
    if (this.#bytes[value] !== OPENING_BRACKET) return undefined;
    const list = findNumberList(this.#bytes, value + 1, bounds);
    return list !== undefined && this.#passList(list.end) ? list.numbers : undefined;
  }

  #scanOrder(value: number): boolean {
    const start = this.#at;
    const list = this.#bytes[value] === OPENING_BRACKET ? findRanges(this.#bytes, value + 1) : undefined;
    if (list === undefined || !this.#passList(list.end)) return false;
    this.#order = list.numbers;
    this.#orderLines = { start, end: this.#at };
    return true;
  }

  /** Moves past the line on which a list ends, behind which nothing may stand. */
  #passList(end: number): boolean {
    if (end > this.#limit || this.#lineEnd(end) !== end) return false;
    this.#pass(end);
    return true;
  }

  #isText(text: string, from: number, to: number): boolean {
    return to - from === text.length && standsAt(this.#bytes, from, text);
  }

  #pass(at: number): void {
    this.#at = lineAfter(this.#bytes, at);
  }

  #lineEnd(at: number): number {
    return lineEnd(this.#bytes, at, this.#limit);
  }

  /** The column of the first character of the line at `at`; negative for a line that is blank or a comment. */
  #indentationAt(at: number): number {
    const indentation = indentationAt(this.#bytes, at, this.#limit);
    return indentation >= 0 && this.#bytes[at + indentation] === HASH ? -1 : indentation;
  }
}

const BINARY = '!!binary ';

type Offsets = Float64Array | Uint32Array;

const newOffsets = (length: number): Offsets => new Float64Array(length);
/** For a file of less than 4 GiB: 4 bytes each. */
const newSmallOffsets = (length: number): Offsets => new Uint32Array(length);

keepShape(new BlockScanner({ bytes: Buffer.alloc(0), path: '' }, 0, 0));
