import type { Entry } from '../../../lib/format/entry.js';
import { parse } from './broken-text.js';

export const SIDES = '  request_sample:\n    raw: null\n  response_sample:\n    raw: null\n';

/** The only entry of a file whose call has these lines. */
export function only(...lines: readonly string[]): Entry {
  const call = lines.map((line) => `    ${line}\n`).join('');
  const [entry] = parse(`version: 1\ninteractions:\n- call:\n${call}${SIDES}`).entries;
  if (entry === undefined) throw new Error('there is no entry');
  return entry;
}
