import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { interleave, type Lane } from '../../messages/support/disorder.js';
import type { Dice } from '../../messages/support/random-message.js';
import { part, varint } from '../../messages/support/wire.js';
import type { Page, Sheet } from './sheet.js';

/** How a serialiser writes. The order of fields is always left to the dice. */
export interface Style {
  readonly dice: Dice;
  /** Whether the order of a map's entries is left to the dice, too. */
  readonly mixesMaps: boolean;
  readonly packs: boolean;
  /** Whether fields are written that hold their implicit default. */
  readonly writesDefaults: boolean;
}

export function writeSheet(sheet: Sheet, style: Style): Uint8Array {
  const { dice, mixesMaps } = style;
  const entries = Object.entries(sheet.letters).map((entry) => part(2, writeEntry(entry, dice)));
  return mix(dice, [
    text(1, sheet.title, style),
    ...(mixesMaps ? entries.map((entry) => [entry]) : [entries]),
    codes(sheet.codes, style),
    sheet.page == null ? [] : [part(4, writePage(sheet.page, style))],
    number(5, sheet.size, style),
    number(6, Number(sheet.draft), style),
    text(7, sheet.note, style),
  ]);
}

function writeEntry([key, letter]: readonly [string, string], dice: Dice): Uint8Array {
  return mix(dice, [[varint(1, Number(key))], [part(2, letter)]]);
}

function writePage({ number: pageNumber, body }: Page, style: Style): Uint8Array {
  const bodyLane = body.length === 0 && !style.writesDefaults ? [] : [part(2, Buffer.from(body))];
  return mix(style.dice, [number(1, pageNumber, style), bodyLane]);
}

function codes(values: readonly number[], { packs }: Style): Lane {
  if (values.length === 0) return [];
  if (!packs) return values.map((value) => varint(3, value));
  const writer = new BinaryWriter().tag(3, WireType.LengthDelimited).fork();
  for (const value of values) writer.int32(value);
  return [writer.join().finish()];
}

function text(field: number, value: string, { writesDefaults }: Style): Lane {
  return value === '' && !writesDefaults ? [] : [part(field, value)];
}

function number(field: number, value: number, { writesDefaults }: Style): Lane {
  return value === 0 && !writesDefaults ? [] : [varint(field, value)];
}

function mix(dice: Dice, lanes: readonly Lane[]): Uint8Array {
  return Buffer.concat(interleave({ dice }, lanes));
}
