/** What stands in the place of a secret text. */
export const REPLACEMENT = '[REDACTED]';
