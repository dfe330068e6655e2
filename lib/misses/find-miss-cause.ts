import { kindName } from '../model/kind.js';
import type { RecordMode } from '../model/record-mode.js';
import { countOf } from '../model/text/count-of.js';
import { someOf } from '../model/text/printable.js';
import type { Call, Unanswered } from '../replay/call.js';
import type { Recording } from '../replay/recordings/recording.js';
import type { Recordings } from '../replay/recordings/recordings.js';
import type { AskedRequests } from './asked-requests.js';
import type { Evidence } from './evidence.js';
import type { MissCause } from './miss.js';
import { otherRequest } from './miss-of-request.js';
import { nextStep } from './next-step.js';
import { placeOf } from './place-of.js';

/** How many names of methods are listed. */
const MOST_METHODS = 10;
/** How many recordings are named that were played already. */
const MOST_TAKEN = 5;

/** Why no recording answers the call. */
export function findMissCause(
  evidence: Evidence,
  call: Call,
  asked: AskedRequests,
  unanswered: Unanswered,
): MissCause {
  const { recordings, matcher, mode } = evidence;
  const isStalled = unanswered.reason === 'stalled';
  // A client that falls silent has its recording, however that was found.
  if (isStalled && !call.halfClosed) return stalled(call, recordings);
  if (unanswered.reason === 'sequence') return notNext(call, unanswered.recording);
  if (matcher.isSequence) return playedOut(recordings.all);
  const ofMethod = recordings.ofMethod(call.method);
  const first = ofMethod?.first;
  if (first === undefined && recordings.sequence.length > 0) {
    const next = recordings.findFreeSeed();
    return next === undefined ? playedOut(recordings.sequence) : notNext(call, next);
  }
  if (ofMethod === undefined || first === undefined) return unknownMethod(recordings, mode);
  const alike = ofMethod.ofKind(call.kind);
  if (alike.length === 0) return wrongKind(call, first);
  const taken = matcher.fitting(call);
  if (taken.length > 0) return alreadyPlayed(taken);
  return isStalled && matcher.rule.comparesRequests
    ? stalled(call, recordings)
    : otherRequest({ ...evidence, ofMethod, alike }, call, asked, unanswered);
}

function unknownMethod(recordings: Recordings, mode: RecordMode): MissCause {
  const { methods } = recordings;
  const nearest =
    methods.length === 0
      ? ['the cassette holds no calls']
      : ['recorded methods:', ...someOf(methods, MOST_METHODS)];
  return {
    code: 'no_match',
    summary: 'The cassette has no recording of this method.',
    nearest,
    nextStep: nextStep.record(mode),
    facts: { methods },
  };
}

/** Where recordings are played one after another, all were. */
function playedOut(sequence: readonly Recording[]): MissCause {
  const last = sequence[sequence.length - 1];
  return {
    code: 'already_played',
    summary:
      sequence.length === 1
        ? 'The only recording of this cassette was played already.'
        : `All ${sequence.length} recordings of this cassette were played already, one after another.`,
    nearest: last === undefined ? [] : [`${placeOf(last)}, the last, was played at call ${last.takenBy}`],
    nextStep: nextStep.tooMany,
    facts: factsOf(last),
  };
}

/** The next of the sequence is not such a call. */
function notNext({ kind }: Call, recording: Recording): MissCause {
  const { interaction, position } = recording;
  const kindOfRecorded = kindName(interaction);
  const what =
    interaction.call === undefined
      ? `a ${kindOfRecorded} call`
      : `${interaction.call.method} (${kindOfRecorded})`;
  return {
    code: 'no_match',
    summary: `Interaction ${position}, the next of the sequence, is ${what}, and a ${kindName(kind)} call was made.`,
    nearest: [`${placeOf(recording)} is ${what}`],
    nextStep: nextStep.notNext,
    facts: { position },
  };
}

function wrongKind({ kind }: Call, recording: Recording): MissCause {
  return {
    code: 'no_match',
    summary: 'This method was recorded as another kind of call.',
    nearest: [`${placeOf(recording)} is ${kindName(recording.interaction)}, the call is ${kindName(kind)}`],
    nextStep: nextStep.rewrite,
    facts: { position: recording.position },
  };
}

function stalled({ requests, interaction, method, awaitedRequest }: Call, recordings: Recordings): MissCause {
  const held = recordings
    .ofMethod(method)
    ?.readable.find((recording) => recording.interaction === interaction);
  const recorded = interaction?.requests.length ?? 0;
  const waited =
    awaitedRequest === undefined || awaitedRequest > recorded
      ? 'the half-close'
      : `request ${awaitedRequest} of ${recorded}`;
  return {
    code: 'stalled',
    summary: `The client sent ${countOf(requests.length, 'request')}, and the recorded server was waiting for ${waited}.`,
    nearest: held === undefined ? [] : [placeOf(held)],
    nextStep: nextStep.send,
    facts: held === undefined ? {} : { position: held.position },
  };
}

function alreadyPlayed(taken: readonly Recording[]): MissCause {
  const last = taken[taken.length - 1] as Recording;
  return {
    code: 'already_played',
    summary:
      taken.length === 1
        ? 'The recording that answers this call was already played.'
        : `The recordings that answer this call were already played, all ${taken.length} of them.`,
    nearest: taken.slice(0, MOST_TAKEN).map(howTaken),
    nextStep: nextStep.playedUp,
    facts: factsOf(last),
  };
}

/** One that an open call holds is not taken for good yet. */
function howTaken(recording: Recording): string {
  const { takenBy } = recording;
  return `${placeOf(recording)} ${takenBy === undefined ? 'is being played to an open call' : `was played at call ${takenBy}`}`;
}

function factsOf(recording: Recording | undefined): NonNullable<MissCause['facts']> {
  if (recording === undefined) return {};
  const { position, takenBy } = recording;
  return { position, ...(takenBy === undefined ? {} : { playedAt: takenBy }) };
}
