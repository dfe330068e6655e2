import { AFTER_HALF_CLOSE, type CallRecord } from '../model/interaction.js';
import type { Kind } from '../model/kind.js';
import type { MetadataEntries } from '../model/metadata.js';
import { STATUS_NAMES } from '../model/status.js';
import { emitBinary } from './emit-message.js';
import { END } from './numbers.js';
import { emitText } from './scalar.js';

/** An interaction without its messages, whose texts are kept as they come. */
export interface EntryOutline extends Kind {
  readonly call: CallRecord;
  readonly halfClosed: boolean;
  readonly requestCount: number;
  readonly responseCount: number;
  readonly responseMs: ArrayLike<number> | undefined;
  readonly responseAfter: ArrayLike<number> | undefined;
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
  const request = outline.requestStream
    ? '  request_chunks:\n'
    : outline.responseStream
      ? '  request_stream:\n'
      : '  request_sample:\n';
  const response = outline.responseStream ? '  response_stream:\n' : '  response_sample:\n';
  return {
    head: emitCall(outline) + request + emitListKey(outline.requestStream, outline.requestCount),
    middle:
      (outline.halfClosed ? '' : '    half_closed: false\n') +
      response +
      emitListKey(outline.responseStream, outline.responseCount),
    tail: outline.responseStream && outline.responseCount > 0 ? emitTimes(outline) : '',
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

function emitCall({ call, requestStream }: EntryOutline): string {
  let text = `- call:\n    method: ${emitText(call.method)}\n`;
  if (call.startedAt !== undefined) text += `    started_at: ${emitText(call.startedAt)}\n`;
  if (call.target !== undefined) text += `    target: ${emitText(call.target)}\n`;
  text += emitMetadata('request_metadata', call.requestMetadata);
  if (call.responseMetadata !== undefined) text += emitMetadata('response_metadata', call.responseMetadata);
  if (call.metadataMs !== undefined) text += `    metadata_ms: ${emitNumber(call.metadataMs)}\n`;
  if (requestStream) text += emitBound('metadata_after', call.metadataAfter);
  text += emitMetadata('trailers', call.trailers);
  if (!call.cutShort) text += emitStatus(call);
  if (call.endedMs !== undefined) text += `    ended_ms: ${emitNumber(call.endedMs)}\n`;
  if (requestStream) text += emitBound('status_after', call.statusAfter);
  if (call.cancelledByClient) text += '    cancelled_by_client: true\n';
  if (call.cutShort) text += '    cut_short: true\n';
  return text;
}

function emitStatus({ status }: CallRecord): string {
  const name = STATUS_NAMES[status.code];
  const nameLine = name === undefined ? '' : `      name: ${name}\n`;
  return `    status:\n      code: ${status.code}\n${nameLine}      details: ${emitText(status.details)}\n`;
}

/** A bound of 0 is none, which is what an absent key means. */
function emitBound(key: string, bound: number): string {
  return bound === 0 ? '' : `    ${key}: ${emitNumber(bound)}\n`;
}

/** A whole number; the bound after the half-close is a word. */
function emitNumber(value: number): string {
  return value === AFTER_HALF_CLOSE ? END : String(Math.round(value));
}

function emitMetadata(key: string, metadata: MetadataEntries): string {
  if (metadata.size === 0) return `    ${key}: {}\n`;
  let text = `    ${key}:\n`;
  for (const [name, values] of metadata) {
    text += emitMetadataKey(emitText(name), values.length === 0);
    for (const value of values) {
      text +=
        typeof value === 'string'
          ? `      - ${emitText(value)}\n`
          : `      - ${emitBinary(value, '        ')}`;
    }
  }
  return text;
}

/** A key without `?` may be 1024 characters long (https://yaml.org/spec/1.2.2/#example-single-pair-implicit-entries). */
const LONGEST_IMPLICIT_KEY = 1000;

function emitMetadataKey(name: string, empty: boolean): string {
  const list = empty ? ' []' : '';
  return name.length > LONGEST_IMPLICIT_KEY ? `      ? ${name}\n      :${list}\n` : `      ${name}:${list}\n`;
}

const WIDTH = 100;

/** A flow list, folded at about `WIDTH` columns. */
function emitNumbers(key: string, numbers: ArrayLike<number>): string {
  const lines: string[] = [];
  let line = `    ${key}: [`;
  for (let index = 0; index < numbers.length; index++) {
    const item = emitNumber(numbers[index] as number) + (index + 1 < numbers.length ? ',' : ']');
    if (line.length + item.length >= WIDTH) {
      lines.push(line);
      line = '     ';
    }
    line += line.endsWith('[') ? item : ` ${item}`;
  }
  lines.push(line);
  return `${lines.join('\n')}\n`;
}
