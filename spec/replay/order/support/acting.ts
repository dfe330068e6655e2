import type { Performer } from '../../../../lib/replay/order/group.js';

/** A call with these acts to come, which are done one after the other. Counts how often it is asked. */
export class Acting implements Performer {
  readonly acts: readonly number[];
  asked = 0;
  #done = 0;

  constructor(...acts: readonly number[]) {
    this.acts = acts;
  }

  /** Does the next; returns its number, undefined where all are done. */
  act(): number | undefined {
    const act = this.acts[this.#done];
    this.#done += 1;
    return act;
  }

  nextAct(since: number): number | undefined {
    this.asked += 1;
    return this.acts.slice(this.#done).find((act) => act > since);
  }

  describe({ number }: { readonly number: number }): string {
    return `act ${number}`;
  }
}
