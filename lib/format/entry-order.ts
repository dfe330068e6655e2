import { asBuffer } from '../model/as-buffer.js';
import { CALL_LINE } from './call/call-text.js';
import { maySayOrder, ORDER_OPENING } from './call/order-form.js';
import { findSections } from './entry-sections.js';
import type { ByteRange } from './message-blocks.js';
import { lineAfter, standsAt } from './yaml/lines.js';

const METHOD_OPENING = `${CALL_LINE}    method: `;

/** Where an entry says its order: a place is empty where it says none. */
interface OrderPlaces {
  readonly call: ByteRange;
  readonly requests: ByteRange;
  readonly responses: ByteRange;
}

/**
 * The text of an entry with the order that another one says: numbers make sense only beside those of the same recording.
 * Undefined where either is not in its usual shape.
 */
export function withOrderOf(text: Uint8Array, other: Uint8Array): Uint8Array | undefined {
  const [entry, from] = [asBuffer(text), asBuffer(other)];
  const places = findPlaces(entry);
  const taken = findPlaces(from);
  if (places === undefined || taken === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const side of ['call', 'requests', 'responses'] as const) {
    pieces.push(entry.subarray(at, places[side].start), from.subarray(taken[side].start, taken[side].end));
    at = places[side].end;
  }
  return Buffer.concat([...pieces, entry.subarray(at)]);
}

function findPlaces(entry: Buffer): OrderPlaces | undefined {
  const sections = findSections({ bytes: entry, path: '' }, 0, entry.length);
  if (sections === undefined || !standsAt(entry, 0, METHOD_OPENING)) return undefined;
  const call = callPlace(entry);
  if (maySayOrder(entry.toString('latin1', call.end - 1, sections.request.at))) return undefined;
  return {
    call,
    requests: sections.sent.orderLines ?? emptyAt(sections.response.at),
    responses: sections.received.orderLines ?? emptyAt(sections.received.end),
  };
}

/** Directly behind the method. */
function callPlace(entry: Buffer): ByteRange {
  const start = lineAfter(entry, METHOD_OPENING.length);
  return standsAt(entry, start, ORDER_OPENING) ? { start, end: lineAfter(entry, start) } : emptyAt(start);
}

function emptyAt(at: number): ByteRange {
  return { start: at, end: at };
}
