import { codeOf } from '../../model/code-of.js';
import type { Clock } from '../../model/surroundings.js';
import type { Storage } from '../../storage/storage.js';
import type { HiddenNames } from './hidden-names.js';

/** A holder that has not touched its lease for so long has lost it, in milliseconds. */
const STALE_AFTER = 1000;
/** How long to sleep before the next look, in milliseconds. */
const SHORTEST_NAP = 1;
const LONGEST_NAP = 10;
/** How long to wait for others that are at work, in milliseconds. */
const PATIENCE = 60_000;
/** So much is written between two touches, in bytes. */
const PIECE = 1 << 20;

/** An append that is under way: the length that the file had before, and which file it is. */
export interface Append {
  readonly length: number;
  readonly id: string;
}

/** Another has taken the lease over. */
export class LeaseLost extends Error {
  constructor() {
    super('another process has taken over the lock on the cassette');
    this.name = 'LeaseLost';
  }
}

interface LeaseOptions {
  readonly storage: Storage;
  readonly names: HiddenNames;
  /** Who takes it; one lease bears it. */
  readonly tag: string;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
}

/**
 * The right to change a cassette, of one at a time over all processes and threads: a folder with one in it whose name is the
 * holder's tag. It goes stale when it is not touched, whoever's it is, for a thread that is terminated leaves a living
 * process. A holder may find at any time that it has lost it: what it does is made so that nothing comes of it then.
 *
 * - A folder takes the place of an empty one only, and at once: nobody gets in beside another.
 * - Taken over is by giving the inner folder another name: only one of several does it, and there is no moment without a holder.
 * - What a lost holder has written to take the cassette's place is removed before the new one reads the cassette.
 *
 * The folder is made once, and named back and forth: that costs a tenth of making and removing it.
 */
export class Lease {
  readonly #options: LeaseOptions;
  readonly #own: string;
  /** Whether the folder is there, under its own name. */
  #isReady = false;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#own = options.names.lease(options.tag);
  }

  /** Runs `action` as the only one. */
  hold<T>(action: (held: HeldLease) => T): T {
    const held = this.#acquire();
    try {
      return action(held);
    } finally {
      this.#isReady = held.release();
    }
  }

  /** Leaves nothing behind. */
  end(): void {
    if (!this.#isReady) return;
    this.#isReady = false;
    const { storage, tag } = this.#options;
    try {
      storage.remove(`${this.#own}/${tag}`);
      storage.remove(this.#own);
    } catch {
      // Nobody is kept out by it: who opens the cassette when this process has ended removes it.
    }
  }

  #acquire(): HeldLease {
    const { clock } = this.#options;
    const watch = new StaleWatch(clock);
    const until = clock.now() + PATIENCE;
    for (let nap = SHORTEST_NAP; !this.#enter(); nap = Math.min(2 * nap, LONGEST_NAP)) {
      const holder = this.#findHolder();
      if (holder !== undefined && watch.isStale(holder) && this.#takeOver(holder.name)) {
        this.end();
        return new HeldLease(this.#options, appendOf(holder.name));
      }
      if (clock.now() > until) throw this.#patienceLost();
      clock.sleep(nap);
    }
    return new HeldLease(this.#options, undefined);
  }

  #enter(): boolean {
    const { storage, names, tag } = this.#options;
    if (!this.#isReady) storage.makeFolder(`${this.#own}/${tag}`);
    this.#isReady = true;
    try {
      storage.move(this.#own, names.lock);
      this.#isReady = false;
      return true;
    } catch (error) {
      const code = codeOf(error);
      // Somebody has tidied up.
      if (code === 'ENOENT') this.#isReady = false;
      else if (code !== 'EEXIST') throw error;
      return false;
    }
  }

  #findHolder(): Holder | undefined {
    const { storage, names } = this.#options;
    const name = findInner(storage, names);
    const facts = name === undefined ? undefined : storage.stat(`${names.lock}/${name}`);
    return name === undefined || facts === undefined ? undefined : { name, changedMs: facts.changedMs };
  }

  #takeOver(holder: string): boolean {
    const { storage, names, tag } = this.#options;
    try {
      storage.move(`${names.lock}/${holder}`, `${names.lock}/${innerName(tag, appendOf(holder))}`);
    } catch {
      return false;
    }
    storage.remove(names.temporary(tagOf(holder)));
    return true;
  }

  #patienceLost(): Error {
    return new Error(`others have been writing to it for ${PATIENCE / 1000} s (${this.#options.names.lock})`);
  }
}

/** A lease while it is held. */
export class HeldLease {
  /** Where new content is made that is to take the cassette's place. */
  readonly temporary: string;
  /** The append of the holder whose lease was taken over, which did not end. */
  readonly inherited: Append | undefined;
  readonly #options: LeaseOptions;
  #inner: string;
  #isLeft = false;

  constructor(options: LeaseOptions, inherited: Append | undefined) {
    this.#options = options;
    this.inherited = inherited;
    this.#inner = innerName(options.tag, inherited);
    this.temporary = options.names.temporary(options.tag);
  }

  /** Says what is going to be done, for readers and for whoever takes the lease over. Throws `LeaseLost`. */
  intend(append: Append | undefined): void {
    const { storage, names, tag } = this.#options;
    const inner = innerName(tag, append);
    if (inner === this.#inner) return;
    this.#whileHeld(() => storage.move(`${names.lock}/${this.#inner}`, `${names.lock}/${inner}`));
    this.#inner = inner;
  }

  /** Goes on holding it. Throws `LeaseLost`. */
  touch(): void {
    const { storage, names } = this.#options;
    this.#whileHeld(() => storage.touch(`${names.lock}/${this.#inner}`));
  }

  /** Passes on what is to be written, and touches the lease meanwhile. */
  *touchBetween(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
    let written = 0;
    for (const piece of pieces) {
      for (let from = 0; from < piece.length; from += PIECE) {
        const part = piece.length <= PIECE ? piece : piece.subarray(from, from + PIECE);
        yield part;
        written += part.length;
        if (written < PIECE) continue;
        this.touch();
        written = 0;
      }
    }
  }

  /** Does nothing from here on, so that it goes stale and whoever takes it over finds the append that did not end. */
  leave(): void {
    this.#isLeft = true;
  }

  /** Whether it is free again, and its folder back. One that was lost is let alone. */
  release(): boolean {
    if (this.#isLeft) return false;
    const { storage, names, tag } = this.#options;
    try {
      if (this.#inner === tag) this.touch();
      else this.intend(undefined);
      storage.move(names.lock, names.lease(tag));
      return true;
    } catch {
      this.#removeOwn();
      return false;
    }
  }

  /** The inner folder bears this one's name: that of another is not meant, and keeps the lock from being removed. */
  #removeOwn(): void {
    const { storage, names } = this.#options;
    try {
      storage.remove(`${names.lock}/${this.#inner}`);
      storage.remove(names.lock);
    } catch {
      // It is another's by now, or goes stale.
    }
  }

  #whileHeld(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw new LeaseLost();
      throw error;
    }
  }
}

/**
 * The append that is, or was, under way at a cassette; nobody has looked whether who does it is alive. The name says all: one
 * that has just been taken over has another by the next look.
 */
export function findAppend(storage: Storage, names: HiddenNames): Append | undefined {
  const inner = findInner(storage, names);
  return inner === undefined ? undefined : appendOf(inner);
}

/** The tag of who holds the lock, or held it when they died; undefined where nobody does. */
export function findHolderTag(storage: Storage, names: HiddenNames): string | undefined {
  const inner = findInner(storage, names);
  return inner === undefined ? undefined : tagOf(inner);
}

/** The name of the folder in the lock, which says who holds it and what for. */
function findInner(storage: Storage, names: HiddenNames): string | undefined {
  return storage.list(`${names.lock}/`)[0]?.slice(names.lock.length + 1);
}

interface Holder {
  readonly name: string;
  readonly changedMs: number;
}

/** Whether one and the same holder has done nothing for too long, by the clock of who looks: no two need agree on the time. */
class StaleWatch {
  readonly #clock: Pick<Clock, 'now'>;
  #seen = '';
  #since = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  isStale({ name, changedMs }: Holder): boolean {
    const seen = `${name} ${changedMs}`;
    const now = this.#clock.now();
    if (seen !== this.#seen) this.#since = now;
    this.#seen = seen;
    return now - this.#since >= STALE_AFTER;
  }
}

const SEPARATOR = '@';

function innerName(tag: string, append: Append | undefined): string {
  return append === undefined ? tag : [tag, append.length, append.id].join(SEPARATOR);
}

function tagOf(inner: string): string {
  return inner.split(SEPARATOR)[0] ?? inner;
}

function appendOf(inner: string): Append | undefined {
  const [, length, id] = inner.split(SEPARATOR);
  return length === undefined || id === undefined ? undefined : { length: Number(length), id };
}
