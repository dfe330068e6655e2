import type { CallRecord } from '../model/interaction.js';
import type { Kind } from '../model/kind.js';
import type { NumberRanges } from '../model/order/number-ranges.js';
import { emitCall } from './call/call-text.js';
import { requestKeyOf, responseKeyOf } from './side-keys.js';
import { emitNumber } from './yaml/numbers.js';
import { emitRanges } from './yaml/ranges.js';

/** An interaction without its messages, whose texts are kept as they come. */
export interface EntryOutline extends Kind {
  readonly call: CallRecord;
  readonly halfClosed: boolean;
  readonly requestCount: number;
  readonly responseCount: number;
  readonly responseMs: ArrayLike<number> | undefined;
  readonly responseAfter: ArrayLike<number> | undefined;
  readonly requestOrder: NumberRanges | undefined;
  readonly responseOrder: NumberRanges | undefined;
}

/** The text of an entry around its messages. */
export interface EntryFrame {
  readonly head: string;
  readonly middle: string;
  readonly tail: string;
}

/** The same with a tail in parts of bounded length, for it may be long. It is ASCII. */
export interface PartedFrame extends Omit<EntryFrame, 'tail'> {
  readonly tail: readonly string[];
}

/**
 * The text of an entry around its messages: the entry is head, request messages, middle, response messages, tail. Where
 * a streamed side has no messages, the frame itself writes the empty list.
 */
export function emitEntryFrame(outline: EntryOutline): EntryFrame {
  const frame = emitPartedFrame(outline);
  return { ...frame, tail: frame.tail.join('') };
}

/** The same, of which no part is long. */
export function emitPartedFrame(outline: EntryOutline): PartedFrame {
  const request = `  ${requestKeyOf(outline)}:\n`;
  const response = `  ${responseKeyOf(outline)}:\n`;
  return {
    head:
      emitCall(outline.call, outline) + request + emitListKey(outline.requestStream, outline.requestCount),
    middle:
      (outline.halfClosed ? '' : '    half_closed: false\n') +
      emitOrder(outline.requestOrder).join('') +
      response +
      emitListKey(outline.responseStream, outline.responseCount),
    tail: [
      ...(outline.responseStream && outline.responseCount > 0 ? emitTimes(outline) : NOTHING),
      ...emitOrder(outline.responseOrder),
    ],
  };
}

function emitListKey(stream: boolean, count: number): string {
  if (!stream) return '';
  return count === 0 ? '    chunks_raw: []\n' : '    chunks_raw:\n';
}

function emitTimes({ requestStream, responseMs, responseAfter }: EntryOutline): readonly string[] {
  const times = responseMs === undefined ? NOTHING : emitNumbers('chunks_ms', responseMs);
  return requestStream && responseAfter !== undefined
    ? [...times, ...emitNumbers('chunks_after', responseAfter)]
    : times;
}

const NOTHING: readonly string[] = [];

const WIDTH = 100;
/** So many characters of a long list are made one string at a time: one that is made of a million parts takes many times its length. */
const PART = 1 << 14;

function emitOrder(order: NumberRanges | undefined): readonly string[] {
  if (order === undefined || order.length === 0) return NOTHING;
  const items = emitRanges(order);
  return emitList('chunks_order', items.length, (index) => items[index] as string);
}

function emitNumbers(key: string, numbers: ArrayLike<number>): readonly string[] {
  return emitList(key, numbers.length, (index) => emitNumber(numbers[index] as number));
}

/** A flow list, folded at about `WIDTH` columns. */
function emitList(key: string, length: number, itemAt: (index: number) => string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let line = `    ${key}: [`;
  for (let index = 0; index < length; index += 1) {
    const item = itemAt(index) + (index + 1 < length ? ',' : ']');
    if (line.length + item.length >= WIDTH) {
      part += `${line}\n`;
      line = '     ';
    }
    line += line.endsWith('[') ? item : ` ${item}`;
    if (part.length < PART) continue;
    parts.push(Buffer.from(part, 'latin1').toString('latin1'));
    part = '';
  }
  parts.push(`${part}${line}\n`);
  return parts;
}
