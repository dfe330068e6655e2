import { emitNumber, findBound, findCount } from '../yaml/numbers.js';
import { emitText, findText } from '../yaml/scalar.js';
import { type CallForm, FIELD } from './form.js';
import { LastTexts } from './last-texts.js';

const texts = new LastTexts();

export const TEXT: CallForm<string> = {
  find: (rest) => (rest.startsWith(' ') ? findText(rest.slice(1)) : undefined),
  read: (node, key, values) => values.text(node, key),
  emit: (key, text) => texts.textOf(key, text, emitLine),
};

function emitLine(key: string, text: string): string {
  return `${FIELD}${key}: ${emitText(text)}\n`;
}

/** Whole milliseconds. */
export const COUNT: CallForm<number> = {
  find: (rest) => (rest.startsWith(' ') ? findCount(rest.slice(1)) : undefined),
  read: (node, key, values) => values.count(node, key),
  emit: (key, count) => `${FIELD}${key}: ${emitNumber(count)}\n`,
};

/** A causal bound. One of 0 is none, which is what an absent key means. */
export const BOUND: CallForm<number> = {
  find: (rest) => (rest.startsWith(' ') ? findBound(rest.slice(1)) : undefined),
  read: (node, key, values) => values.bound(node, key),
  emit: (key, bound) => (bound === 0 ? '' : `${FIELD}${key}: ${emitNumber(bound)}\n`),
};

/** A boolean that is written only where it is `word`. */
export function flag(word: boolean): CallForm<boolean> {
  return {
    find: (rest) => (rest === ` ${word}` ? word : undefined),
    read: (node, key, values) => values.flag(node, key),
    emit: (key, value) => (value === word ? `${FIELD}${key}: ${word}\n` : ''),
  };
}
