import { HiddenNames } from '../../../lib/record/beside/hidden-names.js';
import { Lease } from '../../../lib/record/beside/lease.js';
import type { Storage } from '../../../lib/storage/storage.js';
import { LASTING_PROCESSES, MemoryStorage } from '../../support/memory-storage.js';
import { StandingClock } from '../../support/standing-clock.js';

/** A clock during whose naps others do something. */
export class BusyClock extends StandingClock {
  meanwhile: () => void = () => undefined;

  override sleep(ms: number): void {
    super.sleep(ms);
    this.meanwhile();
  }
}

/** A storage in memory of which somebody else can make use just before an action of another. */
export class WatchedStorage extends MemoryStorage {
  beforeMove: (from: string, to: string) => void = () => undefined;
  beforeRemove: (path: string) => void = () => undefined;

  override move(from: string, to: string): void {
    this.beforeMove(from, to);
    super.move(from, to);
  }

  override remove(path: string): void {
    this.beforeRemove(path);
    super.remove(path);
  }
}

/** Runs an action the first time only. */
export function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}

/** What holds leases of one cassette: each by a name of its own, `A-1`, `A-2` … */
export interface Contest<S extends Storage> {
  readonly storage: S;
  readonly names: HiddenNames;
  readonly clock: BusyClock;
  /** The lease as a process of this name has it, by the one clock of the contest where it is given none. */
  leaseOf(name: string, clock?: StandingClock): Lease;
}

export function contestOn<S extends Storage>(storage: S, clock: BusyClock, file = 'chat.yaml'): Contest<S> {
  const names = new HiddenNames({ file, name: 'chat.yaml' });
  return {
    storage,
    names,
    clock,
    leaseOf(name, own = clock) {
      let held = 0;
      const newTag = (): string => {
        held += 1;
        return `${name}-${held}`;
      };
      return new Lease({ storage, names, processes: { ...LASTING_PROCESSES, newTag }, clock: own });
    },
  };
}

/** One in memory, where files bear the time of the contest's clock. */
export function contestInMemory(): Contest<WatchedStorage> {
  const clock = new BusyClock();
  return contestOn(new WatchedStorage(() => clock.now()), clock);
}
