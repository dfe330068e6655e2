import type { KnownMessages } from '../../lib/messages/meaning/known-messages.js';
import { type RedactOptions, resolveRedact } from '../../lib/options/redact-options.js';
import { type Knowledge, Redaction } from '../../lib/redact/redaction.js';

/** Of messages of which nothing is known. */
export const wireKnowledge: KnownMessages = {
  declared: undefined,
  namesFor: () => ({}),
  decode: (bytes) => bytes,
};

/** What takes secrets out where nothing is known of messages but their bytes. */
export function redactionBy(options: RedactOptions = {}): Redaction {
  return new Redaction(resolveRedact(options, {}), knowing(wireKnowledge));
}

/** That this is all there is to know, of every message. */
export function knowing(known: KnownMessages): Knowledge {
  return { messagesOf: () => known, isSettled: () => true, lacksSchema: () => false };
}
