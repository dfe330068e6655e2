import { decodeBase64 } from './yaml/base64.js';
import { CODES } from './yaml/characters.js';
import { grown } from './yaml/grown.js';
import { lineAfter } from './yaml/lines.js';
import { RepeatedTexts, UNKNOWN } from './yaml/repeated-texts.js';

const { DOUBLE_QUOTE } = CODES;

const RESPONSE_STREAM = 1;
const MARKED = 2;
const ORDERED = 4;

/** What stands in an entry's usual places. */
export interface UsualPlaces {
  /** The number of the method's name. */
  readonly method: number;
  readonly target: number;
  /** The offset of the request's value. */
  readonly request: number;
  /** The offset of the response's key, which ends it. */
  readonly response: number;
  readonly hasResponseStream: boolean;
  readonly isMarked: boolean;
  readonly isOrdered: boolean;
}

/**
 * What the entries of a file say in their usual places, found in the pass that splits it: 17 bytes an entry, and no object.
 *
 * It speaks only of calls with one request that stand as this library writes them. Everything that is written otherwise, by as
 * much as a comment, is unknown to it, and asked itself. Where it speaks, an entry that can be read says the same:
 * nothing in a mapping may stand less deep than its keys, a key that is there twice is an error, and so is an alias or a tag that is
 * not known (`Split` and `findMessageBlock` rest on the same).
 */
export class EntryIndex {
  readonly #bytes: Buffer;
  /** The names of methods, by number. */
  readonly methods = new RepeatedTexts();
  /** The servers that were called, by number. */
  readonly targets = new RepeatedTexts();
  #method = new Int32Array(16);
  #target = new Int32Array(16);
  #request = new Uint32Array(16);
  #response = new Uint32Array(16);
  #flags = new Uint8Array(16);
  #length = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
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

  /** Whether it says an order, which its head knows. */
  isOrdered(entry: number): boolean {
    return ((this.#flags[entry] ?? 0) & ORDERED) !== 0;
  }

  /** The request's bytes; undefined where they are not base64. */
  requestOf(entry: number): Uint8Array | undefined {
    const bytes = this.#bytes;
    const at = this.#request[entry] ?? 0;
    if (bytes[at] === DOUBLE_QUOTE) return new Uint8Array(0);
    return decodeBase64(bytes, lineAfter(bytes, at), this.#response[entry] ?? 0);
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
    this.#flags[entry] =
      (places.hasResponseStream ? RESPONSE_STREAM : 0) |
      (places.isMarked ? MARKED : 0) |
      (places.isOrdered ? ORDERED : 0);
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
    this.#flags = grown(this.#flags, new Uint8Array(length));
  }
}
