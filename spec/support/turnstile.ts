/** Lets many work at the same time, and one alone: who asks to be alone keeps newcomers out until it was. */
export class Turnstile {
  #inside = 0;
  #alone: Promise<void> = Promise.resolve();
  #emptied: () => void = () => {};

  async together<T>(work: () => Promise<T>): Promise<T> {
    for (let seen: Promise<void> | undefined; seen !== this.#alone; ) {
      seen = this.#alone;
      await seen;
    }
    this.#inside++;
    try {
      return await work();
    } finally {
      this.#inside--;
      if (this.#inside === 0) this.#emptied();
    }
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#alone.then(async () => {
      if (this.#inside > 0) await new Promise<void>((resolve) => (this.#emptied = resolve));
      return work();
    });
    this.#alone = result.then(
      () => {},
      () => {},
    );
    return result;
  }
}
