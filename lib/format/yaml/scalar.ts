import { CODES } from './characters.js';

const { DOUBLE_QUOTE, SINGLE_QUOTE } = CODES;

/**
 * Text as one line of YAML that YAML 1.1 (PyYAML) and YAML 1.2 (js-yaml) both read as that text: plain only where both
 * surely take it for text, else single-quoted, else double-quoted with escapes.
 */
export function emitText(text: string): string {
  if (isPlainText(text)) return text;
  if (isPrintable(text)) return `'${text.replaceAll("'", "''")}'`;
  return `"${text.replace(ESCAPED, escapeOf)}"`;
}

/** Whether both readers take every character of a line as it is. */
export function isPrintable(line: string): boolean {
  return !NEEDS_ESCAPES.test(line);
}

/**
 * A letter or slash first: no number, date, indicator or `.inf` starts with one. Then printable ASCII, without what ends
 * a plain scalar: a colon before a blank or the end, a `#` after a blank, blanks at the end.
 */
const PLAIN = /^[A-Za-z/](?:[!-9;-~]|:(?=[!-~])| +(?=[!"$-~]))*$/;
/** Words that YAML 1.1 or 1.2 take for a boolean or null. */
const WORDS = /^(?:y|n|yes|no|true|false|on|off|null)$/i;

function isPlainText(text: string): boolean {
  return PLAIN.test(text) && !(text.length <= 5 && WORDS.test(text));
}

/**
 * Controls, the line ends of YAML 1.1 (NEL, U+2028, U+2029), byte order marks, non-characters and lone surrogates: what
 * PyYAML refuses, takes for a line end, or what UTF-8 cannot hold.
 */
const SOURCE =
  '[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]';
const NEEDS_ESCAPES = new RegExp(SOURCE);
const ESCAPED = new RegExp(`${SOURCE}|["\\\\]`, 'g');

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

function escapeOf(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** The same, beginning with anything that is no indicator, quote or blank: good where only text is meant. */
const READ_PLAIN = /^[A-Za-z0-9/_.$(=~<+^;\\](?:[!-9;-~]|:(?=[!-~])| +(?=[!"$-~]))*$/;
/** A double-quoted scalar with no escapes but those that `emitText` writes. */
const READ_DOUBLE = /^"(?:[ !\x23-\x5b\x5d-\uffff]|\\(?:[tnr"\\]|x[0-9a-f]{2}|u[0-9a-f]{4}))*"$/;
const READ_ESCAPE = /\\(?:x(..)|u(....)|(.))/g;
const READ_SINGLE = /^'(?:[ -&\x28-\uffff]|'')*'$/;

/**
 * The text of a one-line scalar where all is said about it by the line alone; undefined for every other, which a YAML
 * parser must read. Everything that `emitText` writes is understood.
 */
export function findText(scalar: string): string | undefined {
  const first = scalar.charCodeAt(0);
  if (first === SINGLE_QUOTE) {
    if (!READ_SINGLE.test(scalar)) return undefined;
    const inner = scalar.slice(1, -1);
    return inner.includes("'") ? inner.replaceAll("''", "'") : inner;
  }
  if (first === DOUBLE_QUOTE) {
    if (!READ_DOUBLE.test(scalar)) return undefined;
    return scalar.slice(1, -1).replace(READ_ESCAPE, unescapeOf);
  }
  return READ_PLAIN.test(scalar) ? scalar : undefined;
}

function unescapeOf(_: string, hex2: string | undefined, hex4: string | undefined, short: string): string {
  const hex = hex2 ?? hex4;
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  return short === 't' ? '\t' : short === 'n' ? '\n' : short === 'r' ? '\r' : short;
}
