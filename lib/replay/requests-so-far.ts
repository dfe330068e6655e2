import { type MessageList, NO_MESSAGES } from '../model/interaction.js';
import { keepShape } from '../model/keep-shape.js';

const NO_BYTES: Uint8Array = new Uint8Array();
const FORGOTTEN: MessageList = { length: Number.POSITIVE_INFINITY, at: () => NO_BYTES };

/**
 * The requests that an open call has sent. Those that agree with the recording it holds are not kept a second time, so
 * that a long upload costs no memory.
 */
export class RequestsSoFar implements MessageList {
  #recorded: MessageList = NO_MESSAGES;
  #agreed = 0;
  #others: Uint8Array[] = [];

  get length(): number {
    return this.#agreed + this.#others.length;
  }

  at(index: number): Uint8Array {
    if (index < this.#agreed) return this.#recorded.at(index);
    const other = this.#others[index - this.#agreed];
    if (other === undefined) throw new RangeError(`There is no message ${index}.`);
    return other;
  }

  add(bytes: Uint8Array): void {
    this.#others.push(bytes);
  }

  /** Keeps how many requests were sent, and the last: for where nothing else of them is asked for. */
  keepLast(): void {
    this.#agreed += this.#others.length - 1;
    this.#recorded = FORGOTTEN;
    this.#others = this.#others.slice(-1);
  }

  /** From here on the call holds a recording with these requests, all that was sent being equal to them. */
  agreeWith(recorded: MessageList): void {
    const sent = this.length;
    if (this.#agreed + this.#others.length <= recorded.length) {
      this.#others = [];
      this.#recorded = recorded;
      this.#agreed = sent;
      return;
    }
    this.#others = Array.from({ length: Math.max(0, sent - recorded.length) }, (_, index) =>
      this.at(recorded.length + index),
    );
    this.#recorded = recorded;
    this.#agreed = Math.min(sent, recorded.length);
  }
}

keepShape(new RequestsSoFar());
