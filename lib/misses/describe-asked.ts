import type { Meaning } from '../messages/types/meaning.js';
import { countOf } from '../model/count-of.js';
import type { Asking } from '../replay/asking.js';
import type { Unanswered } from '../replay/unanswered.js';
import { describeRequest } from './describe-request.js';

/** What of a call nothing answers: the request that broke it, or how far it came. */
export function describeAsked({ kind, soFar }: Asking, unanswered: Unanswered, meaning: Meaning): string {
  const { requests, halfClosed } = soFar;
  const index = unanswered.reason === 'request' ? unanswered.index : 0;
  const isAboutRequest = unanswered.reason === 'request' || !kind.requestStream;
  if (isAboutRequest && index < requests.length) {
    return describeRequest(kind, index, requests.at(index), meaning);
  }
  return `${countOf(requests.length, 'request')} sent${halfClosed ? ', then half-closed' : ''}`;
}
