import { randomOf } from '../../replay/conversations.js';
import type { Flavour } from '../program.js';
import { type Hand, writeIn } from './hand.js';
import type { Sheet } from './sheet.js';

/** Of the requests that a replay sent and the recording as well, how many it sent in other bytes. */
export interface Rewritten {
  readonly sent: number;
  readonly otherwise: number;
}

export const NOTHING_REWRITTEN: Rewritten = { sent: 0, otherwise: 0 };

export function add(one: Rewritten, other: Rewritten): Rewritten {
  return { sent: one.sent + other.sent, otherwise: one.otherwise + other.otherwise };
}

/** So often a request of a replay is written anew when it comes out as it was recorded. */
const MOST_TRIES = 50;

/** Writes the messages of one program, and sees to it that a replay sends other bytes than were recorded. */
export class Scribe {
  readonly #seed: number;
  readonly #recorded = new Map<string, Set<string>>();
  #sent = 0;
  #otherwise = 0;

  /** Equal programs are written alike, as far as their calls send in the same order. */
  constructor(program: object) {
    this.#seed = hash(JSON.stringify(program));
  }

  get rewritten(): Rewritten {
    return { sent: this.#sent, otherwise: this.#otherwise };
  }

  /** The hand of a run, or of the server. A replaying client writes lists and defaults as the recorded one did not. */
  hand(run: string): Hand {
    const random = randomOf(this.#seed ^ hash(run));
    const isTerse = (run === 'replay') === (this.#seed % 2 === 0);
    return { dice: (sides) => Math.floor(random() * sides), isTerse };
  }

  /** The bytes of a request that the run's program sends. */
  write(run: string, hand: Hand, flavour: Flavour, sheet: Sheet, text: string): Buffer {
    const recorded = this.#recorded.get(text) ?? new Set();
    let bytes = writeIn(flavour, sheet, hand);
    if (run === 'recording') {
      this.#recorded.set(text, recorded.add(bytes.toString('hex')));
    } else if (run === 'replay' && recorded.size > 0 && text !== '') {
      const isKnown = (): boolean => recorded.has(bytes.toString('hex'));
      for (let tries = 1; tries < MOST_TRIES && isKnown(); tries += 1) bytes = writeIn(flavour, sheet, hand);
      this.#sent += 1;
      if (!isKnown()) this.#otherwise += 1;
    }
    return bytes;
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}
