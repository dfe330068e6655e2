import { wireKnowledge } from '../../lib/messages/meaning/known-messages.js';
import { type RedactOptions, resolveRedact } from '../../lib/options/redact-options.js';
import { Redaction } from '../../lib/redact/redaction.js';

/** What takes secrets out where nothing is known of messages but their bytes. */
export function redactionBy(options: RedactOptions = {}): Redaction {
  return new Redaction(resolveRedact(options, {}), () => wireKnowledge);
}
