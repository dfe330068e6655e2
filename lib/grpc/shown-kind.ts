import type { Kind } from '../model/kind.js';

/**
 * The kind of a call on a channel, which is told bytes and no method definition: it shows in what the client does. What
 * has not shown streams. The two fields are the object's own, for kinds are copied by spreading.
 */
export class ShownKind implements Kind {
  requestStream = true;
  responseStream = true;
  /** How it is known whether requests are streamed. */
  #requests: 'unknown' | 'assumed' | 'shown' = 'unknown';

  /** The call asks for its one response when it starts. */
  readsOnce(): void {
    this.responseStream = false;
  }

  /** Whether requests are streamed has shown. The first word counts, also that of an assumption which was acted on. */
  show(requestStream: boolean): void {
    if (this.#requests !== 'unknown') return;
    this.#requests = 'shown';
    this.requestStream = requestStream;
  }

  /** The call must go on, and nothing has shown whether requests are streamed. */
  assume(find: () => boolean): void {
    if (this.#requests !== 'unknown') return;
    this.requestStream = find();
    this.#requests = 'assumed';
  }

  /** The call goes to the server: what was assumed for the sake of its recordings decides nothing any more. */
  reopen(): void {
    if (this.#requests === 'assumed') this.#requests = 'unknown';
  }
}
