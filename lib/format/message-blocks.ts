import { type MessageList, NO_MESSAGES } from '../model/interaction.js';
import { IndexedMessages, VALUE_INDENTATION } from './messages.js';
import { findNumberList, NumberList } from './numbers.js';
import type { Source } from './source.js';

/** One side of a call as the file has it. */
export interface MessageBlock {
  readonly messages: MessageList;
  readonly halfClosed: boolean;
  readonly times: Float64Array | undefined;
  readonly bounds: Float64Array | undefined;
  /** The offset after the block. */
  readonly end: number;
}

const LINE_FEED = 10;
const RETURN = 13;
const BLANK = 32;
const HASH = 35;
const DASH = 45;

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

class BlockScanner {
  private messages: MessageList | undefined;
  private halfClosed = true;
  private times: Float64Array | undefined;
  private bounds: Float64Array | undefined;
  private readonly seen = new Set<string>();
  private readonly bytes: Buffer;

  private readonly source: Source;
  private at: number;
  private readonly limit: number;

  constructor(source: Source, at: number, limit: number) {
    this.source = source;
    this.at = at;
    this.limit = limit;
    this.bytes = source.bytes;
  }

  scan(stream: boolean): MessageBlock | undefined {
    while (this.at < this.limit) {
      const indentation = this.indentationAt(this.at);
      if (indentation < 0) {
        this.at = this.lineAfter(this.at);
        continue;
      }
      if (indentation < COLUMN) break;
      if (indentation > COLUMN || !this.scanField(stream)) return undefined;
    }
    const { messages, halfClosed, times, bounds, at: end } = this;
    return messages === undefined ? undefined : { messages, halfClosed, times, bounds, end };
  }

  private scanField(stream: boolean): boolean {
    const stop = this.lineEnd(this.at);
    const from = this.at + COLUMN;
    const colon = this.bytes.indexOf(':', from, 'latin1');
    if (colon === -1 || colon >= stop) return false;
    const key = this.bytes.toString('latin1', from, colon);
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    const value = colon + 1 === stop ? stop : colon + 2;
    if (colon + 1 < stop && this.bytes[colon + 1] !== BLANK) return false;
    switch (key) {
      case 'json':
      case 'chunks_json':
        return this.skipValue(value === stop);
      case 'raw':
        return !stream && this.scanSingle(value, stop);
      case 'chunks_raw':
        return stream && this.scanList(value, stop);
      case 'half_closed':
        return this.scanHalfClosed(value, stop);
      case 'chunks_ms':
        this.times = stream ? this.scanNumbers(value, false) : undefined;
        return this.times !== undefined;
      case 'chunks_after':
        this.bounds = stream ? this.scanNumbers(value, true) : undefined;
        return this.bounds !== undefined;
      default:
        return false;
    }
  }

  /**
   * Passes over the lines below a key: all deeper than the key, or, where nothing follows the colon, a list whose dashes
   * stand in the key's own column. False for a mixture, which is no YAML or needs a parser to tell.
   */
  private skipValue(mayBeList: boolean): boolean {
    let isList: boolean | undefined;
    for (this.at = this.lineAfter(this.at); this.at < this.limit; this.at = this.lineAfter(this.at)) {
      const indentation = this.indentationAt(this.at);
      if (indentation < 0) continue;
      if (indentation > COLUMN) {
        isList ??= false;
        continue;
      }
      if (indentation < COLUMN || !this.isItem(this.at + COLUMN)) return true;
      if (!mayBeList || isList === false) return false;
      isList = true;
    }
    return true;
  }

  private isItem(at: number): boolean {
    if (this.bytes[at] !== DASH) return false;
    const next = this.bytes[at + 1];
    return next === BLANK || next === LINE_FEED || next === RETURN;
  }

  private scanSingle(value: number, stop: number): boolean {
    if (this.isText('null', value, stop)) {
      this.messages = NO_MESSAGES;
      this.at = this.lineAfter(stop);
      return true;
    }
    if (!this.passBinary(value, stop)) return false;
    this.messages = new IndexedMessages(this.source, [value + BINARY.length]);
    return true;
  }

  private scanList(value: number, stop: number): boolean {
    this.at = this.lineAfter(stop);
    if (value !== stop) {
      this.messages = NO_MESSAGES;
      return this.isText('[]', value, stop);
    }
    const { bytes } = this;
    const offsets = this.limit > 0xffff_ffff ? new NumberList() : new OffsetList();
    while (this.at < this.limit) {
      const indentation = this.indentationAt(this.at);
      if (indentation < 0) {
        this.at = this.lineAfter(this.at);
        continue;
      }
      if (indentation !== COLUMN || bytes[this.at + COLUMN] !== DASH) break;
      const item = this.at + COLUMN + 2;
      if (bytes[item - 1] !== BLANK || !this.passBinary(item, this.lineEnd(item))) return false;
      offsets.push(item + BINARY.length);
    }
    const found = offsets.toArray();
    this.messages = new IndexedMessages(this.source, found);
    return found.length > 0;
  }

  /** Moves past a `!!binary ""` or `!!binary |` with its lines, which must all be as deep as the first, or deeper. */
  private passBinary(value: number, stop: number): boolean {
    const { bytes } = this;
    if (!this.isText(BINARY, value, value + BINARY.length)) return false;
    const style = value + BINARY.length;
    this.at = this.lineAfter(stop);
    if (this.isText('""', style, stop)) return true;
    if (stop - style !== 1 || bytes[style] !== 124) return false;
    const depth = this.indentationAt(this.at);
    if (depth < VALUE_INDENTATION) return false;
    for (let indentation = depth; indentation >= depth; indentation = this.blockIndentationAt(this.at)) {
      this.at = this.lineAfter(this.at);
    }
    return this.at >= this.limit || this.blockIndentationAt(this.at) < VALUE_INDENTATION;
  }

  private scanHalfClosed(value: number, stop: number): boolean {
    this.halfClosed = this.isText('true', value, stop);
    this.at = this.lineAfter(stop);
    return this.halfClosed || this.isText('false', value, stop);
  }

  private scanNumbers(value: number, bounds: boolean): Float64Array | undefined {
    if (this.bytes[value] !== 91) return undefined;
    const list = findNumberList(this.bytes, value + 1, bounds);
    if (list === undefined || list.end > this.limit || this.lineEnd(list.end) !== list.end) return undefined;
    this.at = this.lineAfter(list.end);
    return list.numbers;
  }

  private isText(text: string, from: number, to: number): boolean {
    if (to - from !== text.length) return false;
    for (let index = 0; index < text.length; index++) {
      if (this.bytes[from + index] !== text.charCodeAt(index)) return false;
    }
    return true;
  }

  /** The column of the first character of the line at `at`; -1 for a line that is blank or a comment. */
  private indentationAt(at: number): number {
    const indentation = this.blockIndentationAt(at);
    if (indentation < 0) return -1;
    return this.bytes[at + indentation] === HASH ? -1 : indentation;
  }

  /** The same inside a literal block, where a comment is no comment; -2 for a blank line, -1 at the end. */
  private blockIndentationAt(at: number): number {
    if (at >= this.limit) return -1;
    let column = at;
    while (this.bytes[column] === BLANK) column++;
    const first = this.bytes[column];
    return column >= this.limit || first === LINE_FEED || first === RETURN ? -2 : column - at;
  }

  /** The end of the line's text, without its line end. */
  private lineEnd(at: number): number {
    const found = this.bytes.indexOf(LINE_FEED, at);
    if (found === -1) return this.limit;
    return found > at && this.bytes[found - 1] === RETURN ? found - 1 : found;
  }

  private lineAfter(at: number): number {
    const found = this.bytes.indexOf(LINE_FEED, at);
    return found === -1 ? this.limit : found + 1;
  }
}

const BINARY = '!!binary ';

/** Offsets in a file of less than 4 GiB, 4 bytes each. */
class OffsetList {
  private offsets = new Uint32Array(16);
  private count = 0;

  push(value: number): void {
    if (this.count === this.offsets.length) {
      const longer = new Uint32Array(this.count * 2);
      longer.set(this.offsets);
      this.offsets = longer;
    }
    this.offsets[this.count++] = value;
  }

  toArray(): Uint32Array {
    return this.offsets.slice(0, this.count);
  }
}
