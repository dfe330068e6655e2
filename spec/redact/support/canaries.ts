import { pick, randomNumbers } from '../../support/random.js';

/** A secret that stands in one place and nowhere else. */
export interface Canary {
  /** The place. */
  readonly name: string;
  readonly bytes: Buffer;
  /** What gives it away, one character for each byte. */
  readonly forms: readonly string[];
}

const LETTERS = [...'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'];
const random = randomNumbers(4711);
const HALF = 14;
/** So much of it is as bad as the whole: what is shown may be cut. */
const PART = 12;
const NUMBER = 8;
/** No form is shorter. */
const START = 8;
/** Fewer are looked for one by one. */
const FEW = 50;

/** The secrets of one test. */
export class Canaries {
  readonly all: Canary[] = [];

  /** A new one of 30 printable characters, some of which other encodings write otherwise. */
  text(name: string): string {
    const secret = `${letters(HALF)}/+${letters(HALF)}`;
    const bytes = Buffer.from(secret);
    this.#add(name, bytes, [bytes.subarray(0, PART), bytes.subarray(-PART)]);
    return secret;
  }

  /** A new one of bytes that are no text. */
  bytes(name: string): Buffer {
    const secret = Buffer.from([0xff, 0x80, ...Buffer.from(letters(2 * HALF))]);
    this.#add(name, secret, [secret.subarray(2, 2 + PART)]);
    return secret;
  }

  /** A new one of eight bytes, as a number has them. */
  number(name: string): Buffer {
    const secret = Buffer.from(Array.from({ length: NUMBER }, () => 0x81 + Math.floor(random() * 0x7e)));
    this.#add(name, secret, [secret], String(secret.readBigUInt64LE()));
    return secret;
  }

  /** Those of which something can be seen in a text that has one character for each byte, in base64 within it, too. */
  seenIn(text: string): readonly string[] {
    return this.#namesIn(withDecoded(text, 2));
  }

  /** Those that can be read in a text by anybody. */
  readableIn(text: string): readonly string[] {
    return this.#namesIn([text]);
  }

  #namesIn(texts: readonly string[]): readonly string[] {
    const found = new Set(
      texts.flatMap((text) => (this.all.length < FEW ? this.#search(text) : this.#scan(text))),
    );
    return this.all.filter((canary) => found.has(canary)).map(({ name }) => name);
  }

  #search(text: string): readonly Canary[] {
    return this.all.filter(({ forms }) => forms.some((form) => text.includes(form)));
  }

  /** The same in one pass, by how each form starts. */
  #scan(text: string): readonly Canary[] {
    const starts = new Map<string, [form: string, canary: Canary][]>();
    for (const canary of this.all) {
      for (const form of canary.forms) {
        const start = form.slice(0, START);
        starts.set(start, [...(starts.get(start) ?? []), [form, canary]]);
      }
    }
    const found: Canary[] = [];
    for (let index = 0; index < text.length; index += 1) {
      for (const [form, canary] of starts.get(text.slice(index, index + START)) ?? [])
        if (text.startsWith(form, index)) found.push(canary);
    }
    return found;
  }

  /** `parts` are those of which each gives it away. */
  #add(name: string, bytes: Buffer, parts: readonly Buffer[], ...others: readonly string[]): void {
    const forms = parts.flatMap((part) => [
      part.toString('latin1'),
      part.toString('hex'),
      part.toString('hex').toUpperCase(),
      [...part].map((byte) => `%${byte.toString(16)}`).join(''),
      ...[0, 1, 2].map((offset) => base64At(part, offset)),
    ]);
    this.all.push({
      name,
      bytes,
      forms: [...forms, ...others, encodeURIComponent(bytes.toString('latin1'))],
    });
  }
}

function letters(length: number): string {
  return Array.from({ length }, () => pick(random, LETTERS)).join('');
}

/** In base64, what the bytes alone decide where `offset` others stand before them. */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return text.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + bytes.length) * 4) / 3));
}

/**
 * A text without its line breaks, what is in base64 in that, and what is in base64 in that again. Each in one piece, for a
 * search costs the same.
 */
function withDecoded(text: string, levels: number): readonly string[] {
  const joined = text.replaceAll(/\n\s*/g, '');
  if (levels === 0) return [joined];
  const found = joined.match(/[A-Za-z0-9+/_-]{16,60000}/g) ?? [];
  const decoded = found.map((each) => Buffer.from(each, 'base64').toString('latin1')).join('\n');
  return [joined, ...withDecoded(decoded, levels - 1)];
}
