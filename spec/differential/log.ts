import type { Metadata, ServiceError, StatusObject } from '@grpc/grpc-js';
import { CassetteError } from '../../lib/errors.js';
import { showMetadata } from './pairs.js';

export type ShownMetadata = Readonly<Record<string, readonly string[]>>;

export interface ShownError {
  readonly className: string;
  readonly ownProperties: readonly string[];
  readonly message: string;
  readonly code: unknown;
  readonly details: unknown;
  readonly metadata: ShownMetadata | undefined;
  /** The code of the `CassetteError` that is the error's own `cause`. */
  readonly cassetteCause: string | undefined;
}

/** One thing that the client's program, or an interceptor above the cassette, was told. */
export type Event =
  | { readonly event: 'metadata'; readonly metadata: ShownMetadata }
  | { readonly event: 'data'; readonly message: string }
  | {
      readonly event: 'status';
      readonly code: number;
      readonly details: string;
      readonly metadata: ShownMetadata;
      readonly ownProperties: readonly string[];
      readonly cassetteCause: string | undefined;
    }
  | { readonly event: 'error' | 'caught'; readonly error: ShownError }
  | { readonly event: 'callback'; readonly error: ShownError | null; readonly message: string | undefined }
  /** The call could not even be made: the client's method threw. */
  | { readonly event: 'threw'; readonly error: ShownError }
  | { readonly event: 'end' | 'close' | 'broke' | 'stuck' };

/** What one call told, in order, and when it ended. */
export interface CallLog {
  readonly events: Event[];
  /** What an interceptor right above the cassette heard. */
  readonly heard: Event[];
  /** How the outer call ended, for a call made under a parent. */
  readonly outer: Event[];
  /** For each response handed to the program: how many requests it had sent by then, and whether it had half-closed. */
  readonly saidBefore: { readonly requests: number; readonly halfClosed: boolean }[];
  /** Milliseconds from the program's start; undefined where the call never ended. */
  endedMs: number | undefined;
  /** The call's place in the order in which the program's calls ended. */
  endedAs: number | undefined;
}

export type ProgramLog = readonly CallLog[];

export function createCallLog(): CallLog {
  return { events: [], heard: [], outer: [], saidBefore: [], endedMs: undefined, endedAs: undefined };
}

export function showStatus(status: StatusObject): Event {
  return {
    event: 'status',
    code: status.code,
    details: status.details,
    metadata: showMetadata(status.metadata),
    ownProperties: Object.keys(status).sort(),
    cassetteCause: causeCode(status),
  };
}

export function showError(thrown: unknown): ShownError {
  const error = thrown as Partial<ServiceError> & object;
  return {
    className: error.constructor?.name ?? typeof error,
    ownProperties: Object.getOwnPropertyNames(error).sort(),
    message: error.message ?? '',
    code: error.code,
    details: error.details,
    metadata: isMetadata(error.metadata) ? showMetadata(error.metadata) : undefined,
    cassetteCause: causeCode(error),
  };
}

function causeCode(value: object): string | undefined {
  const cause: unknown = 'cause' in value ? value.cause : undefined;
  return CassetteError.is(cause) ? cause.code : undefined;
}

function isMetadata(value: unknown): value is Metadata {
  return typeof value === 'object' && value !== null && 'getMap' in value;
}
