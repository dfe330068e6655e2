import { sleep } from '../../support/time.js';
import type { Calls, Role } from './calls.js';
import type { LoggedCall } from './logged-call.js';
import type { Program } from './program.js';
import type { Message } from './wire.js';

/** What a program notes before its workers begin. */
export const WORKERS_BEGIN = 'workers begin';

/** One run of a program: its plan, its calls, and what all kinds of programs do. */
export class Performance {
  readonly plan: Program;
  readonly calls: Calls;
  readonly #watches: LoggedCall[] = [];

  constructor(plan: Program, calls: Calls) {
    this.plan = plan;
    this.calls = calls;
  }

  /** The key of an item: no other program on the cassette has it. */
  keyOf(item: string): string {
    return `${this.plan.name}/${item}`;
  }

  async think(): Promise<void> {
    switch (this.plan.thought) {
      case 'none':
        break;
      case 'microtask':
        await Promise.resolve();
        break;
      case 'setImmediate':
        await new Promise((resolve) => setImmediate(resolve));
        break;
      default:
        await sleep(Number.parseInt(this.plan.thought, 10));
    }
    this.calls.assertGoesOn();
  }

  /** Opens a watch. It begins with what is there where the program has that variant; then nothing is missed meanwhile. */
  async watch(prefix = ''): Promise<LoggedCall> {
    const initial = this.plan.variant;
    const watch = this.calls.stream('Watch', { prefix: this.keyOf(prefix), initial });
    this.#watches.push(watch);
    if (!initial) await watch.begins;
    return watch;
  }

  put(item: string): Promise<Message | undefined> {
    const heard = this.#watches.map((watch) => watch.heard).join();
    return this.calls.ask('Put', {
      key: this.keyOf(item),
      value: item,
      ...(this.plan.tellsHeard ? { heard } : {}),
    });
  }

  talk(method: 'Chat' | 'Talk', role: Role = 'writing'): LoggedCall {
    return this.calls.talk(method, role);
  }

  /** Says which step comes; the program has done nothing of it yet. */
  step(index: number): void {
    const { change } = this.plan;
    this.calls.note(`step ${index}`);
    if (change?.what !== 'watches cancelled early' || change.at !== index) return;
    for (const watch of this.#watches) watch.cancel();
  }

  /** Does something with each item: one after another, or, changed, with all at once. */
  async each(act: (item: string, index: number) => Promise<void>): Promise<void> {
    const steps = this.plan.items.map((item, index) => () => {
      this.step(index);
      return act(item, index);
    });
    if (this.plan.change?.what === 'all in parallel') await all(steps);
    else await oneByOne(steps);
  }

  /** Lets the program's workers work at once, or, changed, one after another. */
  async together(work: (worker: number) => Promise<void>): Promise<void> {
    this.calls.note(WORKERS_BEGIN);
    const workers = Array.from({ length: this.plan.workers }, (_, worker) => () => work(worker));
    if (this.plan.change?.what === 'all in series') await oneByOne(workers);
    else await all(workers);
  }
}

async function oneByOne(works: readonly (() => Promise<void>)[]): Promise<void> {
  for (const work of works) await work();
}

/** Resolves when all are done. Where one gives up, so do the others; it rejects once they have. */
export async function all(works: readonly (() => Promise<void>)[]): Promise<void> {
  const settled = await Promise.allSettled(works.map((work) => work()));
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
