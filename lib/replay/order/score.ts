import type { Interaction } from '../../model/interaction.js';
import type { NumberList } from '../../model/order/number-ranges.js';

/** The numbers of a recorded call's acts and events, in the group of calls that overlapped it. */
export interface Score {
  readonly start: number;
  readonly requests: NumberList;
  /** Undefined where the client did not half-close. */
  readonly halfClosed: number | undefined;
  readonly headers: number | undefined;
  /** Of streamed responses; a single one stands at the end. */
  readonly responses: NumberList;
  /** Undefined where the client cancelled, or the recording stopped before. */
  readonly end: number | undefined;
  /** The client's cancel. */
  readonly cancel: number | undefined;
}

const NONE: NumberList = { length: 0, grows: true, at: () => undefined };

/** Undefined where the recording has no order, or one that cannot be: a person may have changed it. */
export function findScore(interaction: Interaction): Score | undefined {
  const { call, halfClosed } = interaction;
  const order = call?.order;
  if (call === undefined || order === undefined) return undefined;
  const requests = findRequests(interaction, order.request ?? order.start + 1);
  const responses = findResponses(interaction);
  if (requests === undefined || responses === undefined) return undefined;
  const lastRequest = requests.at(requests.length - 1) ?? order.start;
  return {
    start: order.start,
    requests,
    halfClosed: halfClosed ? (order.halfClosed ?? lastRequest + 1) : undefined,
    headers: order.headers,
    responses,
    end: call.cancelledByClient || call.cutShort ? undefined : order.end,
    cancel: call.cancelledByClient ? order.end : undefined,
  };
}

function findRequests(
  { requestStream, requests, requestOrder }: Interaction,
  single: number,
): NumberList | undefined {
  if (requests.length === 0) return NONE;
  if (requestStream) return growing(requestOrder);
  return { length: 1, grows: true, at: (index) => (index === 0 ? single : undefined) };
}

function findResponses({ responseStream, responses, responseOrder }: Interaction): NumberList | undefined {
  return responseStream && responses.length > 0 ? growing(responseOrder) : NONE;
}

function growing(list: NumberList | undefined): NumberList | undefined {
  return list?.grows ? list : undefined;
}
