/** When the calls of a group started, by the numbers of their starts. */
export class Starts {
  /** They grow. */
  readonly #numbers: number[] = [];
  readonly #wallMs: number[] = [];

  /** `wallMs`: by the recording's clock in milliseconds. */
  add(number: number, wallMs: number): void {
    const index = this.#countBefore(number);
    if (this.#numbers[index] === number) return;
    this.#numbers.splice(index, 0, number);
    this.#wallMs.splice(index, 0, wallMs);
  }

  /** When the last of those before a number was; minus infinity where none was. */
  lastBefore(number: number): number {
    return this.#wallMs[this.#countBefore(number) - 1] ?? Number.NEGATIVE_INFINITY;
  }

  #countBefore(number: number): number {
    let [low, high] = [0, this.#numbers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#numbers[middle] ?? number) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
