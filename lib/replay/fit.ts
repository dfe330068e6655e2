import { type MethodMeaning, meanSame } from '../messages/meaning/meanings.js';
import { sameBytes } from '../messages/wire/wire-bytes.js';
import type { Interaction, RequestsBefore } from '../model/interaction.js';
import type { Call } from './call.js';
import { isAround, meaningOfMarked } from './recordings/marks.js';

/** What of a recording decides whether it fits. */
export interface Recorded {
  readonly interaction: Interaction;
  /** As the interaction has it; to ask for it here, once and again, costs no more than once. */
  readonly firstRequest: Uint8Array | undefined;
}

/** Whether `recorded` can still be the recording of the call, by the messages that went both ways. */
export function fits(call: Call, recorded: Recorded, meaning: MethodMeaning): boolean {
  const { interaction } = recorded;
  for (let index = 0; index < call.requests.length; index += 1) {
    const request = call.requests.at(index);
    const ofRecorded = index === 0 ? recorded.firstRequest : undefined;
    if (!requestFits(request, interaction, index, meaning, ofRecorded)) return false;
  }
  return (
    (!call.halfClosed || halfCloseFits(call.requests.length, interaction)) &&
    givenFits(call, interaction, meaning)
  );
}

/** Whether `interaction`, which fits, holds all that the call has said, and not less because it ended before. */
export function isExact(call: Call, interaction: Interaction): boolean {
  return call.requests.length <= interaction.requests.length && (!call.halfClosed || interaction.halfClosed);
}

/**
 * A client may say more than was recorded where the recorded call ended before its client had said all. `known` are the
 * recorded bytes, where they are at hand.
 */
export function requestFits(
  request: Uint8Array,
  interaction: Interaction,
  index: number,
  { request: meaning }: MethodMeaning,
  known?: Uint8Array,
): boolean {
  if (index >= interaction.requests.length) return interaction.requestStream && !interaction.halfClosed;
  const recorded = known ?? interaction.requests.at(index);
  const unmarked = meaningOfMarked(meaning, interaction, index);
  if (unmarked === undefined) return isAround(recorded, request);
  if (!sameBytes(recorded, request)) return meanSame(unmarked, recorded, request);
  meaning.notice(request);
  return true;
}

/** A client that is done must have said what the recorded server answered to. */
export function halfCloseFits(sent: number, interaction: Interaction): boolean {
  if (!interaction.requestStream) return true;
  if (interaction.halfClosed) return sent === interaction.requests.length;
  return sent >= lastBound(interaction);
}

/** How many requests have to be sent for all that was recorded to be delivered. */
function lastBound(interaction: Interaction): RequestsBefore {
  const { call, responseAfter } = interaction;
  const ofLastResponse = responseAfter?.[responseAfter.length - 1] ?? 0;
  if (call === undefined) return ofLastResponse;
  const ofStatus = call.cancelledByClient || call.cutShort ? 0 : call.statusAfter;
  const ofMetadata = call.responseMetadata === undefined ? 0 : call.metadataAfter;
  return Math.max(ofLastResponse, ofStatus, ofMetadata);
}

/** Whether the responses that the call was given are those of `interaction` as well. */
export function givenFits(
  { interaction: held, given }: Call,
  interaction: Interaction,
  { response }: MethodMeaning,
): boolean {
  if (held === undefined || held.responses === interaction.responses) return true;
  if (interaction.responses.length < given) return false;
  for (let index = 0; index < given; index += 1) {
    if (!meanSame(response, held.responses.at(index), interaction.responses.at(index))) return false;
  }
  return true;
}
