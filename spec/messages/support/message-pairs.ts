import type { GoldenType } from './fixtures.js';
import { type Bytes, part } from './wire.js';

/** Two messages of one type, which mean the same or do not. */
export interface Pair {
  readonly title: string;
  readonly type: GoldenType;
  readonly one: Bytes;
  readonly other: Bytes;
}

export type Row = readonly [title: string, one: Bytes, other: Bytes];

export function pairs(type: GoldenType, rows: readonly Row[]): readonly Pair[] {
  return rows.map(([title, one, other]) => ({ title, type, one, other }));
}

/** An entry of `everything.Everything`'s map of texts. */
export function entry(key: string, value: string): Bytes {
  return part(41, part(1, key), part(2, value));
}

export const EMPTY: Bytes = new Uint8Array();
