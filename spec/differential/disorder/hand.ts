import { encodeInDisorder } from '../../messages/support/disorder.js';
import type { Dice } from '../../messages/support/random-message.js';
import type { Flavour } from '../program.js';
import type { Sheet } from './sheet.js';
import { reflectSheet } from './sheet-type.js';
import { writeSheet } from './sheet-writer.js';

/** How one run of a program, or its server, writes messages. */
export interface Hand {
  readonly dice: Dice;
  /** Whether lists are packed and implicit defaults left out, where that is for the client's class to say. */
  readonly isTerse: boolean;
}

/** One of the forms of a sheet that mean the same in this flavour. */
export function writeIn(flavour: Flavour, sheet: Sheet, { dice, isTerse }: Hand): Buffer {
  switch (flavour) {
    case 'wire':
      return Buffer.from(writeSheet(sheet, { dice, mixesMaps: false, packs: true, writesDefaults: false }));
    case 'class': {
      const style = { dice, mixesMaps: true, packs: isTerse, writesDefaults: !isTerse };
      return Buffer.from(writeSheet(sheet, style));
    }
    case 'schema': {
      const plain = writeSheet(sheet, { dice, mixesMaps: true, packs: true, writesDefaults: false });
      return Buffer.from(encodeInDisorder({ dice, floats: [] }, reflectSheet(plain)));
    }
  }
}
