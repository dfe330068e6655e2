import type { IgnoringMeaning } from '../messages/paths/ignored-fields.js';
import type { MessageList } from '../model/interaction.js';
import { ReadRequest } from './read-request.js';

/** The requests of a call that missed: each is read once, however many recordings it is compared with. */
export class AskedRequests {
  readonly meaning: IgnoringMeaning;
  readonly #redact: (bytes: Uint8Array) => Uint8Array;
  readonly #requests: MessageList;
  readonly #known = new Map<number, ReadRequest>();

  /** `redact` takes secrets out of what is shown. */
  constructor(requests: MessageList, meaning: IgnoringMeaning, redact: (bytes: Uint8Array) => Uint8Array) {
    this.#requests = requests;
    this.#redact = redact;
    this.meaning = meaning;
  }

  get length(): number {
    return this.#requests.length;
  }

  at(index: number): ReadRequest {
    const known = this.#known.get(index);
    if (known !== undefined) return known;
    const read = this.#read(this.#requests.at(index), this.meaning);
    this.#known.set(index, read);
    return read;
  }

  /** The request, and a recorded one, as they are compared where some of that matches anything; `meaning` leaves it out. */
  pairAt(
    index: number,
    recorded: Uint8Array,
    meaning: IgnoringMeaning,
  ): { readonly asked: ReadRequest; readonly recorded: ReadRequest } {
    const asked = meaning === this.meaning ? this.at(index) : this.#read(this.#requests.at(index), meaning);
    return { asked, recorded: this.#read(recorded, meaning) };
  }

  #read(bytes: Uint8Array, meaning: IgnoringMeaning): ReadRequest {
    return new ReadRequest(this.#redact(bytes), meaning);
  }
}
