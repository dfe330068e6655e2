/** So many names are remembered, and no long values. */
const MOST_NAMES = 1000;
const LONGEST_VALUE = 200;

interface Last {
  readonly value: string;
  readonly text: string;
}

/** By name, what was last made of a text: most calls say the same as the one before. */
export class LastTexts {
  readonly #lasts = new Map<string, Last>();

  /** What `make` makes of the value, now or the last time. */
  textOf(name: string, value: string, make: (name: string, value: string) => string): string {
    const last = this.#lasts.get(name);
    if (last?.value === value) return last.text;
    const text = make(name, value);
    const isKept = value.length < LONGEST_VALUE && name.length < LONGEST_VALUE;
    if (isKept && (last !== undefined || this.#lasts.size < MOST_NAMES))
      this.#lasts.set(name, { value, text });
    return text;
  }
}
