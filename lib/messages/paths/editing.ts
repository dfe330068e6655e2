// What changes fields, which most cassettes never do: only those that redact or ignore some.
export { declaredSecrets } from './declared-secrets.js';
export { editFields } from './edit-fields.js';
export { ContentReplacer } from './replaced-content.js';
export { withoutFields } from './without-fields.js';
