import { CassetteError } from '../errors.js';
import { countOf } from '../model/text/count-of.js';
import { cut } from '../model/text/printable.js';
import type { Recording } from '../replay/recordings/recording.js';
import { describeRequest } from './describe-request.js';
import type { Evidence } from './evidence.js';
import { placeOf } from './place-of.js';
import { ReadRequest } from './read-request.js';
import { type Report, renderReport } from './report.js';

/** How many are named; all are among the error's facts. */
const MOST_NAMED = 20;
/** How much of a method's name is shown, in characters. */
const LONGEST_METHOD = 200;

/** The error that names the interactions of the cassette at `path` which no call was answered with. */
export function explainUnplayed(
  path: string,
  evidence: Evidence,
  unplayed: readonly Recording[],
): CassetteError {
  const { mode } = evidence;
  const count = countOf(evidence.recordings.count, 'recorded interaction');
  const nextStep =
    'make the calls that are missing, or record everything anew with GRPC_CASSETTE_MODE=rewrite if they are gone for good.';
  const named = unplayed.slice(0, MOST_NAMED).map((recording) => describe(recording, evidence));
  if (unplayed.length > named.length) named.push(`and ${unplayed.length - named.length} more`);
  const report: Report = {
    summary: `${unplayed.length} of ${count} ${unplayed.length === 1 ? 'was' : 'were'} not played.`,
    rows: [
      ['cassette', [`${path} (mode ${mode})`]],
      ['unplayed', named],
      ['next step', [nextStep]],
    ],
  };
  return new CassetteError('unplayed', renderReport(report), {
    path,
    mode,
    unplayed: unplayed.map(({ position }) => position),
    nextStep,
  });
}

function describe(recording: Recording, { meanings, redaction }: Evidence): string {
  const place = placeOf(recording);
  try {
    const { call, requests, ...kind } = recording.interaction;
    const request =
      requests.length === 0
        ? 'without a request'
        : describeRequest(
            kind,
            0,
            new ReadRequest(
              redaction.shown(call?.method ?? '', 'request', requests.at(0)),
              meanings.of(call?.method ?? '').request,
            ),
            redaction,
          );
    return `${place}: ${call === undefined ? '' : `${cut(call.method, LONGEST_METHOD)} `}${request}`;
  } catch (error) {
    if (!CassetteError.is(error)) throw error;
    return `${place}: it cannot be read`;
  }
}
