import { keepShape } from '../model/keep-shape.js';
import type { MessageBytes } from './tap.js';
import type { InterceptingCallInterface, Message, MessageContext } from './types.js';

/** What the client did: it sent a message, or half-closed. */
type Held =
  | {
      readonly type: 'message';
      readonly message: Message;
      readonly bytes: Buffer;
      readonly context: MessageContext;
    }
  | { readonly type: 'half-close' };

/**
 * What the client of a held call has sent, to be passed on when the call goes live: in order, and one message at a time,
 * since grpc-js keeps a single one while it connects.
 */
export class HeldRequests {
  readonly #findTap: () => MessageBytes;
  #held: Held[] = [];
  #isForgotten = false;
  #live: InterceptingCallInterface | undefined;

  /** `findTap` is asked when the call goes live: a tap costs each message something. */
  constructor(findTap: () => MessageBytes) {
    this.#findTap = findTap;
  }

  /** Whether all was passed on: what comes now may be told to the live call directly. */
  get isThrough(): boolean {
    return this.#live !== undefined && this.#held.length === 0;
  }

  message(context: MessageContext, message: Message, bytes: Buffer): void {
    if (!this.#isForgotten) this.#held.push({ type: 'message', message, bytes, context });
  }

  halfClose(): void {
    if (!this.#isForgotten) this.#held.push({ type: 'half-close' });
  }

  /** Nothing will go live any more. */
  forget(): void {
    this.#isForgotten = true;
    this.#held = [];
  }

  /** Passes all on, and what is still added meanwhile. */
  passOn(live: InterceptingCallInterface): void {
    this.#live = live;
    this.#passNext(live);
  }

  #passNext(live: InterceptingCallInterface): void {
    const [held] = this.#held;
    if (held === undefined) return;
    if (held.type === 'half-close') {
      this.#held.shift();
      live.halfClose();
      return;
    }
    const { message, bytes, context } = held;
    const { callback, ...rest } = context;
    this.#findTap().prepare(message, bytes);
    live.sendMessageWithContext(
      {
        ...rest,
        callback: (error) => {
          this.#held.shift();
          callback?.(error);
          this.#passNext(live);
        },
      },
      message,
    );
  }
}

keepShape(new HeldRequests(() => ({}) as MessageBytes));
