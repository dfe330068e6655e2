import { asBuffer } from '../../model/as-buffer.js';
import { CODES } from '../yaml/characters.js';
import { standsAt } from '../yaml/lines.js';
import { CALL_LINE } from './call-text.js';
import { ORDER_OPENING } from './order-form.js';

/** What is put in the place of a name where two texts are compared that may bear others. */
const NO_NAME = '0000';
const NAME = /^[0-9a-f]{4,8}(?=-)/;
const LONGEST_NAME = 8;

/** The name of the first group of a file; undefined where it has none in the usual shape. */
export function findGroupName(file: Uint8Array): string | undefined {
  const at = asBuffer(file).indexOf(`\n${ORDER_OPENING}`);
  return at === -1 ? undefined : nameAt(asBuffer(file), at + 1 + ORDER_OPENING.length);
}

/** Whether a file has groups of that name. */
export function holdsGroupName(file: Uint8Array, name: string): boolean {
  return asBuffer(file).includes(`\n${ORDER_OPENING}${name}-`);
}

/** An entry that this library wrote, with another name of its group. */
export function renameGroup(entry: Uint8Array, from: string, to: string): Uint8Array {
  const at = findNameOffset(asBuffer(entry));
  if (at === undefined || nameAt(asBuffer(entry), at) !== from) return entry;
  return Buffer.concat([entry.subarray(0, at), Buffer.from(to), entry.subarray(at + from.length)]);
}

/** An entry that this library wrote, with no name of its group. */
export function withoutGroupName(entry: Uint8Array): Uint8Array {
  const at = findNameOffset(asBuffer(entry));
  const name = at === undefined ? undefined : nameAt(asBuffer(entry), at);
  return name === undefined ? entry : renameGroup(entry, name, NO_NAME);
}

/** The order stands directly behind the method, which is the first of the call. */
function findNameOffset(entry: Buffer): number | undefined {
  if (!standsAt(entry, 0, CALL_LINE)) return undefined;
  const line = entry.indexOf(CODES.LINE_FEED, CALL_LINE.length) + 1;
  return line > 0 && standsAt(entry, line, ORDER_OPENING) ? line + ORDER_OPENING.length : undefined;
}

function nameAt(text: Buffer, at: number): string | undefined {
  return NAME.exec(text.toString('latin1', at, at + LONGEST_NAME + 1))?.[0];
}
