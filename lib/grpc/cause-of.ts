import { stripVTControlCharacters } from 'node:util';
import { CassetteError } from '../errors.js';
import { callersOf } from '../open/stack.js';

/**
 * The cause of a call's error, whose message ends with `details`. Runners print both: where the details are the explanation,
 * the cause only sums it up, and says where the call was made. Its facts are all there, and are not listed when it is printed.
 */
export function causeOf(error: CassetteError, details: string): CassetteError {
  if (stripVTControlCharacters(details) !== error.message) return error;
  const [summary = ''] = error.message.split('\n');
  const brief = new CassetteError(error.code, summary, {}, { cause: error.cause });
  const { name, message, stack, cause, code, ...facts } = error;
  for (const [fact, value] of Object.entries(facts)) {
    Object.defineProperty(brief, fact, { value, enumerable: false });
  }
  const frames = callersOf(error).slice(`${name}: ${message}`.length);
  brief.stack = `${name}: ${summary}${frames}`;
  return brief;
}
