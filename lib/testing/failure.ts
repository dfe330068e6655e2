import { stripVTControlCharacters } from 'node:util';
import { CassetteError, type Forgiven, type Miss, type OpenCall } from '../index.js';
import { explainForgiven } from '../model/forgiven.js';
import { callersOf, tidyStack } from '../open/stack.js';

/** What there is to tell of a test or hook, besides its own error. */
interface Account {
  /** Misses that were not told yet. */
  readonly misses: readonly Miss[];
  /** Calls that have not ended. */
  readonly openCalls: readonly OpenCall[];
  /** What events waited for in vain. */
  readonly forgiven: readonly Forgiven[];
  /** What else went wrong with the cassette. */
  readonly trouble: Error | undefined;
  /** How to record again, for the person who reads it; undefined where that does not help. */
  readonly hint: string | undefined;
}

/** The error to fail with: the test's own, with what is to be told appended; undefined where there is nothing. */
export function explainFailure(own: unknown, account: Account): unknown {
  tidyStack(own);
  // In a terminal the call's own error has its differences in colour.
  const said = stripVTControlCharacters(messageOf(own));
  const isNew = (text: string): boolean => !said.includes(text);
  const { misses, openCalls, forgiven, trouble, hint } = account;
  const texts = misses.flatMap(({ error, count }) => [
    ...(isNew(error.message) ? [error.message] : []),
    ...(count > 1 ? [`  ${count} calls missed alike.`] : []),
  ]);
  if (hint !== undefined) texts.push(hint);
  if (trouble !== undefined && isNew(trouble.message)) texts.push(trouble.message);
  if (own === undefined && texts.length === 0) return undefined;
  if (openCalls.length > 0) texts.push(describeOpenCalls(openCalls));
  const waits = explainForgiven(forgiven, isNew);
  if (waits !== undefined) texts.push(waits);
  if (texts.length === 0) return own;
  if (own !== undefined) return append(own, texts.join('\n'));
  const [first] = misses;
  return first === undefined && trouble !== undefined ? trouble : unnoticed(first?.error, texts.join('\n'));
}

/** Names the calls that a test left open. */
export function describeOpenCalls(openCalls: readonly OpenCall[]): string {
  const lines = openCalls.map(({ method, waitsFor }) => `  ${method} waits for ${waitsFor}`);
  return [`${openCalls.length === 1 ? 'A call is' : 'Calls are'} still open:`, ...lines].join('\n');
}

/** The program went on as if nothing had happened: the error points to where the call was made. */
function unnoticed(first: CassetteError | undefined, text: string): CassetteError {
  const message = `A call was not answered by its cassette, and its error went unnoticed.\n${text}`;
  const error = new CassetteError(first?.code ?? 'no_match', message, first);
  const stack = first === undefined ? '' : callersOf(first);
  const frames = first === undefined ? '' : stack.slice(stack.indexOf(first.message) + first.message.length);
  error.stack = `${error.name}: ${message}${frames}`;
  return error;
}

/** The same error, so that its class, code and difference stay; a new one where it cannot be changed. */
function append(own: unknown, text: string): unknown {
  const message = messageOf(own);
  // What goes on in the lines of an explanation needs no distance from it.
  const whole = `${message}${text.startsWith(' ') ? '\n' : '\n\n'}${text}`;
  try {
    if (own instanceof Error) {
      const { name, stack } = own;
      own.message = whole;
      own.stack = withMessage(stack, name, message, whole);
    }
  } catch {
    // Frozen, or the message is computed.
  }
  return messageOf(own) === whole ? own : new Error(whole, { cause: own });
}

/** Runners print the stack, and look for the message in it. */
function withMessage(stack: string | undefined, name: string, message: string, whole: string): string {
  if (stack === undefined) return `${name}: ${whole}`;
  const head = message === '' ? name : message;
  return stack.replace(head, () => (message === '' ? `${name}: ${whole}` : whole));
}

function messageOf(error: unknown): string {
  if (error === undefined) return '';
  if (typeof error !== 'object' || error === null) return String(error);
  const { message } = error as { readonly message?: unknown };
  return typeof message === 'string' ? message : String(error);
}
