import { CassetteError, type CassetteErrorCode, type CassetteErrorFacts } from '../errors.js';
import { type Kind, kindName } from '../model/kind.js';
import { cut, printable, someOf } from '../model/printable.js';
import type { RecordMode } from '../model/record-mode.js';

/** How much of a line is shown that has a name of somebody else's in it, in characters. */
const LONGEST_LINE = 300;
/** How many paths are named that lead nowhere, and how many journals. */
const MOST_NAMED = 3;

/** The call that missed, and of what. */
export interface MissedCall {
  readonly path: string;
  readonly mode: RecordMode;
  /** Journals that an interrupted recording left and that this mode does not touch. */
  readonly journals: readonly string[];
  /** Paths of the `ignore` option that have named no field so far. */
  readonly unfoundPaths: readonly string[];
  /** Whether the fields of the method's requests have names. */
  readonly hasNames: boolean;
  readonly method: string;
  readonly kind: Kind;
  /** What of the call nothing answers, such as `{"model":"grok-4"}`; undefined where it makes no difference. */
  readonly asked: string | undefined;
}

/** What is known about the cause of a miss. */
export interface MissCause {
  readonly code: CassetteErrorCode;
  /** One sentence: what happened. */
  readonly summary: string;
  /** What is near, a line each: a recording and the fields that differ, the methods that there are. */
  readonly nearest: readonly string[];
  readonly nextStep: string;
  /** What of it the error has as fields. */
  readonly facts?: Pick<CassetteErrorFacts, 'position' | 'playedAt' | 'differences' | 'methods'>;
}

/** The error that explains a miss: the call, the cassette, the mode, what is near, and what to do. */
export function explainMiss(call: MissedCall, cause: MissCause): CassetteError {
  const kind = kindName(call.kind);
  const lines = [
    cut(cause.summary, LONGEST_LINE),
    `  call:      ${cut(call.method, LONGEST_LINE)} (${kind})`,
    ...(call.asked === undefined ? [] : [`  asked:     ${call.asked}`]),
    `  cassette:  ${call.path} (mode ${call.mode})`,
    ...labelled(
      'nearest:   ',
      cause.nearest.map((line) => cut(line, LONGEST_LINE)),
    ),
    ...labelled(
      'ignore:    ',
      someOf(
        call.unfoundPaths.map((path) => describeUnfound(path, call.hasNames)),
        MOST_NAMED,
      ),
    ),
    ...labelled(
      'journal:   ',
      someOf(
        call.journals.map((path) => `an interrupted recording left ${path}; mode once goes on with it`),
        MOST_NAMED,
      ),
    ),
    `  next step: ${cause.nextStep}`,
  ].map(printable);
  return new CassetteError(cause.code, lines.join('\n'), {
    path: call.path,
    mode: call.mode,
    method: call.method,
    kind,
    ...(call.asked === undefined ? {} : { asked: call.asked }),
    nextStep: cause.nextStep,
    ...cause.facts,
  });
}

/** A right name is of no use where no field has one. */
function describeUnfound(path: string, hasNames: boolean): string {
  const isByName = /(?:^|\.)[A-Za-z_]/.test(path);
  return hasNames || !isByName
    ? `${path} names no field of the requests so far`
    : `${path} leads nowhere: without a schema fields have no names here, only numbers`;
}

function labelled(label: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `  ${index === 0 ? label : ' '.repeat(label.length)}${line}`);
}
