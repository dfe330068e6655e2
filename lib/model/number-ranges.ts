/** Whole numbers, each by its index. */
export interface NumberList {
  readonly length: number;
  /** Whether each number is greater than the one before it. */
  readonly grows: boolean;
  /** Undefined outside the list. */
  at(index: number): number | undefined;
}

/** `count` numbers from `first` on, each `stride` more than the one before it. */
export interface NumberRange {
  readonly first: number;
  readonly count: number;
  readonly stride: number;
}

interface GrowingRange {
  first: number;
  count: number;
  stride: number;
  /** How many numbers of the list come before. */
  readonly before: number;
}

/** A list of growing numbers, kept as ranges: a million messages in lockstep are one. */
export class NumberRanges implements NumberList {
  readonly #ranges: GrowingRange[] = [];
  #length = 0;
  #last = Number.NEGATIVE_INFINITY;
  #grows = true;
  /** The range that was looked into last, for a list is mostly asked in order. */
  #looked = 0;

  get length(): number {
    return this.#length;
  }

  /** Whether each number is greater than the one before it. */
  get grows(): boolean {
    return this.#grows;
  }

  get ranges(): readonly NumberRange[] {
    return this.#ranges;
  }

  push(number: number): void {
    if (number <= this.#last) this.#grows = false;
    this.#last = number;
    const range = this.#ranges[this.#ranges.length - 1];
    if (range === undefined || !extend(range, number)) this.#begin(number, range);
    this.#length += 1;
  }

  /** Adds a range as it stands in a file. */
  pushRange({ first, count, stride }: NumberRange): void {
    if (first <= this.#last) this.#grows = false;
    this.#ranges.push({ first, count, stride, before: this.#length });
    this.#last = first + (count - 1) * stride;
    this.#length += count;
  }

  at(index: number): number | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    const range = this.#rangeOf(index);
    return range && range.first + (index - range.before) * range.stride;
  }

  /** Two numbers apart are no range yet: the second may begin one. */
  #begin(number: number, last: GrowingRange | undefined): void {
    const begun = { first: number, count: 1, stride: 1, before: this.#length };
    if (last?.count !== 2 || last.stride === 1) {
      this.#ranges.push(begun);
      return;
    }
    const second = last.first + last.stride;
    last.count = 1;
    last.stride = 1;
    this.#ranges.push({ first: second, count: 2, stride: number - second, before: last.before + 1 });
  }

  #rangeOf(index: number): GrowingRange | undefined {
    const looked = this.#ranges[this.#looked];
    if (looked !== undefined && index >= looked.before && index < looked.before + looked.count) return looked;
    let [low, high] = [0, this.#ranges.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#ranges[middle]?.before ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    this.#looked = low;
    return this.#ranges[low];
  }
}

function extend(range: GrowingRange, number: number): boolean {
  if (range.count === 1) range.stride = number - range.first;
  else if (number !== range.first + range.count * range.stride) return false;
  range.count += 1;
  return true;
}
