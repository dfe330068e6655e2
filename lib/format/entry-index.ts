import type { CallOrder } from '../model/order/call-order.js';
import type { RedactionMark } from '../model/redaction-mark.js';
import { MARKS } from './call/marks-form.js';
import { findOrderStart } from './call/order-form.js';
import { decodeBase64 } from './yaml/base64.js';
import { CODES } from './yaml/characters.js';
import { grown, likelyEntries } from './yaml/grown.js';
import { RepeatedTexts, UNKNOWN } from './yaml/repeated-texts.js';

const { DOUBLE_QUOTE, LINE_FEED } = CODES;

/** Of a bar and the end of its line. */
export const BLOCK_LENGTH = 2;
const NO_BYTES = new Uint8Array(0);

const RESPONSE_STREAM = 1;
const MARKED = 2;
const ORDERED = 4;

const NO_LINES = { take: () => undefined };

type OrderStart = Pick<CallOrder, 'group' | 'start'>;

/** What stands in an entry's usual places. */
export interface UsualPlaces {
  /** The number of the method's name. */
  readonly method: number;
  readonly target: number;
  /** The offset of the request's value. */
  readonly request: number;
  /** The offset of the response's key, which ends it. */
  readonly response: number;
  /** Of the request's bytes. */
  readonly keys: { readonly ordered: number; readonly unordered: number };
  readonly hasResponseStream: boolean;
  /** The offset of the marks of what was taken out; 0 where there are none. */
  readonly marks: number;
  /** The same of its order. */
  readonly order: number;
}

/**
 * What the entries of a file say in their usual places, found in the pass that splits it: 25 bytes an entry, and no object.
 *
 * It speaks only of calls with one request that stand as this library writes them. Everything that is written otherwise, by as
 * much as a comment, is unknown to it, and asked itself. Where it speaks, an entry that can be read says the same:
 * nothing in a mapping may stand less deep than its keys, a key that is there twice is an error, and so is an alias or a tag that is
 * not known (`Split` and `findMessageBlock` rest on the same).
 */
export class EntryIndex {
  readonly #bytes: Buffer;
  /** The names of methods, by number. */
  readonly methods: RepeatedTexts = new RepeatedTexts();
  /** The servers that were called, by number. */
  readonly targets: RepeatedTexts = new RepeatedTexts();
  #method: Int32Array;
  #target: Int32Array;
  #request: Uint32Array;
  #response: Uint32Array;
  #ordered: Int32Array;
  #unordered: Int32Array;
  #flags: Uint8Array;
  /** Few have any: offsets by entry. */
  readonly #marks = new Map<number, number>();
  readonly #orders = new Map<number, number>();
  #length = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    const count = likelyEntries(bytes);
    this.#method = new Int32Array(count);
    this.#target = new Int32Array(count);
    this.#request = new Uint32Array(count);
    this.#response = new Uint32Array(count);
    this.#ordered = new Int32Array(count);
    this.#unordered = new Int32Array(count);
    this.#flags = new Uint8Array(count);
  }

  /** The number of the method's name among `methods`; negative where the entry has to be asked itself. */
  methodOf(entry: number): number {
    return entry < this.#length ? (this.#method[entry] ?? UNKNOWN) : UNKNOWN;
  }

  /** The number of the target among `targets`; negative where it names none. */
  targetOf(entry: number): number {
    return this.#target[entry] ?? UNKNOWN;
  }

  hasResponseStream(entry: number): boolean {
    return ((this.#flags[entry] ?? 0) & RESPONSE_STREAM) !== 0;
  }

  /** Whether it says that something was taken out of it. */
  isMarked(entry: number): boolean {
    return ((this.#flags[entry] ?? 0) & MARKED) !== 0;
  }

  /** What was taken out of it; undefined where it has to be asked itself. */
  findMarks(entry: number): readonly RedactionMark[] | undefined {
    return MARKS.find(this.#restOfLine(this.#marks.get(entry)), NO_LINES);
  }

  /** Whether it says an order. */
  isOrdered(entry: number): boolean {
    return ((this.#flags[entry] ?? 0) & ORDERED) !== 0;
  }

  /** Where it stands among the calls that overlapped it; undefined where it has to be asked itself. */
  findOrder(entry: number): OrderStart | undefined {
    return findOrderStart(this.#restOfLine(this.#orders.get(entry)));
  }

  /** The request's bytes. */
  requestOf(entry: number): Uint8Array {
    const bytes = this.#bytes;
    const at = this.#request[entry] ?? 0;
    if (bytes[at] === DOUBLE_QUOTE) return NO_BYTES;
    return decodeBase64(bytes, at + BLOCK_LENGTH, this.#response[entry] ?? 0) ?? NO_BYTES;
  }

  /** `hashOf` the request's bytes. */
  keyOf(entry: number): number {
    return this.#ordered[entry] ?? 0;
  }

  /** `unorderedHashOf` them. */
  unorderedKeyOf(entry: number): number {
    return this.#unordered[entry] ?? 0;
  }

  /** Adds the next entry; undefined for one that has to be asked itself. */
  add(places: UsualPlaces | undefined): void {
    const entry = this.#length;
    if (entry === this.#method.length) this.#grow();
    this.#length = entry + 1;
    this.#method[entry] = places?.method ?? UNKNOWN;
    if (places === undefined) return;
    this.#target[entry] = places.target;
    this.#request[entry] = places.request;
    this.#response[entry] = places.response;
    this.#ordered[entry] = places.keys.ordered;
    this.#unordered[entry] = places.keys.unordered;
    let flags = places.hasResponseStream ? RESPONSE_STREAM : 0;
    if (places.marks !== 0) {
      flags |= MARKED;
      this.#marks.set(entry, places.marks);
    }
    if (places.order !== 0) {
      flags |= ORDERED;
      this.#orders.set(entry, places.order);
    }
    this.#flags[entry] = flags;
  }

  #restOfLine(at: number | undefined): string {
    return at === undefined ? '' : this.#bytes.toString('utf8', at, this.#bytes.indexOf(LINE_FEED, at));
  }

  /** The last entry has turned out to be another: it has to be asked itself. */
  forgetLast(): void {
    if (this.#length > 0) this.#method[this.#length - 1] = UNKNOWN;
  }

  #grow(): void {
    const length = this.#method.length * 2;
    this.#method = grown(this.#method, new Int32Array(length));
    this.#target = grown(this.#target, new Int32Array(length));
    this.#request = grown(this.#request, new Uint32Array(length));
    this.#response = grown(this.#response, new Uint32Array(length));
    this.#ordered = grown(this.#ordered, new Int32Array(length));
    this.#unordered = grown(this.#unordered, new Int32Array(length));
    this.#flags = grown(this.#flags, new Uint8Array(length));
  }
}
