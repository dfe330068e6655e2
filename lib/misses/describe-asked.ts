import { countOf } from '../model/text/count-of.js';
import type { Redaction } from '../redact/redaction.js';
import type { Call, Unanswered } from '../replay/call.js';
import type { AskedRequests } from './asked-requests.js';
import { describeRequest } from './describe-request.js';

/** What of a call nothing answers: the request that broke it, or how far it came. */
export function describeAsked(
  { kind, halfClosed }: Call,
  unanswered: Unanswered,
  asked: AskedRequests,
  redaction: Redaction,
): string {
  const index = unanswered.reason === 'request' ? unanswered.index : 0;
  const isAboutRequest = unanswered.reason === 'request' || !kind.requestStream;
  if (isAboutRequest && index < asked.length) {
    return describeRequest(kind, index, asked.at(index), redaction);
  }
  return `${countOf(asked.length, 'request')} sent${halfClosed ? ', then half-closed' : ''}`;
}
