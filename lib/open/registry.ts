import type { Cassette } from '../cassette/cassette.js';
import type { FieldPathOption } from '../model/field-path.js';
import { processWide } from './process-wide.js';

/** What all copies of this library in a process know of its cassettes. */
interface Shared {
  /** The open cassettes, by real path. */
  readonly cassettes: Map<string, Cassette>;
  /** The real paths of all cassettes that were ever opened. */
  readonly everOpened: Set<string>;
  /** The cassettes that are open, or closed with calls that are still being answered. */
  readonly unfinished: Set<Cassette>;
  /** Who uses a cassette that `useCassette` has opened, and whether any of them has failed. */
  readonly users: WeakMap<Cassette, { count: number; haveFailed: boolean; watchesMisses: boolean }>;
  /** The paths of options by which messages were compared or recorded, and whether they named a field of any. */
  readonly fieldPaths: Readonly<Record<FieldPathOption, Map<string, boolean>>>;
  watchesExit: boolean;
  /** Whether the process is past the point where anything asynchronous still happens. */
  isExiting: boolean;
}

/** The state of this process. */
export function shared(): Shared {
  return processWide('grpc-cassette', () => ({
    cassettes: new Map(),
    everOpened: new Set(),
    unfinished: new Set(),
    users: new WeakMap(),
    fieldPaths: { ignore: new Map(), 'redact.fields': new Map() },
    watchesExit: false,
    isExiting: false,
  }));
}
