import { countOf } from '../model/count-of.js';
import { kindName, sameKind } from '../model/kind.js';
import { someOf } from '../model/printable.js';
import type { RecordMode } from '../model/record-mode.js';
import type { Asking } from '../replay/asking.js';
import type { Candidate } from '../replay/candidate.js';
import type { Shelf } from '../replay/shelf.js';
import type { Unanswered } from '../replay/unanswered.js';
import type { Evidence } from './evidence.js';
import type { MissCause } from './miss.js';
import { otherRequest } from './miss-of-request.js';
import { nextStep } from './next-step.js';
import { placeOf } from './place-of.js';

/** How many names of methods are listed. */
const MOST_METHODS = 10;
/** How many recordings are named that were played already. */
const MOST_TAKEN = 5;

/** Why nothing on the shelf answers the call. */
export function findMissCause(evidence: Evidence, asking: Asking, unanswered: Unanswered): MissCause {
  const { shelf, matcher, mode } = evidence;
  const isStalled = unanswered.reason === 'stalled';
  // A client that falls silent has its recording, however that was found.
  if (isStalled && !asking.soFar.halfClosed) return stalled(asking, shelf);
  if (unanswered.reason === 'sequence') return notNext(asking, unanswered.candidate);
  if (matcher.isSequence) return playedOut(shelf.candidates);
  const ofMethod = shelf.ofMethod(asking.method);
  if (ofMethod.length === 0 && shelf.sequence.length > 0) {
    const next = shelf.findFreeSeed();
    return next === undefined ? playedOut(shelf.sequence) : notNext(asking, next);
  }
  if (ofMethod.length === 0) return unknownMethod(shelf, mode);
  const alike = ofMethod.filter((candidate) => sameKind(candidate.interaction, asking.kind));
  if (alike[0] === undefined) return wrongKind(asking, ofMethod[0] as Candidate);
  const taken = matcher.fitting(asking);
  if (taken.length > 0) return alreadyPlayed(taken);
  return isStalled && matcher.rule.comparesRequests
    ? stalled(asking, shelf)
    : otherRequest(evidence, alike, asking, unanswered);
}

function unknownMethod(shelf: Shelf, mode: RecordMode): MissCause {
  const { methods } = shelf;
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
function playedOut(sequence: readonly Candidate[]): MissCause {
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
function notNext(asking: Asking, candidate: Candidate): MissCause {
  const { interaction, position } = candidate;
  const { call } = interaction;
  const what =
    call === undefined ? `a ${kindName(interaction)} call` : `${call.method} (${kindName(interaction)})`;
  return {
    code: 'no_match',
    summary: `Interaction ${position}, the next of the sequence, is ${what}, and a ${kindName(asking.kind)} call was made.`,
    nearest: [`${placeOf(candidate)} is ${what}`],
    nextStep: nextStep.notNext,
    facts: { position },
  };
}

function wrongKind({ kind }: Asking, candidate: Candidate): MissCause {
  return {
    code: 'no_match',
    summary: 'This method was recorded as another kind of call.',
    nearest: [`${placeOf(candidate)} is ${kindName(candidate.interaction)}, the call is ${kindName(kind)}`],
    nextStep: nextStep.rewrite,
    facts: { position: candidate.position },
  };
}

function stalled({ soFar, interaction, method }: Asking, shelf: Shelf): MissCause {
  const held = shelf.ofMethod(method).find((candidate) => candidate.interaction === interaction);
  const sent = soFar.requests.length;
  const recorded = interaction?.requests.length ?? 0;
  const waited = sent < recorded ? `request ${sent + 1} of ${recorded}` : 'the half-close';
  return {
    code: 'stalled',
    summary: `The client sent ${countOf(sent, 'request')}, and the recorded server was waiting for ${waited}.`,
    nearest: held === undefined ? [] : [placeOf(held)],
    nextStep: nextStep.send,
    facts: held === undefined ? {} : { position: held.position },
  };
}

function alreadyPlayed(taken: readonly Candidate[]): MissCause {
  const last = taken[taken.length - 1] as Candidate;
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
function howTaken(candidate: Candidate): string {
  const { takenBy } = candidate;
  return `${placeOf(candidate)} ${takenBy === undefined ? 'is being played to an open call' : `was played at call ${takenBy}`}`;
}

function factsOf(candidate: Candidate | undefined): NonNullable<MissCause['facts']> {
  if (candidate === undefined) return {};
  const { position, takenBy } = candidate;
  return { position, ...(takenBy === undefined ? {} : { playedAt: takenBy }) };
}
