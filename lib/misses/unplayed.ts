import { CassetteError } from '../errors.js';
import type { Meanings } from '../messages/meaning/meanings.js';
import { countOf } from '../model/count-of.js';
import { cut, printable } from '../model/printable.js';
import type { RecordMode } from '../model/record-mode.js';
import type { Candidate } from '../replay/candidate.js';
import { describeRequest } from './describe-request.js';
import { placeOf } from './place-of.js';

/** How many are named; all are among the error's facts. */
const MOST_NAMED = 20;
/** How much of a method's name is shown, in characters. */
const LONGEST_METHOD = 200;

/** The error that names the interactions, of all `candidates`, which no call was answered with. */
export function explainUnplayed(
  path: string,
  mode: RecordMode,
  candidates: readonly Candidate[],
  unplayed: readonly Candidate[],
  meanings: Meanings,
): CassetteError {
  const nextStep =
    'make the calls that are missing, or record everything anew with GRPC_CASSETTE_MODE=rewrite if they are gone for good.';
  const named = unplayed.slice(0, MOST_NAMED).map((candidate) => describe(candidate, meanings));
  if (unplayed.length > named.length) named.push(`and ${unplayed.length - named.length} more`);
  const lines = [
    `${unplayed.length} of ${countOf(candidates.length, 'recorded interaction')} ${unplayed.length === 1 ? 'was' : 'were'} not played.`,
    `  cassette:  ${path} (mode ${mode})`,
    ...named.map((line, index) => `  ${index === 0 ? 'unplayed:  ' : '           '}${line}`),
    `  next step: ${nextStep}`,
  ];
  return new CassetteError('unplayed', lines.map(printable).join('\n'), {
    path,
    mode,
    unplayed: unplayed.map(({ position }) => position),
    nextStep,
  });
}

function describe(candidate: Candidate, meanings: Meanings): string {
  const place = placeOf(candidate);
  try {
    const { call, requests, ...kind } = candidate.interaction;
    const request =
      requests.length === 0
        ? 'without a request'
        : describeRequest(kind, 0, requests.at(0), meanings.of(call?.method ?? '').request);
    return `${place}: ${call === undefined ? '' : `${cut(call.method, LONGEST_METHOD)} `}${request}`;
  } catch (error) {
    if (!CassetteError.is(error)) throw error;
    return `${place}: it cannot be read`;
  }
}
