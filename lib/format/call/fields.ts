import type { CallRecord } from '../../model/interaction.js';
import { keepShape } from '../../model/keep-shape.js';
import type { Kind } from '../../model/kind.js';
import { NO_METADATA } from '../../model/metadata.js';
import { NO_MARKS } from '../../model/redaction-mark.js';
import type { CallForm } from './form.js';
import { MARKS } from './marks-form.js';
import { METADATA } from './metadata-form.js';
import { ORDER } from './order-form.js';
import { BOUND, COUNT, flag, TEXT } from './scalar-forms.js';
import { OK, STATUS } from './status-form.js';

interface Row<Value> {
  readonly key: string;
  readonly form: CallForm<Exclude<Value, undefined>>;
  /** What it means that the key is absent. */
  readonly absent: Value;
  /** Whether the key belongs into such a call; into every one where this is left out. */
  readonly belongs?: (call: CallRecord, kind: Kind) => boolean;
}

const streamedRequests = (_: CallRecord, kind: Kind): boolean => kind.requestStream;

/** All that a `call` block may say, each in its turn. */
const ROWS: { readonly [Name in keyof CallRecord]: Row<CallRecord[Name]> } = {
  method: { key: 'method', form: TEXT, absent: '' },
  order: { key: 'order', form: ORDER, absent: undefined },
  redacted: { key: 'redacted', form: MARKS, absent: NO_MARKS },
  startedAt: { key: 'started_at', form: TEXT, absent: undefined },
  target: { key: 'target', form: TEXT, absent: undefined },
  requestMetadata: { key: 'request_metadata', form: METADATA, absent: NO_METADATA },
  responseMetadata: { key: 'response_metadata', form: METADATA, absent: undefined },
  metadataMs: { key: 'metadata_ms', form: COUNT, absent: undefined },
  metadataAfter: { key: 'metadata_after', form: BOUND, absent: 0, belongs: streamedRequests },
  trailers: { key: 'trailers', form: METADATA, absent: NO_METADATA },
  status: { key: 'status', form: STATUS, absent: OK, belongs: (call) => !call.cutShort },
  endedMs: { key: 'ended_ms', form: COUNT, absent: undefined },
  statusAfter: { key: 'status_after', form: BOUND, absent: 0, belongs: streamedRequests },
  cancelledByClient: { key: 'cancelled_by_client', form: flag(true), absent: false },
  cutShort: { key: 'cut_short', form: flag(true), absent: false },
  reachedServer: { key: 'reached_server', form: flag(false), absent: true },
};

/** A key of a `call` block. */
export interface CallField extends Row<unknown> {
  readonly name: keyof CallRecord;
  /** Its place among the others, from 0. */
  readonly rank: number;
}

/** The keys of a `call` block in the order in which they stand. */
export const CALL_FIELDS: readonly CallField[] = Object.entries(ROWS).map(([name, row], rank) => ({
  ...(row as Row<unknown>),
  name: name as keyof CallRecord,
  rank,
}));

const BY_KEY: ReadonlyMap<string, CallField> = new Map(CALL_FIELDS.map((field) => [field.key, field]));

/** The field that a key of the file names. */
export function findCallField(key: string): CallField | undefined {
  return BY_KEY.get(key);
}

const NOTHING_SAID = Object.fromEntries(CALL_FIELDS.map(({ name, absent }) => [name, absent]));

/** A `CallRecord` while it is read. */
export class CallDraft {
  readonly #values: Record<string, unknown> = { ...NOTHING_SAID };

  set({ name }: CallField, value: unknown): void {
    this.#values[name] = value;
  }

  /** The record; what was not set is as the format says of absent keys. */
  get record(): CallRecord {
    return this.#values as unknown as CallRecord;
  }
}

keepShape(new CallDraft());
