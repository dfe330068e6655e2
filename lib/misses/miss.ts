import { CassetteError, type CassetteErrorCode, type CassetteErrorFacts } from '../errors.js';
import { type Kind, kindName } from '../model/kind.js';
import type { RecordMode } from '../model/record-mode.js';
import { cut, someOf } from '../model/text/printable.js';
import { type Report, type ReportLine, renderReport } from './report.js';

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
  /** What is to be said of recordings that are at work on the cassette, or were until just now. */
  readonly atWork: readonly string[];
  /** What the recorded program had done and this one has not, which events waited for in vain. */
  readonly forgiven: readonly string[];
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
  readonly nearest: readonly ReportLine[];
  readonly nextStep: string;
  /** What of it the error has as fields. */
  readonly facts?: Pick<CassetteErrorFacts, 'position' | 'playedAt' | 'differences' | 'methods'>;
}

/** A miss, and what a person is told of it: the call, the cassette, the mode, what is near, and what to do. */
export interface ExplainedMiss {
  /** Its message is the report as plain text. */
  readonly error: CassetteError;
  readonly report: Report;
}

/** Explains a miss. */
export function explainMiss(call: MissedCall, cause: MissCause): ExplainedMiss {
  const report = reportOf(call, cause);
  const error = new CassetteError(cause.code, renderReport(report), {
    path: call.path,
    mode: call.mode,
    method: call.method,
    kind: kindName(call.kind),
    ...(call.asked === undefined ? {} : { asked: call.asked }),
    nextStep: cause.nextStep,
    ...cause.facts,
  });
  return { error, report };
}

function reportOf(call: MissedCall, cause: MissCause): Report {
  const unfound = call.unfoundPaths.map((path) => describeUnfound(path, call.hasNames));
  const journals = call.journals.map(
    (path) => `an interrupted recording left ${path}; mode once goes on with it`,
  );
  return {
    summary: cut(cause.summary, LONGEST_LINE),
    rows: [
      ['call', [`${cut(call.method, LONGEST_LINE)} (${kindName(call.kind)})`]],
      ['asked', call.asked === undefined ? [] : [call.asked]],
      ['cassette', [`${call.path} (mode ${call.mode})`]],
      ['nearest', cause.nearest.map(cutLine)],
      ['ignore', someOf(unfound, MOST_NAMED)],
      ['journal', someOf(journals, MOST_NAMED)],
      ['recording', someOf(call.atWork, MOST_NAMED)],
      [
        'before',
        someOf(
          call.forgiven.map((line) => cut(line, LONGEST_LINE)),
          MOST_NAMED,
        ),
      ],
      ['next step', [cause.nextStep]],
    ],
  };
}

/** The parts of a difference are cut to size where they are made. */
function cutLine(line: ReportLine): ReportLine {
  return typeof line === 'string' ? cut(line, LONGEST_LINE) : line;
}

/** A right name is of no use where no field has one. */
function describeUnfound(path: string, hasNames: boolean): string {
  const isByName = /(?:^|\.)[A-Za-z_]/.test(path);
  return hasNames || !isByName
    ? `${path} names no field of the requests so far`
    : `${path} leads nowhere: without a schema fields have no names here, only numbers`;
}
