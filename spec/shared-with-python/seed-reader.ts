import { readFileSync } from 'node:fs';
import { type Encoded, encode } from './encoded.js';
import { safeLoad } from './safe-load.js';

/** The Python harness's `SampleInteraction`. */
export interface SeedSample {
  readonly kind: 'sample';
  readonly request_raw: Encoded;
  readonly response_raw: Encoded;
  readonly request_json: Encoded;
  readonly response_json: Encoded;
}

/** The Python harness's `StreamInteraction`. */
export interface SeedStream {
  readonly kind: 'stream';
  readonly request_raw: Encoded;
  readonly chunks_raw: Encoded;
  readonly request_json: Encoded;
  readonly chunks_json: Encoded;
}

export type SeedInteraction = SeedSample | SeedStream;

/**
 * What the Python harness's `load` makes of a cassette, step by step as it does: what it passes over is passed over
 * here, and where it would raise, this throws.
 */
export function readAsSeed(path: string): readonly SeedInteraction[] {
  const data = mapping(safeLoad(readFileSync(path, 'utf8')));
  const items = Object.hasOwn(data, 'interactions') ? data['interactions'] : [];
  if (!Array.isArray(items)) throw new TypeError('interactions cannot be iterated');
  return items.map(mapping).flatMap(readItem);
}

function readItem(item: Mapping): readonly SeedInteraction[] {
  if (Object.hasOwn(item, 'request_sample')) {
    const request = mapping(get(item, 'request_sample'));
    const response = mapping(get(item, 'response_sample'));
    return [
      {
        kind: 'sample',
        request_raw: encode(get(request, 'raw')),
        response_raw: encode(get(response, 'raw')),
        request_json: encode(request['json'] ?? null),
        response_json: encode(response['json'] ?? null),
      },
    ];
  }
  if (Object.hasOwn(item, 'request_stream')) {
    const request = mapping(get(item, 'request_stream'));
    const response = mapping(get(item, 'response_stream'));
    return [
      {
        kind: 'stream',
        request_raw: encode(get(request, 'raw')),
        chunks_raw: encode(get(response, 'chunks_raw')),
        request_json: encode(request['json'] ?? null),
        chunks_json: encode(response['chunks_json'] ?? null),
      },
    ];
  }
  return [];
}

type Mapping = Readonly<Record<string, unknown>>;

function mapping(value: unknown): Mapping {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    throw new TypeError(`not a mapping: ${String(value)}`);
  }
  return value as Mapping;
}

/** Python's `mapping[key]`, which raises where there is none. */
function get(from: Mapping, key: string): unknown {
  if (!Object.hasOwn(from, key)) throw new TypeError(`KeyError: ${key}`);
  return from[key];
}
