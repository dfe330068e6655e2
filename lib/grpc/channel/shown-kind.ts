import { keepShape } from '../../model/keep-shape.js';
import type { Kind } from '../../model/kind.js';

/**
 * The kind of a call on a channel, which is told bytes and no method definition: it shows in what the client does. What
 * has not shown streams. The two fields are the object's own, for kinds are copied by spreading.
 */
export class ShownKind implements Kind {
  requestStream = true;
  responseStream = true;
  /** Whether requests are streamed, once it has shown. */
  #shown: boolean | undefined;
  /** A recording is looked for with what was assumed, which stays until the call goes to the server. */
  #isAssumed = false;

  /** The call asks for its one response when it starts. */
  readsOnce(): void {
    this.responseStream = false;
  }

  /** Whether requests are streamed shows, the first time for good. */
  show(requestStream: boolean): void {
    if (this.#shown !== undefined) return;
    this.#shown = requestStream;
    if (!this.#isAssumed) this.requestStream = requestStream;
  }

  /** The call must go on, and it may not have shown yet whether requests are streamed. */
  assume(find: () => boolean): void {
    if (this.#shown !== undefined) return;
    this.requestStream = find();
    this.#isAssumed = true;
  }

  /** The call goes to the server: nothing is assumed any more. */
  reopen(): void {
    this.#isAssumed = false;
    if (this.#shown !== undefined) this.requestStream = this.#shown;
  }
}

keepShape(new ShownKind());
