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

/** A letter or slash: no number, date, indicator or `.inf` starts with one. */
const PLAIN_START = /^[A-Za-z/]/;
/**
 * What is not printable ASCII, and what ends a plain scalar: a colon before a blank or the end, a `#` after a blank, blanks
 * at the end. Looked for instead of what may stand there: an expression that repeats alternatives runs out of stack at some
 * million characters.
 */
const NOT_PLAIN = /[^ -~]|:(?![!-~])| (?![ !"$-~])/;
/** Words that YAML 1.1 or 1.2 take for a boolean or null. */
const WORDS = /^(?:y|n|yes|no|true|false|on|off|null)$/i;

function isPlainText(text: string): boolean {
  return PLAIN_START.test(text) && !NOT_PLAIN.test(text) && !(text.length <= 5 && WORDS.test(text));
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

/** Anything that is no indicator, quote or blank: good where only text is meant. */
const READ_PLAIN_START = /^[A-Za-z0-9/_.$(=~<+^;\\]/;
const CONTROL = /[^ -\uffff]/;
/** The escapes that `emitText` writes. */
const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([tnr"\\]))/g;
const QUOTE_OR_ESCAPE = /["\\]/;

/**
 * The text of a one-line scalar where all is said about it by the line alone; undefined for every other, which a YAML
 * parser must read. Everything that `emitText` writes is understood.
 */
export function findText(scalar: string): string | undefined {
  const first = scalar.charCodeAt(0);
  if (first !== SINGLE_QUOTE && first !== DOUBLE_QUOTE) {
    return READ_PLAIN_START.test(scalar) && !NOT_PLAIN.test(scalar) ? scalar : undefined;
  }
  const inner = scalar.slice(1, -1);
  if (scalar.length === 1 || scalar.charCodeAt(scalar.length - 1) !== first || CONTROL.test(inner))
    return undefined;
  return first === SINGLE_QUOTE ? findSingleQuoted(inner) : findDoubleQuoted(inner);
}

function findSingleQuoted(inner: string): string | undefined {
  if (!inner.includes("'")) return inner;
  return inner.replaceAll("''", '').includes("'") ? undefined : inner.replaceAll("''", "'");
}

function findDoubleQuoted(inner: string): string | undefined {
  if (!QUOTE_OR_ESCAPE.test(inner)) return inner;
  return QUOTE_OR_ESCAPE.test(inner.replace(ESCAPE, '')) ? undefined : inner.replace(ESCAPE, unescapeOf);
}

function unescapeOf(_: string, hex2: string | undefined, hex4: string | undefined, short: string): string {
  const hex = hex2 ?? hex4;
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  return short === 't' ? '\t' : short === 'n' ? '\n' : short === 'r' ? '\r' : short;
}
