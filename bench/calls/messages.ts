/** The size of a request, in bytes, about. */
export const REQUEST_SIZE = 60;
/** The size of a unary response, in bytes. */
export const RESPONSE_SIZE = 200;
/** The size of a streamed message, in bytes. */
export const MESSAGE_SIZE = 200;

/** Every hundredth request has a second field, which a recording has lost to redaction. */
const HAS_SECRET = 37;

const LENGTH_DELIMITED = 2;
const REDACTED = '[REDACTED]';

/** Whether something was taken out of the recording of that request. */
export function hasSecret(number: number): boolean {
  return number % 100 === HAS_SECRET;
}

/** A message of `size` bytes that no other number has: one field of bytes, as `google.protobuf.BytesValue` is. */
export function messageOf(number: number, size: number): Buffer {
  // A longer length takes another byte itself.
  const overhead = size < 0x80 + 2 ? 2 : size < 0x4000 + 3 ? 3 : 4;
  return field(1, Buffer.alloc(size - overhead, `${number}:`.padEnd(16, '.')));
}

/** What a client sends for the `number`th call; made once, so that the warm-up pays for it. */
export function requestOf(number: number): Buffer {
  requests[number] ??= newRequest(number, `session ${number}`);
  return requests[number];
}

const requests: Buffer[] = [];

/** What a recording has of it. */
export function recordedRequestOf(number: number): Buffer {
  return newRequest(number, REDACTED);
}

function newRequest(number: number, secret: string): Buffer {
  if (!hasSecret(number)) return messageOf(number, REQUEST_SIZE);
  return Buffer.concat([messageOf(number, REQUEST_SIZE - 20), field(2, Buffer.from(secret))]);
}

/** Asks for `count` messages of `size` bytes. */
export function streamRequestOf(count: number, size: number): Buffer {
  return field(1, Buffer.from(`${count} ${size}`));
}

/** What such a request asks for. */
export function readStreamRequest(request: Buffer): { readonly count: number; readonly size: number } {
  const [count = Number.NaN, size = Number.NaN] = request.subarray(2).toString().split(' ').map(Number);
  return { count, size };
}

function field(number: number, content: Buffer): Buffer {
  const head = [(number << 3) | LENGTH_DELIMITED];
  let length = content.length;
  for (; length > 0x7f; length = Math.floor(length / 0x80)) head.push((length & 0x7f) | 0x80);
  head.push(length);
  return Buffer.concat([Buffer.from(head), content]);
}

type Entries = readonly (readonly [string, string])[];

/** The headers of the `number`th answer of the bench, recorded or live: a request id and a date, as most servers send. */
export function headersOf(number: number): Entries {
  const id = number.toString(16).padStart(12, '0');
  const date = new Date(Date.UTC(2026, 10, 22) + number * 1000).toUTCString();
  return [
    ['content-type', 'application/grpc+proto'],
    ['grpc-accept-encoding', 'identity,deflate,gzip'],
    ['date', date],
    ['x-request-id', `7f9c2ba4-e88f-4a1b-9f3c-${id}`],
  ];
}

/** The trailers of the `number`th answer. */
export function trailersOf(number: number): Entries {
  return [['x-cost', String(number % 97)]];
}
