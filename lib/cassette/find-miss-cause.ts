import type { Interaction } from '../model/interaction.js';
import { kindName, sameKind } from '../model/kind.js';
import type { RecordMode } from '../model/record-mode.js';
import type { Candidate } from './candidate.js';
import { countOf } from './count-of.js';
import { halfCloseFits, requestFits } from './fit.js';
import { describeRequest, howToRecord, type MissCause } from './miss.js';
import type { Playback, Unanswered } from './playback.js';
import { sameBytes } from './request-key.js';
import type { Shelf } from './shelf.js';

/** Why nothing on the shelf answers the call. */
export function findMissCause(
  shelf: Shelf,
  mode: RecordMode,
  playback: Playback,
  unanswered: Unanswered,
): MissCause {
  const nextStep = howToRecord(mode);
  if (unanswered.reason === 'kind') return wrongKind(playback, unanswered.candidate, nextStep);
  const ofMethod = shelf.ofMethod(playback.method);
  if (ofMethod.length === 0 && shelf.sequence.length > 0) {
    const next = shelf.findFreeSeed();
    return next === undefined ? playedOut(shelf.sequence, nextStep) : wrongKind(playback, next, nextStep);
  }
  if (ofMethod.length === 0) return unknownMethod(shelf, nextStep);
  const alike = ofMethod.filter((candidate) => sameKind(candidate.interaction, playback.kind));
  if (alike[0] === undefined) return wrongKind(playback, ofMethod[0] as Candidate, nextStep);
  if (unanswered.reason === 'stalled') return stalled(playback, playback.interaction, nextStep);
  const taken = alike.filter(
    (candidate) => !candidate.isFree && answers(candidate.interaction, playback, unanswered),
  );
  return taken.length > 0 ? alreadyPlayed(taken, nextStep) : otherRequest(alike, unanswered, nextStep);
}

function unknownMethod(shelf: Shelf, nextStep: string): MissCause {
  const { methods } = shelf;
  const nearest =
    methods.length === 0 ? ['the cassette holds no calls'] : ['recorded methods:', ...methods.slice(0, 10)];
  if (methods.length > 10) nearest.push(`and ${methods.length - 10} more`);
  return { code: 'no_match', summary: 'The cassette has no recording of this method.', nearest, nextStep };
}

/** The Python harness's recordings have no method: each call is given the next. */
function playedOut(sequence: readonly Candidate[], nextStep: string): MissCause {
  const last = sequence[sequence.length - 1];
  return {
    code: 'already_played',
    summary:
      sequence.length === 1
        ? 'The only recording of this cassette was played already.'
        : `All ${sequence.length} recordings of this cassette were played already, one after another.`,
    nearest:
      last === undefined
        ? []
        : [
            `interaction ${last.position} (line ${last.entry.line}), the last, was played at call ${last.takenBy}`,
          ],
    nextStep,
  };
}

function wrongKind(playback: Playback, candidate: Candidate, nextStep: string): MissCause {
  const { interaction, position } = candidate;
  return {
    code: 'no_match',
    summary:
      interaction.call === undefined
        ? `Interaction ${position}, the next of the sequence, is a ${kindName(interaction)} call, and a ${kindName(playback.kind)} call was made.`
        : 'This method was recorded as another kind of call.',
    nearest: [
      `interaction ${position} (line ${candidate.entry.line}) is ${kindName(interaction)}, the call is ${kindName(playback.kind)}`,
    ],
    nextStep,
    position,
  };
}

function stalled(playback: Playback, interaction: Interaction | undefined, nextStep: string): MissCause {
  const sent = playback.soFar.requests.length;
  const recorded = interaction?.requests.length ?? 0;
  const waited = sent < recorded ? `request ${sent + 1} of ${recorded}` : 'the half-close';
  return {
    code: 'stalled',
    summary: `The client sent ${countOf(sent, 'request')}, and the recorded server was waiting for ${waited}.`,
    nearest: [],
    nextStep: `send what was recorded, or ${nextStep}`,
  };
}

function alreadyPlayed(taken: readonly Candidate[], nextStep: string): MissCause {
  const last = taken[taken.length - 1] as Candidate;
  return {
    code: 'already_played',
    summary:
      taken.length === 1
        ? 'The recording that answers this call was already played.'
        : `The recordings that answer this call were already played, all ${taken.length} of them.`,
    nearest: taken
      .slice(0, 5)
      .map((candidate) => `interaction ${candidate.position} was played at call ${candidate.takenBy}`),
    nextStep: `close the cassette between the tests that share it, or ${nextStep}`,
    position: last.position,
  };
}

function otherRequest(alike: readonly Candidate[], unanswered: Unanswered, nextStep: string): MissCause {
  const request = unanswered.reason === 'request' ? unanswered : undefined;
  const index = request?.index ?? 0;
  const nearest = alike.slice(0, 5).map((candidate) => {
    const { requests } = candidate.interaction;
    const what =
      index < requests.length
        ? describeRequest(candidate.interaction, index, requests.at(index).length)
        : `no request ${index + 1}, it ends after ${requests.length}`;
    return `interaction ${candidate.position} (line ${candidate.entry.line}): ${what}${candidate.isFree ? '' : ', played'}`;
  });
  if (alike.length > nearest.length) nearest.push(`and ${alike.length - nearest.length} more of this method`);
  return {
    code: 'no_match',
    summary:
      index === 0
        ? 'No recording of this method has this request.'
        : `No recording of this method goes on with request ${index + 1} of this call.`,
    nearest,
    nextStep,
    ...(alike[0] === undefined ? {} : { position: alike[0].position }),
  };
}

/** Whether the interaction would have answered the call, had it been free. */
function answers(interaction: Interaction, playback: Playback, unanswered: Unanswered): boolean {
  const { requests, halfClosed } = playback.soFar;
  for (let index = 0; index < requests.length; index += 1) {
    if (!requestFits(requests.at(index), interaction, index)) return false;
  }
  if (unanswered.reason === 'request' && unanswered.request !== undefined && requests.length === 0) {
    return interaction.requests.length > 0 && sameBytes(interaction.requests.at(0), unanswered.request);
  }
  return !halfClosed || !playback.kind.requestStream || halfCloseFits(requests.length, interaction);
}
