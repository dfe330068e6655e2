// What a cassette needs that records, and one that only answers does not.
export { redactedAgain } from '../record/redact-again.js';
export { Take } from '../record/take.js';
export { Views } from '../record/views.js';
