import { isLikelySecret } from '../options/redact-options.js';
import { formsOf } from './value-forms.js';

/** A stretch of text, one character for each byte, and what is put in its place. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly fill: string;
}

/** So many values of a kind that were learned are looked for, the last ones: a token may be another in each call. */
const MOST_LEARNED = 64;

/** By the value, its forms: what each is replaced by. */
type Learned = Map<string, ReadonlyMap<string, string>>;
const SPECIAL = /[\\^$.*+?()[\]{}|/-]/g;

/** Values that must not be stored: those that somebody named, and those that this process was seen to send. */
export class KnownValues {
  readonly #named = new Map<string, string>();
  readonly #sent: Learned = new Map();
  /** Apart: many fields of one message must not make a credential forgotten. */
  readonly #takenOut: Learned = new Map();
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

  /** Learns what somebody proves himself with, where it is likely to be a secret and nothing else. */
  learn(value: Uint8Array): void {
    this.#learn(this.#sent, value);
  }

  /** The same of what was taken out of a field; `fill` takes its place elsewhere, where it is as long. */
  learnTakenOut(value: Uint8Array, fill: Uint8Array): void {
    this.#learn(this.#takenOut, value, fill);
  }

  #learn(learned: Learned, value: Uint8Array, fill?: Uint8Array): void {
    const text = Buffer.from(value).toString('latin1');
    const known = learned.get(text);
    if (known === undefined && (this.#named.has(text) || !isLikely(text))) return;
    // What is seen again is the last one again.
    learned.delete(text);
    learned.set(text, known ?? fillsOf(value, fill));
    if (known !== undefined) return;
    const [oldest] = learned.keys();
    if (learned.size > MOST_LEARNED && oldest !== undefined) learned.delete(oldest);
    this.#pattern = undefined;
    this.#generation += 1;
  }

  get isEmpty(): boolean {
    return this.#named.size + this.#sent.size + this.#takenOut.size === 0;
  }

  /** Where they stand in a text that has one character for each byte. */
  find(text: string): readonly Span[] {
    if (this.isEmpty) return [];
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
    const texts = this.#all.flatMap((forms) => [...forms.keys()]);
    const sources = [...new Set(texts)]
      .sort((a, b) => b.length - a.length)
      .map((text) => text.replace(SPECIAL, '\\$&'));
    return new RegExp(sources.join('|'), 'g');
  }

  get #all(): readonly ReadonlyMap<string, string>[] {
    return [this.#named, ...this.#sent.values(), ...this.#takenOut.values()];
  }

  #fillOf(text: string): string {
    const forms = this.#all.find((each) => each.has(text));
    return forms?.get(text) ?? '*'.repeat(text.length);
  }
}

const BINARY = /[^\x20-\x7e]/;

/** Of bytes that are no text, only their length tells. */
function isLikely(text: string): boolean {
  // It stands in the place of one.
  if (/^\*+$/.test(text)) return false;
  return isLikelySecret(BINARY.test(text) ? '*'.repeat(text.length) : text);
}

function fillsOf(value: Uint8Array, fill?: Uint8Array): ReadonlyMap<string, string> {
  return new Map(formsOf(value, fill).map((form) => [form.text, form.fill]));
}
