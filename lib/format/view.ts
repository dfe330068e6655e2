import { asBuffer } from '../model/as-buffer.js';
import type { JsonValue } from '../model/json.js';
import { BLANK, DASH, LINE_FEED } from './characters.js';
import { emitJsonLines } from './emit-json.js';
import { lineAfter } from './lines.js';

/** What a person may read of an entry's messages; undefined where nothing is known. */
export interface EntryView {
  readonly requests: readonly JsonValue[] | undefined;
  readonly responses: readonly JsonValue[] | undefined;
}

/** `entry`, as this library writes it, with its view put before the bytes of each side. */
export function addView(entry: Uint8Array, view: EntryView): Uint8Array {
  const pieces: Uint8Array[] = [];
  let done = 0;
  for (const [key, messages, isList] of sides(view)) {
    const at = findLine(entry, `  ${key}:`, done);
    const text = emitSide(messages, isList);
    if (at === undefined || text === undefined) continue;
    pieces.push(entry.subarray(done, at), Buffer.from(text));
    done = at;
  }
  return Buffer.concat([...pieces, entry.subarray(done)]);
}

/** `entry` without its views: what two writings of one recording have in common. */
export function removeView(entry: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  let kept = 0;
  for (let at = 0; at < entry.length; ) {
    const end = lineAfter(asBuffer(entry), at);
    if (isViewKey(entry, at, end)) {
      pieces.push(entry.subarray(kept, at));
      kept = endOfValue(entry, end);
      at = kept;
    } else {
      at = end;
    }
  }
  return Buffer.concat([...pieces, entry.subarray(kept)]);
}

type Side = readonly [key: string, messages: readonly JsonValue[] | undefined, isList: boolean];

function sides({ requests, responses }: EntryView): readonly Side[] {
  return [
    ['request_sample', requests, false],
    ['request_stream', requests, false],
    ['request_chunks', requests, true],
    ['response_sample', responses, false],
    ['response_stream', responses, true],
  ];
}

/** As the Python harness has it: a side without anything to show has no view, a stream's messages are each a `chunk`. */
function emitSide(messages: readonly JsonValue[] | undefined, isList: boolean): string | undefined {
  if (messages === undefined || messages.length === 0) return undefined;
  if (isList) {
    const chunks = messages.map((chunk) => ({ chunk }));
    return `    chunks_json:\n${emitJsonLines(chunks, 4)}`;
  }
  const [message] = messages;
  if (message === undefined || isEmpty(message)) return undefined;
  return `    json:\n${emitJsonLines(message, 6)}`;
}

function isEmpty(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** The offset after the line that is `text`. */
function findLine(entry: Uint8Array, text: string, from: number): number | undefined {
  const found = asBuffer(entry).indexOf(`\n${text}\n`, Math.max(0, from - 1), 'latin1');
  return found < 0 ? undefined : found + text.length + 2;
}

function isViewKey(entry: Uint8Array, at: number, end: number): boolean {
  if (entry[at + 4] === BLANK) return false;
  const line = asBuffer(entry).toString('latin1', at, Math.min(end, at + 17));
  return /^ {4}(?:json|chunks_json):(?:\s|$)/.test(line);
}

/** The offset after the lines that belong to a key in column 4: deeper ones, and dashes in that column. */
function endOfValue(entry: Uint8Array, from: number): number {
  let at = from;
  while (at < entry.length) {
    let column = at;
    while (entry[column] === BLANK) column += 1;
    const isBlank = entry[column] === LINE_FEED;
    const isItem = column - at === 4 && entry[column] === DASH;
    if (!isBlank && !isItem && column - at <= 4) break;
    at = lineAfter(asBuffer(entry), at);
  }
  return at;
}
