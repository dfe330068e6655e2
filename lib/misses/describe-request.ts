import type { Meaning } from '../messages/types/meaning.js';
import { wireView } from '../messages/view/wire-view.js';
import type { Kind } from '../model/kind.js';
import { showFilled } from './shown-value.js';

/** How much of a request is shown where it says which call is meant, in characters. */
const LENGTH = 100;

/** A request for a person, in a stream with its number: `{"model":"grok-4"}`, `request 3: {"text":"Hi"}`. */
export function describeRequest(kind: Kind, index: number, request: Uint8Array, meaning: Meaning): string {
  const shown = showFilled(meaning.view(request) ?? wireView(request), LENGTH);
  return kind.requestStream ? `request ${index + 1}: ${shown}` : shown;
}
