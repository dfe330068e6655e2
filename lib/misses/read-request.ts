import type { IgnoringMeaning } from '../messages/paths/ignored-fields.js';
import { wireView } from '../messages/view/wire-view.js';
import { sameBytes } from '../messages/wire/wire-bytes.js';
import type { JsonValue } from '../model/json.js';

/** A request as a miss compares and shows it. Each form of it is made when it is first asked for, and once. */
export class ReadRequest {
  readonly bytes: Uint8Array;
  readonly #meaning: IgnoringMeaning;
  #counted: Uint8Array | undefined;
  #canonical: Uint8Array | undefined;
  #view: { readonly made: JsonValue | undefined } | undefined;
  #viewByNumber: JsonValue | undefined;

  constructor(bytes: Uint8Array, meaning: IgnoringMeaning) {
    this.bytes = bytes;
    this.#meaning = meaning;
  }

  /** By the names of its fields, without the ignored ones; undefined where there are no names. */
  get view(): JsonValue | undefined {
    this.#view ??= { made: this.#meaning.view(this.bytes) };
    return this.#view.made;
  }

  /** By the numbers of its fields, without the ignored ones. */
  get viewByNumber(): JsonValue {
    this.#counted ??= this.#meaning.counted(this.bytes);
    this.#viewByNumber ??= wireView(this.#counted);
    return this.#viewByNumber;
  }

  /** Whether both mean the same. */
  meansSameAs(other: ReadRequest): boolean {
    return sameBytes(this.bytes, other.bytes) || sameBytes(this.#form, other.#form);
  }

  get #form(): Uint8Array {
    this.#canonical ??= this.#meaning.canonical(this.bytes);
    return this.#canonical;
  }
}
