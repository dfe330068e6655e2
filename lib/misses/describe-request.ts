import { wireView } from '../messages/view/wire-view.js';
import type { Kind } from '../model/kind.js';
import type { Redaction } from '../redact/redaction.js';
import type { ReadRequest } from './read-request.js';
import { showFilled } from './shown-value.js';

/** How much of a request is shown where it says which call is meant, in characters. */
const LENGTH = 100;

/** A request for a person, in a stream with its number: `{"model":"grok-4"}`, `request 3: {"text":"Hi"}`. */
export function describeRequest(
  kind: Kind,
  index: number,
  request: ReadRequest,
  redaction: Redaction,
): string {
  const shown = showFilled(request.view ?? wireView(request.bytes), LENGTH, redaction);
  return kind.requestStream ? `request ${index + 1}: ${shown}` : shown;
}
