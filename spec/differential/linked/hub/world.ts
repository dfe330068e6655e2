import { randomNumbers } from '../../../support/random.js';
import type { Message, WorldName } from '../wire.js';
import { Outbox } from './outbox.js';
import { Store } from './store.js';

/** Somebody in a room, or at a queue. */
export type Tell = (message: Message) => void;

/** All that the calls of one run of one program share in the hub. */
export class World {
  readonly store = new Store();
  /** By room, who is in it. */
  readonly rooms = new Map<string, Set<Tell>>();
  /** By queue, who is given its next job. */
  readonly queues = new Map<string, () => void>();
  /** By session, how often it was used. */
  readonly sessions = new Map<string, number>();
  readonly #name: WorldName;
  readonly #random: () => number;

  constructor(name: WorldName) {
    this.#name = name;
    this.#random = randomNumbers(hashOf(name.name));
  }

  outbox(): Outbox {
    return new Outbox(() => Math.floor(this.#random() * (this.#name.delayMs + 1)));
  }
}

function hashOf(text: string): number {
  let hash = 0;
  for (const letter of text) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
  return hash;
}
