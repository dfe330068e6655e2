import { isLikelySecret } from '../options/redact-options.js';
import { formsOf } from './value-forms.js';

/** A stretch of text, one character for each byte, and what is put in its place. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly fill: string;
}

/** So many values that were learned are looked for, the last ones: a token may be another in each call. */
const MOST_LEARNED = 64;
const SPECIAL = /[\\^$.*+?()[\]{}|/-]/g;

/** Values that must not be stored: those that somebody named, and those that this process was seen to send. */
export class KnownValues {
  readonly #named = new Map<string, string>();
  /** By the value, its forms. */
  readonly #learned = new Map<string, ReadonlyMap<string, string>>();
  #pattern: RegExp | undefined;
  #generation = 0;

  /** `named` are looked for however short they are, and never forgotten. */
  constructor(named: readonly string[]) {
    for (const value of named)
      for (const [text, fill] of fillsOf(Buffer.from(value))) this.#named.set(text, fill);
  }

  /** Goes up with each value that is learned. */
  get generation(): number {
    return this.#generation;
  }

  /** Learns a value where it is likely to be a secret and nothing else; `fill` takes its place where it is as long. */
  learn(value: Uint8Array, fill?: Uint8Array): void {
    const text = Buffer.from(value).toString('latin1');
    const known = this.#learned.get(text);
    if (known !== undefined) {
      // It is in use, and so among the last.
      this.#learned.delete(text);
      this.#learned.set(text, known);
      return;
    }
    if (this.#named.has(text) || !isLikely(text)) return;
    this.#learned.set(text, fillsOf(value, fill));
    const [oldest] = this.#learned.keys();
    if (this.#learned.size > MOST_LEARNED && oldest !== undefined) this.#learned.delete(oldest);
    this.#pattern = undefined;
    this.#generation += 1;
  }

  /** Where they stand in a text that has one character for each byte. */
  find(text: string): readonly Span[] {
    if (this.#named.size === 0 && this.#learned.size === 0) return [];
    this.#pattern ??= this.#makePattern();
    const pattern = this.#pattern;
    const spans: Span[] = [];
    let covered = 0;
    pattern.lastIndex = 0;
    for (let hit = pattern.exec(text); hit !== null; hit = pattern.exec(text)) {
      const { 0: found, index } = hit;
      const end = index + found.length;
      // One may begin in another, and go on behind it.
      pattern.lastIndex = index + 1;
      if (end <= covered) continue;
      const start = Math.max(index, covered);
      spans.push({ start, end, fill: this.#fillOf(found).slice(start - index) });
      covered = end;
    }
    return spans;
  }

  /** Longer ones first: what is within one of them is part of it. */
  #makePattern(): RegExp {
    const texts = [this.#named, ...this.#learned.values()].flatMap((forms) => [...forms.keys()]);
    const sources = [...new Set(texts)]
      .sort((a, b) => b.length - a.length)
      .map((text) => text.replace(SPECIAL, '\\$&'));
    return new RegExp(sources.join('|'), 'g');
  }

  #fillOf(text: string): string {
    const forms = [this.#named, ...this.#learned.values()].find((each) => each.has(text));
    return forms?.get(text) ?? '*'.repeat(text.length);
  }
}

const BINARY = /[^\x20-\x7e]/;

/** Of bytes that are no text, only their length tells. */
function isLikely(text: string): boolean {
  return isLikelySecret(BINARY.test(text) ? '*'.repeat(text.length) : text);
}

function fillsOf(value: Uint8Array, fill?: Uint8Array): ReadonlyMap<string, string> {
  return new Map(formsOf(value, fill).map((form) => [form.text, form.fill]));
}
