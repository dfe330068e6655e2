/** Lets scripts wait for a condition over a state that others change: whoever changes it calls `changed()`. */
export class Gate {
  #waiting: { readonly holds: () => boolean; readonly open: () => void }[] = [];

  changed(): void {
    const open = this.#waiting.filter((one) => one.holds());
    this.#waiting = this.#waiting.filter((one) => !open.includes(one));
    for (const one of open) one.open();
  }

  when(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((open) => this.#waiting.push({ holds, open }));
  }
}
