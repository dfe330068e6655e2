import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { composeNewFile } from '../../lib/format/cassette-file.js';
import { emitEntryFrame } from '../../lib/format/emit-entry.js';
import { emitListedMessage, emitSingleMessage } from '../../lib/format/emit-message.js';
import { EntryText } from '../../lib/format/entry-text.js';
import { AFTER_HALF_CLOSE, type CallRecord } from '../../lib/model/interaction.js';
import type { CallOrder } from '../../lib/model/order/call-order.js';
import {
  hasSecret,
  headersOf,
  messageOf,
  recordedRequestOf,
  streamRequestOf,
  trailersOf,
} from './messages.js';
import { benchService } from './service.js';

/**
 * Writes a cassette of the unary calls `0` … `count - 1`, as a suite records them: each with headers of its own, one in a
 * hundred with something taken out of its request, two in a hundred of a group of calls, one in twenty with a readable view.
 * Returns its size in bytes.
 */
export function writeUnaryCassette(path: string, count: number, responseSize: number): number {
  return writeEntries(path, function* () {
    for (let number = 0; number < count; number += 1) yield unaryEntry(number, responseSize);
  });
}

/** Writes a cassette of one stream of `count` messages. Returns its size in bytes. */
export function writeStreamCassette(path: string, count: number, size: number): number {
  const times = Array.from({ length: count }, (_, index) => Math.floor(index / 10));
  const { head, middle, tail } = emitEntryFrame({
    requestStream: false,
    responseStream: true,
    call: callOf(benchService.Stream.path, 0, Math.floor(count / 10)),
    halfClosed: true,
    requestCount: 1,
    responseCount: count,
    responseMs: times,
    responseAfter: undefined,
    requestOrder: undefined,
    responseOrder: undefined,
  });
  return writeEntries(path, function* () {
    yield Buffer.from(head + emitSingleMessage(streamRequestOf(count, size)) + middle);
    for (let from = 0; from < count; from += BATCH) {
      let text = '';
      for (let index = from; index < Math.min(count, from + BATCH); index += 1) {
        text += emitListedMessage(messageOf(index, size));
      }
      yield Buffer.from(text);
    }
    yield Buffer.from(tail);
  });
}

/** In messages. */
const BATCH = 1000;

/** Of a hundred calls, the two that are of a group, one after the other; and of twenty, the one with a view. */
const GROUPED = [50, 51];
const VIEWED = 5;

function unaryEntry(number: number, responseSize: number): Uint8Array {
  const [request, response] = [recordedRequestOf(number), messageOf(number, responseSize)];
  const call = {
    ...callOf(benchService.Unary.path, number, 3),
    order: orderOf(number),
    redacted: hasSecret(number) ? [{ type: 'request' as const, index: undefined, path: '2' }] : [],
  };
  const entry = Buffer.from(unaryText(call, request, response));
  if (number % 20 !== VIEWED) return entry;
  const view = (message: Buffer): readonly [{ value: string }] => [{ value: message.toString('base64') }];
  return new EntryText(entry).withView({ requests: view(request), responses: view(response) });
}

/** The entry of a unary call that went well. */
export function unaryText(call: CallRecord, request: Buffer, response: Buffer): string {
  const { head, middle, tail } = emitEntryFrame({
    requestStream: false,
    responseStream: false,
    call,
    halfClosed: true,
    requestCount: 1,
    responseCount: 1,
    responseMs: undefined,
    responseAfter: undefined,
    requestOrder: undefined,
    responseOrder: undefined,
  });
  return head + emitSingleMessage(request) + middle + emitSingleMessage(response) + tail;
}

/** Start, request, half-close, headers, end. */
const NUMBERS_OF_CALL = 5;

function orderOf(number: number): CallOrder | undefined {
  const place = GROUPED.indexOf(number % 100);
  if (place === -1) return undefined;
  const before = place * NUMBERS_OF_CALL;
  const group = `beac-${Math.floor(number / 100) + 1}`;
  return {
    group,
    start: before + 1,
    request: undefined,
    halfClosed: undefined,
    headers: before + 4,
    end: before + 5,
  };
}

/** What a recorded call of the bench says of itself. */
export function callOf(method: string, number: number, endedMs: number): CallRecord {
  const entries = (pairs: ReturnType<typeof headersOf>) =>
    new Map(pairs.map(([key, value]) => [key, [value]]));
  return {
    method,
    order: undefined,
    redacted: [],
    startedAt: new Date(Date.UTC(2026, 10, 22, 7, 14, 3) + number * 7).toISOString(),
    target: 'dns:127.0.0.1:50051',
    requestMetadata: new Map(),
    responseMetadata: entries(headersOf(number)),
    metadataMs: 1,
    metadataAfter: AFTER_HALF_CLOSE,
    trailers: entries(trailersOf(number)),
    status: { code: 0, details: '' },
    endedMs,
    statusAfter: AFTER_HALF_CLOSE,
    cancelledByClient: false,
    cutShort: false,
    reachedServer: true,
  };
}

/** Writes a cassette of entries as they come. Returns its size in bytes. */
export function writeEntries(path: string, entries: () => Iterable<Uint8Array>): number {
  const file = openSync(path, 'w');
  let waiting: Uint8Array[] = [];
  for (const piece of composeNewFile(entries())) {
    waiting.push(piece);
    if (waiting.length < BATCH) continue;
    writeSync(file, Buffer.concat(waiting));
    waiting = [];
  }
  writeSync(file, Buffer.concat(waiting));
  closeSync(file);
  return statSync(path).size;
}
