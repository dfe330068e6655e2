import type { CallRecord } from '../model/interaction.js';
import { type MetadataEntries, type MetadataValue, NO_METADATA } from '../model/metadata.js';
import type { Status } from '../model/status.js';
import { decodeBase64Text } from './base64.js';
import { findBound, findCount } from './numbers.js';
import { findText } from './scalar.js';

/** What a `call` block may say, each in its turn. */
export const CALL_KEYS: readonly string[] = [
  'method',
  'started_at',
  'target',
  'request_metadata',
  'response_metadata',
  'metadata_ms',
  'metadata_after',
  'trailers',
  'status',
  'ended_ms',
  'status_after',
  'cancelled_by_client',
  'cut_short',
];
const RANKS: ReadonlyMap<string, number> = new Map(CALL_KEYS.map((key, rank) => [key, rank]));

export const OK: Status = { code: 0, details: '' };

/** A `CallRecord` while it is read: what is absent is as the format says. */
export type CallDraft = { -readonly [Key in keyof CallRecord]: CallRecord[Key] };

export function createCallDraft(): CallDraft {
  return {
    method: '',
    startedAt: undefined,
    target: undefined,
    requestMetadata: NO_METADATA,
    responseMetadata: undefined,
    metadataMs: undefined,
    metadataAfter: 0,
    trailers: NO_METADATA,
    status: OK,
    endedMs: undefined,
    statusAfter: 0,
    cancelledByClient: false,
    cutShort: false,
  };
}

/**
 * Reads a `call` block in the shape that `emitEntryFrame` writes, an entry's text up to its request; undefined for every
 * other, which a YAML parser must read. Every line is accounted for, so that nothing can hide between two of them.
 */
export function findCall(text: string): CallRecord | undefined {
  return new CallReader(text).read();
}

const OPENING = '- call:\n';
const FIELD = '    ';
const INNER = '      ';
const ITEM = '      - ';
const BLOCK = '        ';
const BINARY_BLOCK = '!!binary |';
const EMPTY_BINARY = '!!binary ""';

class CallReader {
  private at = 0;
  private readonly call = createCallDraft();

  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(): CallRecord | undefined {
    const { text } = this;
    if (!text.startsWith(OPENING)) return undefined;
    this.at = OPENING.length;
    let last = -1;
    while (this.at < text.length) {
      if (!text.startsWith(FIELD, this.at)) return undefined;
      const colon = text.indexOf(':', this.at);
      const end = text.indexOf('\n', this.at);
      if (colon === -1 || end < colon) return undefined;
      const key = text.slice(this.at + FIELD.length, colon);
      const rank = RANKS.get(key);
      if (rank === undefined || rank <= last || (last === -1 && rank !== 0)) return undefined;
      last = rank;
      this.at = end + 1;
      if (!this.readField(key, text.slice(colon + 1, end))) return undefined;
    }
    return last === -1 ? undefined : this.call;
  }

  /** `rest` is what follows the key's colon on its line. */
  private readField(key: string, rest: string): boolean {
    switch (key) {
      case 'request_metadata':
        return this.take('requestMetadata', this.findMetadata(rest));
      case 'response_metadata':
        return this.take('responseMetadata', this.findMetadata(rest));
      case 'trailers':
        return this.take('trailers', this.findMetadata(rest));
      case 'status':
        return this.take('status', rest === '' ? this.findStatus() : undefined);
      default:
        return rest.startsWith(' ') && this.readScalar(key, rest.slice(1));
    }
  }

  private readScalar(key: string, scalar: string): boolean {
    switch (key) {
      case 'method':
        return this.take('method', findText(scalar));
      case 'started_at':
        return this.take('startedAt', findText(scalar));
      case 'target':
        return this.take('target', findText(scalar));
      case 'metadata_ms':
        return this.take('metadataMs', findCount(scalar));
      case 'metadata_after':
        return this.take('metadataAfter', findBound(scalar));
      case 'ended_ms':
        return this.take('endedMs', findCount(scalar));
      case 'status_after':
        return this.take('statusAfter', findBound(scalar));
      case 'cancelled_by_client':
        return this.take('cancelledByClient', scalar === 'true' ? true : undefined);
      case 'cut_short':
        return this.take('cutShort', scalar === 'true' ? true : undefined);
      default:
        return false;
    }
  }

  private take<Key extends keyof CallDraft>(key: Key, value: CallDraft[Key] | undefined): boolean {
    if (value === undefined) return false;
    this.call[key] = value;
    return true;
  }

  /** The rest of the line at `at`, after `prefix`; undefined where the line begins otherwise. */
  private findLine(prefix: string): string | undefined {
    if (!this.text.startsWith(prefix, this.at)) return undefined;
    const end = this.text.indexOf('\n', this.at);
    if (end === -1) return undefined;
    const line = this.text.slice(this.at + prefix.length, end);
    this.at = end + 1;
    return line;
  }

  private findStatus(): Status | undefined {
    const code = findCount(this.findLine('      code: ') ?? '');
    if (code === undefined) return undefined;
    this.findLine('      name: ');
    const details = findText(this.findLine('      details: ') ?? '"');
    return details === undefined ? undefined : { code, details };
  }

  private findMetadata(rest: string): MetadataEntries | undefined {
    if (rest === ' {}') return NO_METADATA;
    if (rest !== '') return undefined;
    const entries = new Map<string, MetadataValue[]>();
    while (this.text.startsWith(INNER, this.at)) {
      const line = this.findLine(INNER) ?? '';
      const empty = line.endsWith(': []');
      if (!empty && !line.endsWith(':')) return undefined;
      const name = findText(line.slice(0, empty ? -4 : -1));
      if (name === undefined || name === '<<' || entries.has(name)) return undefined;
      const values = empty ? [] : this.findValues();
      if (values === undefined) return undefined;
      entries.set(name, values);
    }
    return entries.size === 0 ? undefined : entries;
  }

  private findValues(): MetadataValue[] | undefined {
    const values: MetadataValue[] = [];
    for (let item = this.findLine(ITEM); item !== undefined; item = this.findLine(ITEM)) {
      const value =
        item === BINARY_BLOCK ? this.findBytes() : item === EMPTY_BINARY ? new Uint8Array(0) : findText(item);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values.length === 0 ? undefined : values;
  }

  private findBytes(): Uint8Array | undefined {
    let base64 = '';
    for (let line = this.findLine(BLOCK); line !== undefined; line = this.findLine(BLOCK)) {
      if (line === '' || line.startsWith(' ')) return undefined;
      base64 += line;
    }
    return base64 === '' ? undefined : decodeBase64Text(base64);
  }
}
