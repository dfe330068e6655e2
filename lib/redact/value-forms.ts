import { asBuffer } from '../model/as-buffer.js';

/** A form in which a value may stand in text or bytes. Both have one character for each byte. */
export interface ValueForm {
  readonly text: string;
  /** What is put in its place, of the same length. */
  readonly fill: string;
}

/** Shorter ones are found in too many other things. */
const SHORTEST_ENCODED = 8;

/**
 * The forms of a value that are looked for: as it is, as JSON and percent-encoding have it, in hexadecimal, and in both
 * alphabets of base64, at each of the three places where it may stand in other bytes. `fill` takes the place of the value
 * itself where it has its length; asterisks do otherwise.
 */
export function formsOf(value: Uint8Array, fill?: Uint8Array): readonly ValueForm[] {
  const bytes = asBuffer(value);
  const plain = bytes.toString('latin1');
  const own =
    fill !== undefined && fill.length === value.length ? asBuffer(fill).toString('latin1') : undefined;
  const forms: ValueForm[] = [{ text: plain, fill: own ?? filled('*', plain.length) }];
  const add = (text: string, pattern: string, shortest = SHORTEST_ENCODED): void => {
    if (text.length >= shortest && !forms.some((form) => form.text === text))
      forms.push({ text, fill: filled(pattern, text.length) });
  };
  // They are no shorter than the value itself, and as telling.
  for (const text of textForms(bytes)) add(text, '*', plain.length);
  for (const text of [bytes.toString('hex'), bytes.toString('hex').toUpperCase()]) add(text, '0');
  for (const offset of [0, 1, 2]) {
    const text = base64At(bytes, offset);
    // What is put there can be read as base64, too.
    add(text, 'REDACTED');
    add(text.replaceAll('+', '-').replaceAll('/', '_'), 'REDACTED');
  }
  return forms;
}

/** Only of text. */
function textForms(bytes: Buffer): readonly string[] {
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? [...percentForms(text), ...jsonForms(text)] : [];
}

/** As `encodeURIComponent` and `encodeURI` have it, RFC 3986, forms (`URLSearchParams`), and a URL that is given it as its query. */
function percentForms(text: string): readonly string[] {
  const component = encodeURIComponent(text);
  const strict = component.replace(/[!'()*]/g, percentOf);
  const form = component.replace(/[!'()~]/g, percentOf);
  const encoded = [component, strict, strict.replaceAll('~', '%7E'), form].flatMap((each) => [
    each,
    each.replaceAll('%20', '+'),
  ]);
  const query = text
    .replace(/[^\x21\x24-\x26\x28-\x3b\x3d\x3f-\x7e]+/g, encodeURIComponent)
    .replaceAll("'", '%27');
  return [...encoded, query, encodeURI(text)].flatMap((each) => [
    each,
    each.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  ]);
}

function percentOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** As JavaScript has it, PHP (`\/`), Go (`\u0026`), and Python, which escapes all that is not ASCII. */
function jsonForms(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const ofGo = json.replace(/[<>&]/g, unicodeOf);
  const ofPython = json.replace(/[^\x20-\x7e]/g, unicodeOf);
  return [json, json.replaceAll('/', '\\/'), ofGo, ofPython].map((each) =>
    Buffer.from(each).toString('latin1'),
  );
}

function unicodeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const BITS = 6;

/** The characters of base64 that the bytes alone decide, where `offset` other bytes stand before them in their group. */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return text.slice(Math.ceil((offset * 8) / BITS), Math.floor(((offset + bytes.length) * 8) / BITS));
}

function filled(pattern: string, length: number): string {
  return pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length);
}
