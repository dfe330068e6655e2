import type { IgnoringMeaning } from '../messages/paths/ignored-fields.js';
import type { MessageList } from '../model/interaction.js';
import { ReadRequest } from './read-request.js';

/** The requests of a call that missed: each is read once, however many recordings it is compared with. */
export class AskedRequests {
  readonly meaning: IgnoringMeaning;
  readonly #requests: MessageList;
  readonly #read = new Map<number, ReadRequest>();

  constructor(requests: MessageList, meaning: IgnoringMeaning) {
    this.#requests = requests;
    this.meaning = meaning;
  }

  get length(): number {
    return this.#requests.length;
  }

  at(index: number): ReadRequest {
    const known = this.#read.get(index);
    if (known !== undefined) return known;
    const read = new ReadRequest(this.#requests.at(index), this.meaning);
    this.#read.set(index, read);
    return read;
  }
}
