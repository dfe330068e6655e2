import type { Location } from '../../model/location.js';
import type { Clock, Processes, Run } from '../../model/surroundings.js';
import type { Storage } from '../../storage/storage.js';
import { HiddenNames } from './hidden-names.js';
import { type ClaimedJournal, Journals } from './journals.js';
import { findHolderTag, Lease } from './lease.js';
import { previousPath } from './paths-beside.js';
import { readSettled } from './read-settled.js';

/** What a recording works with. */
interface RecordingSurroundings {
  readonly storage: Storage;
  readonly processes: Processes;
  readonly run: Run;
  readonly clock: Clock;
}

/** A cassette's file and what lies beside it, as one recorder has to do with it. */
export class RecordingFiles {
  readonly file: string;
  readonly storage: Storage;
  readonly names: HiddenNames;
  readonly journals: Journals;
  readonly lease: Lease;
  readonly run: Run;
  /** What this recorder's own files are known by. */
  readonly tag: string;
  readonly #processes: Processes;

  constructor(location: Location, { storage, processes, run, clock }: RecordingSurroundings) {
    this.file = location.file;
    this.storage = storage;
    this.names = new HiddenNames(location);
    this.journals = new Journals(this.names, storage, processes);
    this.run = run;
    this.tag = processes.newTag();
    this.lease = new Lease({ storage, names: this.names, tag: this.tag, clock });
    this.#processes = processes;
  }

  /** The permissions of the cassette; undefined where there is none. */
  get mode(): number | undefined {
    return this.storage.stat(this.file)?.mode;
  }

  /** Makes an abandoned journal this recorder's, so that no two take it in. Undefined where another was faster. */
  claim(path: string): ClaimedJournal | undefined {
    return this.journals.claim(path, this.#processes.newTag());
  }

  /** Whether a process has died that was changing the cassette: what it did in part is cut off by whoever takes the lock over. */
  get isLockLeft(): boolean {
    const tag = findHolderTag(this.storage, this.names);
    return tag !== undefined && this.#processes.isHere(tag) && this.#processes.hasEnded(tag, 0);
  }

  /** Where people are to find what the cassette was before a run that nobody knows the end of; nothing is there yet. */
  findPreviousPath(): string {
    for (let number = 1; ; number += 1) {
      const path = previousPath(this.file, number);
      if (this.storage.stat(path) === undefined) return path;
    }
  }

  /** The cassette's bytes; undefined where there is none. */
  read(): Uint8Array | undefined {
    return readSettled(this.storage, this.names, this.file);
  }
}
