import type { FieldDifference } from '../errors.js';
import { countOf } from '../model/text/count-of.js';
import { someOf } from '../model/text/printable.js';
import type { Redaction } from '../redact/redaction.js';
import type { Call, Unanswered } from '../replay/call.js';
import type { Matcher } from '../replay/matcher.js';
import { isOfTarget, type MethodRecordings } from '../replay/recordings/method-recordings.js';
import type { Recording } from '../replay/recordings/recording.js';
import type { RecordingList } from '../replay/recordings/recording-list.js';
import type { AskedRequests } from './asked-requests.js';
import type { Difference } from './differences.js';
import type { Evidence } from './evidence.js';
import { findIgnorable } from './find-ignorable.js';
import type { MissCause } from './miss.js';
import { findNearest, type Nearest, type Parting } from './nearest.js';
import { nextStep } from './next-step.js';
import { placeOf } from './place-of.js';
import type { ReportLine } from './report.js';
import { showPair, showTexts } from './shown-value.js';
import { isVolatile, openPath } from './volatile.js';

/** How many differences are shown, one a line. */
const MOST_DIFFERENCES = 12;
/** How many are kept as facts: a list of thousands of numbers differs in as many places. */
const MOST_KEPT = 100;
/** How many recordings are named that a match function refused. */
const MOST_REFUSED = 5;

/** What a miss is explained from, where there are recordings of its method. */
interface EvidenceOfMethod extends Evidence {
  readonly ofMethod: MethodRecordings;
  /** Those of the call's kind. */
  readonly alike: RecordingList;
}

/** Recordings of the method and kind are there, and none of them is of this call. */
export function otherRequest(
  evidence: EvidenceOfMethod,
  call: Call,
  asked: AskedRequests,
  unanswered: Unanswered,
): MissCause {
  const { matcher, mode, ofMethod, alike } = evidence;
  const target = matcher.targetOf(call);
  // That none fits is known; by the rule alone one may, where something else decides as well.
  const accepted =
    target === undefined && matcher.metadata.isEmpty ? undefined : matcher.findByRule(call, alike);
  if (accepted !== undefined) {
    return isOfTarget(accepted, target)
      ? ofOtherMetadata(evidence, accepted, call)
      : ofOtherServer(evidence, accepted, target);
  }
  if (!matcher.rule.comparesRequests) return refusedByFunction(alike, mode);
  const possible = narrowed(ofMethod.ofTarget(alike, target), matcher, call);
  return ofOtherContent(evidence, possible, asked, unanswered);
}

/** Those whose call was given what this one was given; all where that holds for none. */
function narrowed(recordings: RecordingList, matcher: Matcher, call: Call): RecordingList {
  if (call.interaction === undefined) return recordings;
  return recordings.narrowed((recording) => matcher.fitsGiven(call, recording));
}

function refusedByFunction(alike: Iterable<Recording>, mode: Evidence['mode']): MissCause {
  const lines = [...alike].map((recording) => `${placeOf(recording)} was refused`);
  return {
    code: 'no_match',
    summary: 'The match function accepted no free recording for this call.',
    nearest: someOf(lines, MOST_REFUSED),
    nextStep: nextStep.matchFunction(mode),
  };
}

function ofOtherServer({ mode }: Evidence, recording: Recording, target: string | undefined): MissCause {
  return {
    code: 'no_match',
    summary: 'This request was recorded with another server.',
    nearest: [
      `${placeOf(recording)} is of ${recording.interaction.call?.target}, the call is made to ${target}`,
    ],
    nextStep: nextStep.otherServer(mode),
    facts: { position: recording.position },
  };
}

function ofOtherMetadata({ matcher, mode }: Evidence, recording: Recording, call: Call): MissCause {
  const pairs = matcher.metadata.differences(call, recording.interaction);
  const differences = pairs.map((pair) => {
    const [recorded, asked] = showTexts(pair.recorded, pair.asked);
    return { path: `metadata ${pair.key}`, recorded, asked };
  });
  return {
    code: 'no_match',
    summary: 'This request was recorded with other metadata.',
    nearest: [placeOf(recording), ...someOf(differences, MOST_DIFFERENCES)],
    nextStep: nextStep.otherMetadata(
      pairs.map(({ key }) => key),
      mode,
    ),
    facts: { position: recording.position, differences },
  };
}

function ofOtherContent(
  { redaction, mode }: Evidence,
  recordings: RecordingList,
  asked: AskedRequests,
  unanswered: Unanswered,
): MissCause {
  const nearest = findNearest(recordings, asked, redaction);
  const differences =
    nearest?.parting?.differences.slice(0, MOST_KEPT).map((each) => shown(each, redaction)) ?? [];
  const index = unanswered.reason === 'request' ? unanswered.index : 0;
  return {
    code: 'no_match',
    summary:
      index === 0
        ? 'No recording of this method has this request.'
        : `No recording of this method goes on with request ${index + 1} of this call.`,
    nearest:
      nearest === undefined
        ? []
        : nearestLines(nearest, differences, recordings.length, asked.meaning.hasNames),
    nextStep: nextStepFor(nearest?.parting, differences, asked, mode),
    facts: {
      ...(nearest === undefined ? {} : { position: nearest.recording.position }),
      ...(nearest?.recording.takenBy === undefined ? {} : { playedAt: nearest.recording.takenBy }),
      ...(differences.length === 0 ? {} : { differences }),
    },
  };
}

function nearestLines(
  { recording, index, parting }: Nearest,
  differences: readonly FieldDifference[],
  count: number,
  hasNames: boolean,
): ReportLine[] {
  const { interaction, takenBy } = recording;
  const advice = hasNames ? '' : ' (the schema option gives names)';
  const ofMany = count > 1 ? `, the nearest of ${count}` : '';
  const played = takenBy === undefined ? '' : `, played at call ${takenBy}`;
  const place = `${placeOf(recording)}${ofMany}${played}`;
  if (parting === undefined) return [place, `it has ${countOf(index, 'request')} and no more`];
  const where = interaction.requestStream ? `, in request ${index + 1}` : '';
  if (differences.length === 0)
    return [`${place}${where}`, 'the bytes differ, and nothing that can be shown'];
  const lines: ReportLine[] = differences.slice(0, MOST_DIFFERENCES);
  const more = parting.differences.length - lines.length;
  if (more > 0) lines.push(`and ${countOf(more, 'more field')}`);
  const byNumber = parting.isByNumber && hasPaths(differences) ? `, by field number${advice}` : '';
  return [`${place}${where}${byNumber}`, ...lines];
}

function hasPaths(differences: readonly FieldDifference[]): boolean {
  return differences.some(({ path }) => path !== '');
}

/** A name or the values may show that a field differs by chance; of one without a name, the values only. */
function nextStepFor(
  parting: Parting | undefined,
  differences: readonly FieldDifference[],
  { meaning }: AskedRequests,
  mode: Evidence['mode'],
): string {
  const isVolatileOnly = differences.length > 0 && differences.every(isVolatile);
  // Where not all were kept, that those are not enough is found out, too.
  if (parting === undefined || !isVolatileOnly) return nextStep.record(mode);
  const open = [...new Set(differences.map(({ path }) => openPath(path)))];
  const paths = findIgnorable(open, parting.recorded.bytes, parting.asked.bytes, meaning);
  return paths === undefined ? nextStep.record(mode) : nextStep.ignore(paths, meaning.ignored);
}

function shown({ path, recorded, asked }: Difference, redaction: Redaction): FieldDifference {
  const [one, other] = showPair(recorded, asked, redaction);
  return {
    path,
    recorded: recorded === undefined ? undefined : one,
    asked: asked === undefined ? undefined : other,
  };
}
