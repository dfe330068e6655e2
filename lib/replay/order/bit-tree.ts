/** Members by 32, and which of those words have any, and so on up to one word. */
const BITS = 5;
const WITHIN = 31;

/** A set of the whole numbers below a size, in which the next member is found in the time that the levels take. */
export class BitTree {
  readonly #levels: Uint32Array[] = [];

  /** All numbers below `size` are members. */
  constructor(size: number) {
    let count = size;
    do {
      const words = new Uint32Array((count + WITHIN) >>> BITS || 1);
      for (let index = 0; index < count; index += 1) setBit(words, index);
      this.#levels.push(words);
      count = words.length;
    } while (count > 1);
  }

  add(member: number): void {
    let index = member;
    for (const words of this.#levels) {
      setBit(words, index);
      index >>>= BITS;
    }
  }

  delete(member: number): void {
    let index = member;
    for (const words of this.#levels) {
      const word = index >>> BITS;
      words[word] = at(words, word) & ~(1 << (index & WITHIN));
      if (words[word] !== 0) return;
      index = word;
    }
  }

  /** The first member that is not less than `from`; -1 where there is none. */
  next(from: number): number {
    let index = from;
    for (let level = 0; level < this.#levels.length; level += 1) {
      const words = this.#levels[level] as Uint32Array;
      const word = index >>> BITS;
      if (word >= words.length) return -1;
      const rest = at(words, word) & (-1 << (index & WITHIN));
      if (rest !== 0) return this.#descend(level, (word << BITS) | lowestBit(rest));
      index = word + 1;
    }
    return -1;
  }

  /** The first member below the `index`th word of a level. */
  #descend(from: number, index: number): number {
    let found = index;
    for (let level = from - 1; level >= 0; level -= 1)
      found = (found << BITS) | lowestBit(at(this.#levels[level] as Uint32Array, found));
    return found;
  }
}

function setBit(words: Uint32Array, index: number): void {
  const word = index >>> BITS;
  words[word] = at(words, word) | (1 << (index & WITHIN));
}

function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}

function lowestBit(word: number): number {
  return WITHIN - Math.clz32(word & -word);
}
