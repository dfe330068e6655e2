import type { FieldDifference } from '../errors.js';
import type { IgnoringMeaning } from '../messages/paths/ignored-fields.js';
import { countOf } from '../model/count-of.js';
import type { MessageList } from '../model/interaction.js';
import { someOf } from '../model/printable.js';
import type { Asking } from '../replay/asking.js';
import type { Candidate } from '../replay/candidate.js';
import { isOfTarget } from '../replay/method-shelf.js';
import type { Unanswered } from '../replay/unanswered.js';
import { differenceLine } from './difference-line.js';
import type { Evidence } from './evidence.js';
import { findIgnorable } from './find-ignorable.js';
import type { MissCause } from './miss.js';
import { findNearest, type Nearest } from './nearest.js';
import { nextStep } from './next-step.js';
import { placeOf } from './place-of.js';
import { showPair, showTexts } from './shown-value.js';
import { isVolatile, openPath } from './volatile.js';

/** How many differences are shown, one a line. */
const MOST_DIFFERENCES = 12;
/** How many are kept as facts: a list of thousands of numbers differs in as many places. */
const MOST_KEPT = 100;
/** How many recordings are named that a match function refused. */
const MOST_REFUSED = 5;

/** Recordings of the method and kind are there, and none of them is of this call. */
export function otherRequest(
  evidence: Evidence,
  alike: readonly Candidate[],
  asking: Asking,
  unanswered: Unanswered,
): MissCause {
  const { matcher, mode } = evidence;
  const target = matcher.targetOf(asking);
  // That none fits is known; by the rule alone one may, where something else decides as well.
  const accepted =
    target === undefined && matcher.metadata.isEmpty
      ? undefined
      : alike.find((candidate) => matcher.fitsByRule(asking, candidate));
  if (accepted !== undefined) {
    return isOfTarget(accepted, target)
      ? ofOtherMetadata(evidence, accepted, asking)
      : ofOtherServer(evidence, accepted, target);
  }
  if (!matcher.rule.comparesRequests) return refusedByFunction(alike, mode);
  const possible = narrowed(
    narrowed(alike, (candidate) => isOfTarget(candidate, target)),
    (candidate) => matcher.fitsGiven(asking, candidate),
  );
  return ofOtherContent(evidence, possible, asking, unanswered);
}

/** Those for which `isBetter` holds; all where it holds for none. */
function narrowed(
  candidates: readonly Candidate[],
  isBetter: (candidate: Candidate) => boolean,
): readonly Candidate[] {
  const better = candidates.filter(isBetter);
  return better.length > 0 ? better : candidates;
}

function refusedByFunction(alike: readonly Candidate[], mode: Evidence['mode']): MissCause {
  const lines = alike.map((candidate) => `${placeOf(candidate)} was refused`);
  return {
    code: 'no_match',
    summary: 'The match function accepted no free recording for this call.',
    nearest: someOf(lines, MOST_REFUSED),
    nextStep: nextStep.matchFunction(mode),
  };
}

function ofOtherServer({ mode }: Evidence, candidate: Candidate, target: string | undefined): MissCause {
  return {
    code: 'no_match',
    summary: 'This request was recorded with another server.',
    nearest: [
      `${placeOf(candidate)} is of ${candidate.interaction.call?.target}, the call is made to ${target}`,
    ],
    nextStep: nextStep.otherServer(mode),
    facts: { position: candidate.position },
  };
}

function ofOtherMetadata({ matcher, mode }: Evidence, candidate: Candidate, { call }: Asking): MissCause {
  const pairs = matcher.metadata.differences(call, candidate.interaction);
  const differences = pairs.map((pair) => {
    const [recorded, asked] = showTexts(pair.recorded, pair.asked);
    return { path: `metadata ${pair.key}`, recorded, asked };
  });
  return {
    code: 'no_match',
    summary: 'This request was recorded with other metadata.',
    nearest: [placeOf(candidate), ...someOf(differences.map(differenceLine), MOST_DIFFERENCES)],
    nextStep: nextStep.otherMetadata(
      pairs.map(({ key }) => key),
      mode,
    ),
    facts: { position: candidate.position, differences },
  };
}

function ofOtherContent(
  { meanings, mode }: Evidence,
  candidates: readonly Candidate[],
  { method, soFar }: Asking,
  unanswered: Unanswered,
): MissCause {
  const nearest = findNearest(candidates, soFar.requests, meanings.of(method).request);
  const differences = nearest?.parting?.differences.slice(0, MOST_KEPT).map(shown) ?? [];
  const index = unanswered.reason === 'request' ? unanswered.index : 0;
  return {
    code: 'no_match',
    summary:
      index === 0
        ? 'No recording of this method has this request.'
        : `No recording of this method goes on with request ${index + 1} of this call.`,
    nearest: nearest === undefined ? [] : nearestLines(nearest, differences, candidates.length),
    nextStep: nextStepFor(nearest, differences, soFar.requests, meanings.of(method).request, mode),
    facts: {
      ...(nearest === undefined ? {} : { position: nearest.candidate.position }),
      ...(nearest?.candidate.takenBy === undefined ? {} : { playedAt: nearest.candidate.takenBy }),
      ...(differences.length === 0 ? {} : { differences }),
    },
  };
}

function nearestLines(
  { candidate, index, parting }: Nearest,
  differences: readonly FieldDifference[],
  count: number,
): string[] {
  const { interaction, takenBy } = candidate;
  const ofMany = count > 1 ? `, the nearest of ${count}` : '';
  const played = takenBy === undefined ? '' : `, played at call ${takenBy}`;
  const place = `${placeOf(candidate)}${ofMany}${played}`;
  if (parting === undefined) return [place, `it has ${countOf(index, 'request')} and no more`];
  const where = interaction.requestStream ? `, in request ${index + 1}` : '';
  if (differences.length === 0)
    return [`${place}${where}`, 'the bytes differ, and nothing that can be shown'];
  const lines = differences.slice(0, MOST_DIFFERENCES).map(differenceLine);
  const more = parting.differences.length - lines.length;
  if (more > 0) lines.push(`and ${countOf(more, 'more field')}`);
  const byNumber = parting.isByNumber && hasPaths(differences) ? ', by field number' : '';
  return [`${place}${where}${byNumber}`, ...lines];
}

function hasPaths(differences: readonly FieldDifference[]): boolean {
  return differences.some(({ path }) => path !== '');
}

/** A name or the values may show that a field differs by chance; of one without a name, the values only. */
function nextStepFor(
  nearest: Nearest | undefined,
  differences: readonly FieldDifference[],
  requests: MessageList,
  meaning: IgnoringMeaning,
  mode: Evidence['mode'],
): string {
  const isVolatileOnly = differences.length > 0 && differences.every(isVolatile);
  // Where not all were kept, that those are not enough is found out, too.
  if (nearest?.parting === undefined || !isVolatileOnly) return nextStep.record(mode);
  const { candidate, index } = nearest;
  const paths = findIgnorable(
    [...new Set(differences.map(({ path }) => openPath(path)))],
    candidate.interaction.requests.at(index),
    requests.at(index),
    meaning,
  );
  return paths === undefined ? nextStep.record(mode) : nextStep.ignore(paths, meaning.ignored);
}

function shown({
  path,
  recorded,
  asked,
}: NonNullable<Nearest['parting']>['differences'][number]): FieldDifference {
  const [one, other] = showPair(recorded, asked);
  return {
    path,
    recorded: recorded === undefined ? undefined : one,
    asked: asked === undefined ? undefined : other,
  };
}
