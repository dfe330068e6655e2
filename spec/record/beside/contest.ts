import { HiddenNames, isLease } from '../../../lib/record/beside/hidden-names.js';
import { type HeldLease, Lease } from '../../../lib/record/beside/lease.js';
import type { Storage } from '../../../lib/storage/storage.js';
import { MemoryStorage } from '../../support/memory-storage.js';
import { StandingClock } from '../../support/standing-clock.js';
import { WatchedStorage } from '../../support/watched-storage.js';

/** A clock during whose naps others do something. */
export class BusyClock extends StandingClock {
  meanwhile: () => void = () => undefined;

  override sleep(ms: number): void {
    super.sleep(ms);
    this.meanwhile();
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

/** Processes that hold leases of one cassette, which is in memory: `A-1` is that of A. */
export class Contest {
  readonly clock: BusyClock = new BusyClock();
  /** Its files bear the time of the clock. */
  readonly memory: MemoryStorage = new MemoryStorage(() => this.clock.now());
  readonly storage: WatchedStorage = new WatchedStorage(this.memory);
  readonly names: HiddenNames = new HiddenNames({ file: 'chat.yaml', name: 'chat.yaml' });

  /** The lease as a process of this name has it. */
  leaseOf(name: string, clock: StandingClock = this.clock, storage: Storage = this.storage): Lease {
    return createLease(name, { clock, storage, names: this.names });
  }

  /** Lets another process take over what nobody touches, and be at it while `action` runs. */
  overtake<T>(name: string, action: (held: HeldLease) => T): T {
    return this.leaseOf(name, new StandingClock(), this.memory).hold(action);
  }

  /** What lies beside the cassette, with what is in the lock; without the folders that become it, which stay until `end`. */
  get beside(): readonly string[] {
    return ['.', `${this.names.lock}/`]
      .flatMap((prefix) => this.memory.list(prefix))
      .filter((path) => !isLease(path))
      .sort();
  }
}

export function createLease(
  name: string,
  means: { readonly clock: StandingClock; readonly storage: Storage; readonly names: HiddenNames },
): Lease {
  return new Lease({ ...means, tag: `${name}-1` });
}
