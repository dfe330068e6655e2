import { CassetteError, type CassetteErrorCode, type CassetteErrorFacts } from '../errors.js';
import { type Kind, kindName } from '../model/kind.js';
import type { RecordMode } from '../model/record-mode.js';
import { countOf } from './count-of.js';

/** A call that nothing recorded answered. Equal misses, such as those of a client that retries, are one with a count. */
export interface Miss {
  readonly error: CassetteError;
  /** How many calls missed alike. */
  readonly count: number;
}

/** The call that missed, and of what. */
export interface MissedCall {
  readonly path: string;
  readonly mode: RecordMode;
  /** Journals that an interrupted recording left and that this mode does not touch. */
  readonly journals: readonly string[];
  readonly method: string;
  readonly kind: Kind;
  /** What of the call nothing answers: `request of 12 bytes`, `request 3, of 12 bytes`; undefined where all the same. */
  readonly asked: string | undefined;
}

/** What is known about the cause of a miss. */
export interface MissCause {
  readonly code: CassetteErrorCode;
  /** One sentence: what happened. */
  readonly summary: string;
  /** What is near: a recording of the method, another request, the methods that there are. */
  readonly nearest: readonly string[];
  readonly nextStep: string;
  readonly position?: number;
}

/** The error that explains a miss: the call, the cassette, the mode, what is near, and what to do. */
export function explainMiss(call: MissedCall, cause: MissCause): CassetteError {
  const asked = call.asked === undefined ? '' : `, ${call.asked}`;
  const lines = [
    cause.summary,
    `  call:      ${call.method} (${kindName(call.kind)}${asked})`,
    `  cassette:  ${call.path} (mode ${call.mode})`,
    ...cause.nearest.map((line, index) => `  ${index === 0 ? 'nearest:   ' : '           '}${line}`),
    ...call.journals.map(
      (path) => `  journal:   an interrupted recording left ${path}; mode once goes on with it`,
    ),
    `  next step: ${cause.nextStep}`,
  ];
  const facts: CassetteErrorFacts = {
    path: call.path,
    mode: call.mode,
    method: call.method,
    ...(cause.position === undefined ? {} : { position: cause.position }),
  };
  return new CassetteError(cause.code, lines.join('\n'), facts);
}

/** The misses of a cassette, equal ones counted. */
export class Misses {
  readonly #byMessage = new Map<string, { readonly error: CassetteError; count: number }>();

  get all(): readonly Miss[] {
    return [...this.#byMessage.values()];
  }

  /** Notes a miss and returns its error. */
  add(error: CassetteError): CassetteError {
    const known = this.#byMessage.get(error.message);
    if (known === undefined) this.#byMessage.set(error.message, { error, count: 1 });
    else known.count += 1;
    return error;
  }
}

/** A request, by its size and, in a stream, by its number: `request of 12 bytes`, `request 3, of 12 bytes`. */
export function describeRequest(kind: Kind, index: number, length: number): string {
  return `request ${kind.requestStream ? `${index + 1}, ` : ''}of ${countOf(length, 'byte')}`;
}

/** What to do about a call that a mode does not record. */
export function howToRecord(mode: RecordMode): string {
  return mode === 'new_episodes'
    ? 'record the whole cassette anew with GRPC_CASSETTE_MODE=rewrite.'
    : 'record it with GRPC_CASSETTE_MODE=new_episodes, or everything anew with GRPC_CASSETTE_MODE=rewrite.';
}
