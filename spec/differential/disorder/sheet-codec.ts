import type { ClientCodec } from '../client-codec.js';
import type { Flavour } from '../program.js';
import { type Hand, writeIn } from './hand.js';
import type { Scribe } from './scribe.js';
import { type Sheet, textOfSheet, toSheet } from './sheet.js';
import { readClassSheet, readPlainSheet } from './sheet-type.js';

/** What runs write with. */
export interface Writing {
  readonly run: string;
  readonly scribe: Scribe;
  readonly hand: Hand;
}

/** Sheets instead of texts, each time written otherwise. */
export function sheetCodec(flavour: Flavour, { run, scribe, hand }: Writing): ClientCodec {
  const read = flavour === 'class' ? readClassSheet : readPlainSheet;
  // A cassette also lets the client write messages that its program never made.
  const made = new WeakMap<object, string>();
  const textOf = (message: unknown): string => textOfSheet(message as Sheet);
  return {
    make(text) {
      const sheet = read(writeIn('class', toSheet(text), hand));
      made.set(sheet, text);
      return sheet;
    },
    serialize(message) {
      const sheet = message as Sheet;
      const text = made.get(sheet);
      return text === undefined
        ? writeIn(flavour, sheet, hand)
        : scribe.write(run, hand, flavour, sheet, text);
    },
    deserialize: read,
    textOf,
    show: (message) => JSON.stringify(textOf(message)),
  };
}

/** A response as the server writes it. */
export function writeResponse(flavour: Flavour, text: string, hand: Hand): Buffer {
  return writeIn(flavour, toSheet(text), hand);
}
