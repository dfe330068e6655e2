/** What can go wrong with a cassette, as a stable code to test for. */
export type CassetteErrorCode =
  /** The record mode forbids the network and there is no cassette. */
  | 'missing_cassette'
  /** Nothing recorded answers the call. */
  | 'no_match'
  /** What answers the call was played before. */
  | 'already_played'
  /** The cassette was closed with recordings that no call was answered with, and `onUnplayed` is `error`. */
  | 'unplayed'
  /** The function of the `match` option threw. */
  | 'match_failed'
  /** The client stopped sending before the recorded server would answer. */
  | 'stalled'
  /** The cassette was closed before the call started. */
  | 'closed'
  /** The cassette is there and cannot be read: permissions, a directory, a failing disk. */
  | 'unreadable'
  /** The file is not YAML, or is YAML that is no cassette. */
  | 'not_a_cassette'
  /** The file was written by a newer version of the format. */
  | 'newer_version'
  /** One interaction of the file cannot be read, or lacks its response. */
  | 'broken_interaction'
  /** The client could not decode a recorded response. */
  | 'undecodable_response'
  /** What was recorded could not be written. */
  | 'write_failed'
  /** An option is unknown, or its value is not one of the legal ones. */
  | 'invalid_option'
  /** The same cassette is open with other options. */
  | 'conflicting_options'
  /** No cassette is in charge where one is wanted: of a call with `outside: 'error'`, or to be ejected. */
  | 'no_cassette'
  /** Several cassettes are in use, and it cannot be told which of them a call belongs to. */
  | 'ambiguous_cassette';

/** The facts behind an error, each present where it is known. */
export interface CassetteErrorFacts {
  /** The cassette's path, as it was given. */
  readonly path?: string;
  /** Where in the file, counted from 1. */
  readonly line?: number;
  /** The record mode in force. */
  readonly mode?: string;
  /** The full path of the method that was called, such as `/package.Service/Method`. */
  readonly method?: string;
  /** The option that was wrong. */
  readonly option?: string;
  /** gRPC's name for the kind of the call, such as `server streaming`. */
  readonly kind?: string;
  /** The request that nothing answers, short, secrets taken out. */
  readonly asked?: string;
  /** Where the nearest recorded interaction stands in the cassette, counted from 0. */
  readonly position?: number;
  /** The call, counted from 1 in start order, that was answered with it already. */
  readonly playedAt?: number;
  /** The fields in which the nearest recorded request and the one asked for differ, the first 100 of them. */
  readonly differences?: readonly FieldDifference[];
  /** The methods that the cassette holds, where it does not hold the one that was called. */
  readonly methods?: readonly string[];
  /** Where the interactions stand that no call was answered with. */
  readonly unplayed?: readonly number[];
  /** What to do about it, one sentence. */
  readonly nextStep?: string;
}

/** A field in which a recorded request and another differ. The values are compact JSON, cut to size, secrets taken out. */
export interface FieldDifference {
  /** Such as `messages[0].content`, or by number `2[0].1`; empty for the request as a whole. */
  readonly path: string;
  /** Undefined where there is no such field. */
  readonly recorded: string | undefined;
  readonly asked: string | undefined;
}

/** How many frames of a stack are kept: between a call's miss and the line that made the call there are often more than ten. */
const MOST_FRAMES = 50;

// `Symbol.for` is typed as a plain symbol; a property's key has to be a unique one.
const brand: unique symbol = Symbol.for('grpc-cassette/error') as never;

/**
 * Every error of this library. Test its `code`; the message is for people and says what happened, where, and what to
 * do next.
 */
export class CassetteError extends Error implements CassetteErrorFacts {
  readonly code: CassetteErrorCode;
  declare readonly path?: string;
  declare readonly line?: number;
  declare readonly mode?: string;
  declare readonly method?: string;
  declare readonly option?: string;
  declare readonly kind?: string;
  declare readonly asked?: string;
  declare readonly position?: number;
  declare readonly playedAt?: number;
  declare readonly differences?: readonly FieldDifference[];
  declare readonly methods?: readonly string[];
  declare readonly unplayed?: readonly number[];
  declare readonly nextStep?: string;

  constructor(
    code: CassetteErrorCode,
    message: string,
    facts: CassetteErrorFacts = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    captureStack(this);
    this.name = 'CassetteError';
    this.code = code;
    Object.assign(this, facts);
    Object.defineProperty(this, brand, { value: true });
  }

  /** Whether `value` is a `CassetteError`, also one of another copy of this library in the process. */
  static is(value: unknown): value is CassetteError {
    return typeof value === 'object' && value !== null && brand in value;
  }
}

/** https://v8.dev/docs/stack-trace-api */
function captureStack(error: Error): void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = Math.max(stackTraceLimit, MOST_FRAMES);
  Error.captureStackTrace(error, CassetteError);
  Error.stackTraceLimit = stackTraceLimit;
}
