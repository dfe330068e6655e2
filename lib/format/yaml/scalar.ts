import { CODES } from './characters.js';

const { BACKSLASH, DOUBLE_QUOTE, SINGLE_QUOTE } = CODES;

/**
 * Text as one line of YAML that YAML 1.1 (PyYAML) and YAML 1.2 (js-yaml) both read as that text: plain only where both
 * surely take it for text, else single-quoted, else double-quoted with escapes.
 */
export function emitText(text: string): string {
  if (isPlainText(text)) return text;
  if (isPrintable(text)) return `'${text.replaceAll("'", "''")}'`;
  return `"${escaped(text)}"`;
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

/** Of so many characters at a time: a replacement keeps each of its matches until it is done, of which there may be millions. */
const AT_A_TIME = 1 << 16;

function escaped(text: string): string {
  const parts: string[] = [];
  for (let from = 0; from < text.length; ) {
    // The two halves of a character stay together.
    const isHalved = /[\ud800-\udbff]/.test(text.charAt(from + AT_A_TIME - 1));
    const to = from + AT_A_TIME + (isHalved ? 1 : 0);
    parts.push(text.slice(from, to).replace(ESCAPED, escapeOf));
    from = to;
  }
  return parts.join('');
}

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
const QUOTE_OR_ESCAPE = /["\\]/;
/** The escapes that `emitText` writes: what one letter means, and how many digits follow another. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['"', '"'],
  ['\\', '\\'],
]);
const DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
]);
const HEX = /^[0-9a-f]+$/;

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

/** Read in one pass and little memory: an expression that replaces keeps each of its matches, of which there may be millions. */
function findDoubleQuoted(inner: string): string | undefined {
  if (!QUOTE_OR_ESCAPE.test(inner)) return inner;
  const codes = Buffer.allocUnsafe(2 * inner.length);
  let length = 0;
  for (let at = 0; at < inner.length; length += 1) {
    const code = inner.charCodeAt(at);
    if (code === DOUBLE_QUOTE) return undefined;
    const escaped = code === BACKSLASH ? findEscape(inner, at + 1) : { code, end: at + 1 };
    if (escaped === undefined) return undefined;
    codes.writeUInt16LE(escaped.code, 2 * length);
    at = escaped.end;
  }
  return codes.toString('utf16le', 0, 2 * length);
}

/** The character of an escape whose backslash stands before `at`, and the offset after it. */
function findEscape(text: string, at: number): { readonly code: number; readonly end: number } | undefined {
  const letter = text.charAt(at);
  const meaning = MEANINGS.get(letter);
  if (meaning !== undefined) return { code: meaning.charCodeAt(0), end: at + 1 };
  const count = DIGITS.get(letter);
  if (count === undefined) return undefined;
  const end = at + 1 + count;
  const digits = text.slice(at + 1, end);
  return digits.length === count && HEX.test(digits) ? { code: Number.parseInt(digits, 16), end } : undefined;
}
