import type { Interaction, MessageList, RequestsBefore } from '../model/interaction.js';
import { sameBytes } from './request-key.js';

/** What a streamed call has said and heard so far. */
export interface CallSoFar {
  readonly requests: MessageList;
  readonly halfClosed: boolean;
  /** The responses it was given: the first `count` of an interaction. */
  readonly given: { readonly responses: MessageList; readonly count: number };
}

/** Whether `interaction` can still be the recording of the call, by the messages that went both ways. */
export function fits(call: CallSoFar, interaction: Interaction): boolean {
  for (let index = 0; index < call.requests.length; index += 1) {
    if (!requestFits(call.requests.at(index), interaction, index)) return false;
  }
  return (
    (!call.halfClosed || halfCloseFits(call.requests.length, interaction)) && givenFits(call, interaction)
  );
}

/** Whether `interaction`, which fits, holds all that the call has said, and not less because it ended before. */
export function isExact(call: CallSoFar, interaction: Interaction): boolean {
  return call.requests.length <= interaction.requests.length && (!call.halfClosed || interaction.halfClosed);
}

/** A client may say more than was recorded where the recorded call ended before its client had said all. */
export function requestFits(request: Uint8Array, interaction: Interaction, index: number): boolean {
  if (index >= interaction.requests.length) return !interaction.halfClosed;
  return sameBytes(interaction.requests.at(index), request);
}

/** A client that is done must have said what the recorded server answered to. */
export function halfCloseFits(sent: number, interaction: Interaction): boolean {
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

function givenFits(call: CallSoFar, interaction: Interaction): boolean {
  const { responses, count } = call.given;
  if (responses === interaction.responses) return true;
  if (interaction.responses.length < count) return false;
  for (let index = 0; index < count; index += 1) {
    if (!sameBytes(responses.at(index), interaction.responses.at(index))) return false;
  }
  return true;
}
