import type { JsonValue } from '../../model/json.js';
import { emitText, isPrintable } from './scalar.js';

/**
 * A value as block YAML, every line behind `indentation` blanks: what a key's value looks like on the lines below the
 * key. YAML 1.1 (PyYAML) and YAML 1.2 (js-yaml) read the same from it.
 */
export function emitJsonLines(value: JsonValue, indentation: number): string {
  const margin = ' '.repeat(indentation);
  if (isList(value) && value.length > 0) {
    return value.map((item) => `${margin}- ${emitItem(item, indentation)}`).join('');
  }
  if (isRecord(value) && Object.keys(value).length > 0) {
    return Object.entries(value)
      .map(([key, each]) => `${margin}${emitText(key)}:${emitField(each, indentation)}`)
      .join('');
  }
  return `${margin}${emitScalar(value, indentation)}\n`;
}

/** The value of a list's item, behind its dash: a record's first field stands on the dash's own line. */
function emitItem(value: JsonValue, indentation: number): string {
  if (!isBlock(value)) return `${emitScalar(value, indentation + 2)}\n`;
  return emitJsonLines(value, indentation + 2).slice(indentation + 2);
}

/** The value of a field, behind its colon; a list's dashes stand in the key's own column, as PyYAML has them. */
function emitField(value: JsonValue, indentation: number): string {
  if (!isBlock(value)) return ` ${emitScalar(value, indentation + 2)}\n`;
  return `\n${emitJsonLines(value, isList(value) ? indentation : indentation + 2)}`;
}

function emitScalar(value: JsonValue, indentation: number): string {
  if (typeof value === 'string')
    return value.includes('\n') ? emitLines(value, indentation) : emitText(value);
  if (typeof value === 'number') return emitNumber(value);
  if (isList(value)) return '[]';
  return value !== null && typeof value === 'object' ? '{}' : String(value);
}

/** YAML 1.1 takes a number with an exponent for text unless it has a point. */
function emitNumber(value: number): string {
  const text = Object.is(value, -0) ? '-0.0' : String(value);
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text;
}

/** Text of several lines as a literal block, where it reads back as it is; else in quotes. */
function emitLines(text: string, indentation: number): string {
  const lines = text.split('\n');
  const isPlain =
    /^[^ \t\n]/.test(text) && lines.every((line) => isPrintable(line) && !/^[ \t]+$|\t|[ \t]$/.test(line));
  if (!isPlain) return emitText(text);
  const end = lines.length - 1 - lines.findLastIndex((line) => line !== '');
  const chomping = end === 0 ? '-' : end === 1 ? '' : '+';
  const margin = ' '.repeat(indentation);
  const body = end === 0 ? lines : lines.slice(0, -1);
  return `|${chomping}\n${body.map((line) => (line === '' ? '' : margin + line)).join('\n')}`;
}

function isBlock(value: JsonValue): boolean {
  if (isList(value)) return value.length > 0;
  return isRecord(value) && Object.keys(value).length > 0;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isRecord(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !isList(value);
}
