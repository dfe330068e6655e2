import type { RecordMode } from '../../../lib/model/record-mode.js';
import { MemoryStorage } from '../../support/memory-storage.js';
import { StandingClock } from '../../support/standing-clock.js';
import { type Action, failure, WatchedStorage } from '../../support/watched-storage.js';
import { methodsIn, type Taking, takeOn } from './takes.js';

const WRITES: readonly Action[] = [
  'create',
  'make folder',
  'open',
  'append',
  'cut',
  'replace',
  'place',
  'move',
  'remove',
  'touch',
];

/** How a write fails: it alone, it and all that follow, or after some bytes, where it is an append. */
export type Failing = 'once' | 'from then on' | 'in part';

/** A clock whose event loop goes round when it is told to. */
class RoundClock extends StandingClock {
  #waiting: (() => void)[] = [];

  override nextRound(action: () => void): void {
    this.#waiting.push(action);
  }

  goRound(): void {
    for (const action of this.#waiting.splice(0)) action();
  }
}

/** A storage of which the write number `broken` fails, the first being 0. */
class Breaking extends WatchedStorage {
  writes = 0;
  isMended = false;
  readonly #broken: number;
  readonly #failing: Failing;
  readonly #unremoved: string[] = [];

  constructor(memory: MemoryStorage, broken: number, failing: Failing) {
    super(memory);
    this.#broken = broken;
    this.#failing = failing;
    this.before = (action, path) => this.#look(action, path);
  }

  #look(action: Action, path: string): void {
    this.room = Number.POSITIVE_INFINITY;
    if (!WRITES.includes(action) || this.isMended) return;
    const isBroken = this.writes === this.#broken || this.writes > this.#broken === this.#goesOn;
    this.writes += 1;
    if (!isBroken) return;
    if (action === 'remove') this.#unremoved.push(path);
    if (this.#failing === 'in part' && action === 'append') this.room = 30;
    else throw failure('ENOSPC', `${action} ${path}`);
  }

  /** Whether a file or folder, or what is in it, was to be removed when that failed. */
  couldNotRemove(path: string): boolean {
    return this.#unremoved.some((each) => each.startsWith(path));
  }

  get #goesOn(): true | undefined {
    return this.#failing === 'from then on' ? true : undefined;
  }
}

const FORMER =
  'version: 1\ninteractions:\n- call:\n    method: /test.Test/Former\n  request_sample:\n    raw: null\n  response_sample:\n    raw: null\n';

/** How it is recorded, how it ends, and how the write fails. */
export interface Plan {
  readonly mode: RecordMode;
  readonly isOwned: boolean;
  readonly end: 'close' | 'reject';
  readonly failing: Failing;
}

/** A recording of three calls, one of which is saved before the next, with a storage that fails at one write. */
export class Trial {
  readonly memory = new MemoryStorage();
  readonly storage: Breaking;
  readonly recorded: string[] = [];
  readonly rejections: unknown[] = [];
  /** What was found when its end had been heard, where that was at the first time. */
  atEnd: readonly (readonly string[])[] | undefined;
  readonly #clock = new RoundClock();
  readonly #plan: Plan;
  readonly #taking: Taking;

  constructor(plan: Plan, broken: number) {
    this.memory.create('chat.yaml', [Buffer.from(FORMER)]);
    this.storage = new Breaking(this.memory, broken, plan.failing);
    this.#plan = plan;
    this.#taking = takeOn(this.storage, { ...plan, clock: this.#clock });
  }

  async run(): Promise<void> {
    const { cassette } = this.#taking;
    for (const method of ['One', 'Two', 'Three']) {
      this.#take(method);
      if (!this.#plan.isOwned) for (let rounds = 0; rounds < 3; rounds += 1) this.#clock.goRound();
      else if (method === 'Two') await this.#try(() => cassette.save());
    }
    const end = (): Promise<void> => cassette.engine[this.#plan.end]();
    const isDone = await this.#try(end);
    if (isDone) this.atEnd = this.found;
    this.storage.isMended = true;
    await this.#try(end);
    // Whatever was wrong is right since.
    await end();
  }

  /** What is in the cassette, and what was set aside. */
  get found(): readonly (readonly string[])[] {
    const aside = this.memory.read('chat.rejected.yaml');
    return [methodsIn(this.memory.read('chat.yaml')), aside === undefined ? [] : methodsIn(aside)];
  }

  /** What lies beside the cassette, but for what could not be removed when it was to be. */
  get left(): readonly string[] {
    return this.memory.list('.').filter((path) => !this.storage.couldNotRemove(path));
  }

  /** A call is refused before it is made where it is known that it could not be saved. */
  #take(method: string): void {
    const { cassette, take } = this.#taking;
    if (cassette.plan === 'record' && !cassette.engine.goesLive()) return;
    take(method);
    this.recorded.push(method);
  }

  async #try(action: () => Promise<void>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      this.rejections.push(error);
      return false;
    }
  }
}
