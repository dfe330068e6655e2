import { composeNewFile, parseCassetteFile } from '../../../lib/format/cassette-file.js';
import { type EntryOutline, emitEntryFrame } from '../../../lib/format/emit-entry.js';
import { emitListedMessage, emitSingleMessage } from '../../../lib/format/emit-message.js';
import type { CallRecord, Interaction } from '../../../lib/model/interaction.js';
import type { MetadataEntries } from '../../../lib/model/metadata.js';
import { markText } from '../../../lib/model/redaction-mark.js';

/** An interaction as a spec writes it: an outline and its messages. */
export interface Recorded extends Omit<EntryOutline, 'requestCount' | 'responseCount'> {
  readonly requests: readonly Uint8Array[];
  readonly responses: readonly Uint8Array[];
}

export const CALL: CallRecord = {
  method: '/a.B/C',
  order: undefined,
  redacted: [],
  startedAt: undefined,
  target: undefined,
  requestMetadata: new Map(),
  responseMetadata: undefined,
  metadataMs: undefined,
  metadataAfter: 0,
  trailers: new Map(),
  status: { code: 0, details: '' },
  endedMs: undefined,
  statusAfter: 0,
  cancelledByClient: false,
  cutShort: false,
  reachedServer: true,
};

export function recorded(
  parts: Partial<Omit<Recorded, 'call'>> & { readonly call?: Partial<CallRecord> } = {},
): Recorded {
  return {
    requestStream: false,
    responseStream: false,
    halfClosed: true,
    requests: [Buffer.from([0, 1, 2])],
    responses: [Buffer.from([3, 4])],
    responseMs: undefined,
    responseAfter: undefined,
    requestOrder: undefined,
    responseOrder: undefined,
    ...parts,
    call: { ...CALL, ...parts.call },
  };
}

export function emitEntry(entry: Recorded): string {
  const { requests, responses } = entry;
  const frame = emitEntryFrame({ ...entry, requestCount: requests.length, responseCount: responses.length });
  const emitAll = (messages: readonly Uint8Array[], stream: boolean): string =>
    stream ? messages.map(emitListedMessage).join('') : emitSingleMessage(messages[0]);
  return (
    frame.head +
    emitAll(requests, entry.requestStream) +
    frame.middle +
    emitAll(responses, entry.responseStream) +
    frame.tail
  );
}

export function fileOf(entries: readonly Recorded[]): Buffer {
  return Buffer.concat([...composeNewFile(entries.map((entry) => Buffer.from(emitEntry(entry))))]);
}

export function readAll(bytes: Uint8Array): readonly Interaction[] {
  return parseCassetteFile(bytes, 'a.yaml').entries.map((entry) => entry.read());
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const plainMetadata = (metadata: MetadataEntries | undefined): unknown =>
  metadata === undefined
    ? null
    : [...metadata].map(([key, values]) => [
        key,
        values.map((value) => (typeof value === 'string' ? value : { bytes: base64(value) })),
      ]);

const plainNumbers = (numbers: ArrayLike<number> | undefined): unknown =>
  numbers === undefined ? null : Array.from(numbers, (number) => (number === Infinity ? 'end' : number));

const plainList = (list: Interaction['requestOrder']): unknown =>
  list === undefined ? null : Array.from({ length: list.length }, (_, index) => list.at(index));

const orNull = <T>(value: T | undefined): T | null => value ?? null;

const plainBound = (bound: number): number | string => (bound === Infinity ? 'end' : bound);

const plainOrder = (order: CallRecord['order']): unknown =>
  order === undefined
    ? null
    : {
        group: order.group,
        start: order.start,
        request: orNull(order.request),
        halfClosed: orNull(order.halfClosed),
        headers: orNull(order.headers),
        end: orNull(order.end),
      };

export function plainCall(call: CallRecord): unknown {
  return {
    method: call.method,
    startedAt: orNull(call.startedAt),
    target: orNull(call.target),
    requestMetadata: plainMetadata(call.requestMetadata),
    responseMetadata: plainMetadata(call.responseMetadata),
    metadataMs: orNull(call.metadataMs),
    metadataAfter: plainBound(call.metadataAfter),
    trailers: plainMetadata(call.trailers),
    status: { code: call.status.code, details: call.status.details },
    endedMs: orNull(call.endedMs),
    statusAfter: plainBound(call.statusAfter),
    cancelledByClient: call.cancelledByClient,
    cutShort: call.cutShort,
    reachedServer: call.reachedServer,
    order: plainOrder(call.order),
    redacted: call.redacted.map(markText),
  };
}

/** An interaction as plain data, to compare. Every message is decoded. */
export function plain(interaction: Interaction | Recorded): unknown {
  const decodeAll = (messages: Interaction['requests'] | readonly Uint8Array[]): readonly string[] =>
    Array.from({ length: messages.length }, (_, index) => base64(messages.at(index) as Uint8Array));
  return {
    kind: [interaction.requestStream, interaction.responseStream],
    call: interaction.call === undefined ? null : plainCall(interaction.call),
    requests: decodeAll(interaction.requests),
    halfClosed: interaction.halfClosed,
    responses: decodeAll(interaction.responses),
    responseMs: plainNumbers(interaction.responseMs),
    responseAfter: plainNumbers(interaction.responseAfter),
    requestOrder: plainList(interaction.requestOrder),
    responseOrder: plainList(interaction.responseOrder),
  };
}
