import { GrowingList } from '../format/yaml/growing-list.js';
import type { RequestsBefore } from '../model/interaction.js';

/** A stream that goes on for longer than 49 days has the same time from there on. */
const LATEST = 0xffff_ffff;

const newTimes = (length: number): Uint32Array<ArrayBuffer> => new Uint32Array(length);

/** When each response of a stream came, and how many requests had been sent before it, in few bytes a message. */
export class ResponseNotes {
  readonly #times = new GrowingList(newTimes);
  /** Bounds change seldom: each with the number of responses that came before it. */
  readonly #bounds: RequestsBefore[] = [];
  readonly #starts: number[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** `ms` is since the start of the call; undefined where no times are stored. */
  add(ms: number | undefined, bound: RequestsBefore): void {
    if (ms !== undefined) this.#times.push(Math.min(ms, LATEST));
    if (this.#bounds.at(-1) !== bound) {
      this.#bounds.push(bound);
      this.#starts.push(this.#count);
    }
    this.#count += 1;
  }

  /** In milliseconds, of those that were told. */
  get times(): ArrayLike<number> {
    return this.#times.numbers;
  }

  get bounds(): Float64Array {
    const bounds = new Float64Array(this.#count);
    for (const [index, bound] of this.#bounds.entries()) bounds.fill(bound, this.#starts[index]);
    return bounds;
  }
}
