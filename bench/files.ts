import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { composeNewFile } from '../lib/format/cassette-file.js';
import { emitEntryFrame } from '../lib/format/emit-entry.js';
import { emitListedMessage, emitSingleMessage } from '../lib/format/emit-message.js';
import { AFTER_HALF_CLOSE, type CallRecord } from '../lib/model/interaction.js';
import { benchService, HEADERS, messageOf, TRAILERS } from './service.js';

/** Writes a cassette of unary calls with requests `0`, `1` … `count - 1`. Returns its size in bytes. */
export function writeUnaryCassette(path: string, count: number, responseSize: number): number {
  return writeEntries(path, function* () {
    for (let number = 0; number < count; number += 1) yield Buffer.from(unaryEntry(number, responseSize));
  });
}

/** Writes a cassette of one stream of `count` messages. Returns its size in bytes. */
export function writeStreamCassette(path: string, count: number, size: number): number {
  const times = Array.from({ length: count }, (_, index) => Math.floor(index / 10));
  const { head, middle, tail } = emitEntryFrame({
    requestStream: false,
    responseStream: true,
    call: callOf(benchService.Stream.path, Math.floor(count / 10)),
    halfClosed: true,
    requestCount: 1,
    responseCount: count,
    responseMs: times,
    responseAfter: undefined,
    requestOrder: undefined,
    responseOrder: undefined,
  });
  return writeEntries(path, function* () {
    yield Buffer.from(head + emitSingleMessage(Buffer.from(String(count))) + middle);
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

const BATCH = 10_000;

function unaryEntry(number: number, responseSize: number): string {
  const { head, middle, tail } = emitEntryFrame({
    requestStream: false,
    responseStream: false,
    call: callOf(benchService.Unary.path, 3),
    halfClosed: true,
    requestCount: 1,
    responseCount: 1,
    responseMs: undefined,
    responseAfter: undefined,
    requestOrder: undefined,
    responseOrder: undefined,
  });
  const request = emitSingleMessage(messageOf(number, 60));
  return head + request + middle + emitSingleMessage(messageOf(number, responseSize)) + tail;
}

/** What a recorded call of the bench says of itself. */
export function callOf(method: string, endedMs: number): CallRecord {
  const entries = (pairs: typeof HEADERS) => new Map(pairs.map(([key, value]) => [key, [value]]));
  return {
    method,
    order: undefined,
    redacted: [],
    startedAt: '2026-11-22T07:14:03.120Z',
    target: 'dns:127.0.0.1:50051',
    requestMetadata: new Map(),
    responseMetadata: entries(HEADERS),
    metadataMs: 1,
    metadataAfter: AFTER_HALF_CLOSE,
    trailers: entries(TRAILERS),
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
  for (const piece of composeNewFile(entries())) writeSync(file, piece);
  closeSync(file);
  return statSync(path).size;
}
