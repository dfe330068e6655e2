import { isUtf8 } from 'node:buffer';
import { Cassette } from '../../lib/cassette/cassette.js';
import type { Clock, Warn } from '../../lib/model/surroundings.js';
import { type CassetteOptions, resolveOptions } from '../../lib/options.js';
import { ProcessHold } from '../../lib/replay/process-hold.js';
import { LASTING_PROCESSES, LONELY_RUN, MemoryStorage } from './memory-storage.js';

/** The longest that a Node timer can wait, in milliseconds: a longer one is over at once. */
const LONGEST = 2 ** 31 - 1;

/** A clock that stands still until it is told to go on; turns are taken at once, as in life. */
export class StandingClock implements Clock {
  #now = 0;
  #timers: { readonly at: number; readonly action: () => void; readonly keepAlive: boolean }[] = [];

  now(): number {
    return this.#now;
  }

  date(): string {
    return new Date(this.#now).toISOString();
  }

  after(ms: number, action: () => void, keepAlive: boolean): () => void {
    if (ms > LONGEST) throw new RangeError(`No timer can wait for ${ms} ms.`);
    const timer = { at: this.#now + ms, action, keepAlive };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  nextTurn(action: () => void): void {
    queueMicrotask(() => process.nextTick(action));
  }

  nextRound(action: () => void): void {
    setImmediate(action);
  }

  sleep(ms: number): void {
    this.#now += ms;
  }

  /** Whether a timer keeps the process alive. */
  get holdsProcess(): boolean {
    return this.#timers.some(({ keepAlive }) => keepAlive);
  }

  get timers(): number {
    return this.#timers.length;
  }

  async goOn(ms: number): Promise<void> {
    await settle();
    const until = this.#now + ms;
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#now = next.at;
      next.action();
      await settle();
    }
    this.#now = until;
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A cassette in memory, called `chat.yaml`, whose time is the clock's. Default mode: `none`. */
export function cassetteInTime(
  clock: Clock,
  text: string,
  { warn = () => undefined, ...options }: CassetteOptions & { readonly warn?: Warn } = {},
): Cassette {
  const storage = new MemoryStorage();
  storage.files.set('chat.yaml', Buffer.from(text));
  return new Cassette({ path: 'chat.yaml', file: 'chat.yaml', name: 'chat.yaml' }, resolveOptions(options), {
    storage,
    processes: LASTING_PROCESSES,
    run: LONELY_RUN,
    clock,
    processHold: new ProcessHold(clock),
    debug: undefined,
    warn,
    tidyStack: () => undefined,
    isUtf8,
    inColour: false,
    noteFieldPath: () => undefined,
    readSchema: () => undefined,
    onClose: () => undefined,
    onDone: () => undefined,
  });
}
