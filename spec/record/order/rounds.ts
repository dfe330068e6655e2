/** A clock's rounds of the event loop, each when it is told. */
export class Rounds {
  #waiting: (() => void)[] = [];

  nextRound(action: () => void): void {
    this.#waiting.push(action);
  }

  goRound(): void {
    for (const action of this.#waiting.splice(0)) action();
  }

  /** How many wait for the next one. */
  get waiting(): number {
    return this.#waiting.length;
  }
}
