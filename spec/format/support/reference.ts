import { binaryTag, FAILSAFE_SCHEMA, load } from 'js-yaml';

/**
 * What a cassette says when js-yaml parses it as a whole: the slow, plain reading that the lazy one is held against. It
 * shares no code with lib/format.
 */
export type ReferenceEntry =
  | { readonly interaction: unknown }
  | { readonly broken: true }
  | { readonly notReplayable: true };

const SCHEMA = FAILSAFE_SCHEMA.withTags(binaryTag);

type Fields = Readonly<Record<string, unknown>>;

/** Throws where the file is no cassette. */
export function readWhole(bytes: Uint8Array): readonly ReferenceEntry[] {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  const document = fields(load(text, { schema: SCHEMA, maxDepth: 400 }));
  assert(document['version'] === '1');
  return list(document['interactions']).map(readEntry);
}

function readEntry(entry: unknown): ReferenceEntry {
  const keys = isFields(entry) ? Object.keys(entry) : [];
  if (!keys.some((key) => ['request_sample', 'request_stream', 'request_chunks'].includes(key))) {
    return { notReplayable: true };
  }
  try {
    return { interaction: readInteraction(entry as Fields) };
  } catch {
    return { broken: true };
  }
}

function readInteraction(entry: Fields): unknown {
  const requestKeys = ['request_sample', 'request_stream', 'request_chunks'].filter((key) => key in entry);
  const responseKeys = ['response_sample', 'response_stream'].filter((key) => key in entry);
  assert(requestKeys.length === 1 && responseKeys.length === 1);
  const request = fields(entry[requestKeys[0] as string]);
  const response = fields(entry[responseKeys[0] as string]);
  const requestStream = 'request_chunks' in entry;
  const responseStream = 'response_stream' in entry;
  assert(requestStream || 'request_stream' in entry === responseStream);
  const sent = readSide(request, requestStream);
  const received = readSide(response, responseStream);
  return {
    kind: [requestStream, responseStream],
    call: 'call' in entry ? readCall(fields(entry['call'])) : null,
    requests: sent.messages,
    halfClosed: sent.halfClosed,
    responses: received.messages,
    responseMs: received.ms,
    responseAfter: received.after,
    requestOrder: sent.order,
    responseOrder: received.order,
  };
}

function readSide(side: Fields, stream: boolean) {
  const messages = stream ? list(side['chunks_raw']).map(base64) : single(side['raw']);
  const ms = stream && 'chunks_ms' in side ? list(side['chunks_ms']).map(count) : null;
  const after = stream && 'chunks_after' in side ? list(side['chunks_after']).map(bound) : null;
  assert((ms?.length ?? messages.length) === messages.length);
  assert((after?.length ?? messages.length) === messages.length);
  const order = stream && 'chunks_order' in side ? list(side['chunks_order']).flatMap(range) : null;
  assert((order?.length ?? messages.length) === messages.length);
  const halfClosed = 'half_closed' in side ? boolean(side['half_closed']) : true;
  return { messages, halfClosed, ms, after, order };
}

function single(raw: unknown): readonly string[] {
  if (typeof raw === 'string' && ['', '~', 'null', 'Null', 'NULL'].includes(raw)) return [];
  return [base64(raw)];
}

function readCall(call: Fields): unknown {
  const optional = <T>(key: string, read: (value: unknown) => T): T | null =>
    key in call ? read(call[key]) : null;
  const status = 'status' in call ? fields(call['status']) : {};
  return {
    method: text(call['method']),
    startedAt: optional('started_at', text),
    target: optional('target', text),
    requestMetadata: optional('request_metadata', metadata) ?? [],
    responseMetadata: optional('response_metadata', metadata),
    metadataMs: optional('metadata_ms', count),
    metadataAfter: optional('metadata_after', bound) ?? 0,
    trailers: optional('trailers', metadata) ?? [],
    status: {
      code: 'code' in status ? code(status['code']) : 0,
      details: 'details' in status ? text(status['details']) : '',
    },
    endedMs: optional('ended_ms', count),
    statusAfter: optional('status_after', bound) ?? 0,
    cancelledByClient: optional('cancelled_by_client', boolean) ?? false,
    cutShort: optional('cut_short', boolean) ?? false,
    reachedServer: optional('reached_server', boolean) ?? true,
    order: optional('order', order),
    redacted: optional('redacted', marks) ?? [],
  };
}

function order(value: unknown): unknown {
  const said = fields(value);
  const optional = (key: string): number | null => (key in said ? count(said[key]) : null);
  return {
    group: text(said['group']),
    start: count(said['start']),
    request: optional('request'),
    halfClosed: optional('half_closed'),
    headers: optional('headers'),
    end: optional('end'),
  };
}

const BRACKETS = String.raw`\[(?:\*|[^\][*"]+|"(?:[^"\\]|\\["\\])*")\]`;
const STEP = String.raw`[1-9]\d*(?:${BRACKETS})?`;
const MARK = new RegExp(String.raw`^request(?:\[(?:0|[1-9]\d{0,9})\])?(?: (${STEP}(?:\.${STEP})*))?$`);

/** `request 5.3`, `request[2] 4["key"]`, `request`, `metadata x-trace`. */
function marks(value: unknown): unknown {
  return list(value).map((item) => {
    const said = text(item);
    if (/^metadata [0-9a-z_.-]+$/.test(said)) return said;
    const found = MARK.exec(said);
    assert(found !== null);
    const numbers = found[1]?.replaceAll(new RegExp(BRACKETS, 'g'), '').split('.') ?? [];
    assert(numbers.every((number) => Number(number) < 2 ** 29));
    return said;
  });
}

/** The numbers of `4`, `4-5` and `10-20/2`. */
function range(value: unknown): readonly number[] {
  const [span = '', every = '1', ...rest] = text(value).split('/');
  const [first, last = first, ...others] = span.split('-').map(count);
  assert(first !== undefined && last !== undefined && rest.length + others.length === 0);
  const step = count(every);
  assert(step > 0 && last >= first && (last - first) % step === 0);
  return Array.from({ length: (last - first) / step + 1 }, (_, index) => first + index * step);
}

function metadata(value: unknown): unknown {
  return Object.entries(fields(value)).map(([key, values]) => [
    key,
    list(values).map((item) => (item instanceof Uint8Array ? { bytes: base64(item) } : text(item))),
  ]);
}

function assert(condition: boolean): asserts condition {
  if (!condition) throw new Error('no cassette');
}

function isFields(value: unknown): value is Fields {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

function fields(value: unknown): Fields {
  assert(isFields(value));
  return value;
}

function list(value: unknown): readonly unknown[] {
  assert(Array.isArray(value));
  return value;
}

function text(value: unknown): string {
  assert(typeof value === 'string');
  return value;
}

function base64(value: unknown): string {
  assert(value instanceof Uint8Array);
  return Buffer.from(value).toString('base64');
}

function count(value: unknown): number {
  assert(/^\d{1,15}$/.test(text(value)));
  return Number(value);
}

function code(value: unknown): number {
  assert(count(value) < 2 ** 31);
  return count(value);
}

function bound(value: unknown): number | string {
  return value === 'end' ? value : count(value);
}

function boolean(value: unknown): boolean {
  assert(value === 'true' || value === 'false');
  return value === 'true';
}
