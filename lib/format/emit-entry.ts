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

/**
 * The text of an entry around its messages: the entry is head, request messages, middle, response messages, tail. Where
 * a streamed side has no messages, the frame itself writes the empty list.
 */
export function emitEntryFrame(outline: EntryOutline): EntryFrame {
  const request = `  ${requestKeyOf(outline)}:\n`;
  const response = `  ${responseKeyOf(outline)}:\n`;
  return {
    head:
      emitCall(outline.call, outline) + request + emitListKey(outline.requestStream, outline.requestCount),
    middle:
      (outline.halfClosed ? '' : '    half_closed: false\n') +
      emitOrder(outline.requestOrder) +
      response +
      emitListKey(outline.responseStream, outline.responseCount),
    tail:
      (outline.responseStream && outline.responseCount > 0 ? emitTimes(outline) : '') +
      emitOrder(outline.responseOrder),
  };
}

function emitListKey(stream: boolean, count: number): string {
  if (!stream) return '';
  return count === 0 ? '    chunks_raw: []\n' : '    chunks_raw:\n';
}

function emitTimes({ requestStream, responseMs, responseAfter }: EntryOutline): string {
  const times = responseMs === undefined ? '' : emitNumbers('chunks_ms', responseMs);
  return requestStream && responseAfter !== undefined
    ? times + emitNumbers('chunks_after', responseAfter)
    : times;
}

const WIDTH = 100;

function emitOrder(order: NumberRanges | undefined): string {
  return order === undefined || order.length === 0 ? '' : emitList('chunks_order', emitRanges(order));
}

function emitNumbers(key: string, numbers: ArrayLike<number>): string {
  return emitList(key, Array.from(numbers, emitNumber));
}

/** A flow list, folded at about `WIDTH` columns. */
function emitList(key: string, items: readonly string[]): string {
  const lines: string[] = [];
  let line = `    ${key}: [`;
  for (const [index, text] of items.entries()) {
    const item = text + (index + 1 < items.length ? ',' : ']');
    if (line.length + item.length >= WIDTH) {
      lines.push(line);
      line = '     ';
    }
    line += line.endsWith('[') ? item : ` ${item}`;
  }
  lines.push(line);
  return `${lines.join('\n')}\n`;
}
