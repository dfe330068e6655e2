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

/**
 * A list of growing numbers, kept as ranges: a million messages in lockstep are one. Each range is a place in three lists,
 * for an object each would be more than the numbers themselves where these have no rule.
 */
export class NumberRanges implements NumberList {
  readonly #firsts: number[] = [];
  readonly #strides: number[] = [];
  /** How many numbers of the list come before. */
  readonly #befores: number[] = [];
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

  /** How many ranges there are. */
  get count(): number {
    return this.#firsts.length;
  }

  *ranges(): Iterable<NumberRange> {
    for (let place = 0; place < this.count; place += 1) {
      yield { first: this.#firstOf(place), count: this.#countOf(place), stride: this.#strideOf(place) };
    }
  }

  push(number: number): void {
    const place = this.count - 1;
    if (place === -1 || !this.#extend(place, number)) this.#begin(number, place);
    this.#note(number, number, 1);
  }

  /** Adds a range as it stands in a file. */
  pushRange({ first, count, stride }: NumberRange): void {
    this.#add(first, stride, this.#length);
    this.#note(first, first + (count - 1) * stride, count);
  }

  at(index: number): number | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    const place = this.#findPlace(index);
    return this.#firstOf(place) + (index - this.#beforeOf(place)) * this.#strideOf(place);
  }

  /** The first `length` of them. */
  upTo(length: number): NumberRanges {
    if (length >= this.#length) return this;
    const some = new NumberRanges();
    for (const { first, count, stride } of this.ranges()) {
      const left = length - some.length;
      if (left <= 0) break;
      some.pushRange({ first, count: Math.min(count, left), stride });
    }
    return some;
  }

  #note(first: number, last: number, count: number): void {
    if (first <= this.#last) this.#grows = false;
    this.#last = last;
    this.#length += count;
  }

  #add(first: number, stride: number, before: number): void {
    this.#firsts.push(first);
    this.#strides.push(stride);
    this.#befores.push(before);
  }

  #extend(place: number, number: number): boolean {
    const [first, count] = [this.#firstOf(place), this.#countOf(place)];
    if (count === 1) this.#strides[place] = number - first;
    return number === first + count * this.#strideOf(place);
  }

  /** Two numbers apart are no range yet: the second may begin one. */
  #begin(number: number, last: number): void {
    const stride = last === -1 ? 1 : this.#strideOf(last);
    if (stride === 1 || this.#countOf(last) !== 2) {
      this.#add(number, 1, this.#length);
      return;
    }
    const second = this.#firstOf(last) + stride;
    this.#strides[last] = 1;
    this.#add(second, number - second, this.#length - 1);
  }

  #findPlace(index: number): number {
    const looked = index - this.#beforeOf(this.#looked);
    if (looked >= 0 && looked < this.#countOf(this.#looked)) return this.#looked;
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#beforeOf(middle) <= index) low = middle;
      else high = middle - 1;
    }
    this.#looked = low;
    return low;
  }

  #countOf(place: number): number {
    return (this.#befores[place + 1] ?? this.#length) - this.#beforeOf(place);
  }

  #firstOf(place: number): number {
    return this.#firsts[place] as number;
  }

  #strideOf(place: number): number {
    return this.#strides[place] as number;
  }

  #beforeOf(place: number): number {
    return this.#befores[place] as number;
  }
}
