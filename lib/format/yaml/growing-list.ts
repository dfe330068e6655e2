import { keepShape } from '../../model/keep-shape.js';

/** Numbers without a length known beforehand, in an array of the kind that `make` makes. */
export class GrowingList<Numbers extends Float64Array | Uint32Array> {
  readonly #make: (length: number) => Numbers;
  #numbers: Numbers;
  #count = 0;

  constructor(make: (length: number) => Numbers) {
    this.#make = make;
    this.#numbers = make(16);
  }

  push(value: number): void {
    if (this.#count === this.#numbers.length) {
      const longer = this.#make(this.#count * 2);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#count] = value;
    this.#count += 1;
  }

  /** What was pushed so far, in place. */
  get numbers(): ArrayLike<number> {
    return this.#numbers.subarray(0, this.#count);
  }

  /** A copy of just what was pushed. */
  toArray(): Numbers {
    const numbers = this.#make(this.#count);
    numbers.set(this.#numbers.subarray(0, this.#count));
    return numbers;
  }
}

keepShape(new GrowingList((length) => new Float64Array(length)));
