import { codeOf } from '../../model/code-of.js';
import type { Processes } from '../../model/surroundings.js';
import type { Storage } from '../../storage/storage.js';
import { type HiddenNames, isJournal, isLease, isRejectedJournal, isSign } from './hidden-names.js';

/** How often to look for a file that may have had another name each time. */
const MOST_LOOKS = 5;

/** A recording that is said to be at work. */
export interface AtWork {
  /** Its journal, or its sign where all that it recorded is in the cassette. */
  readonly path: string;
  /** Whether its process has ended, as far as can be told. */
  readonly hasEnded: boolean;
  /** Whether that can be told: it is of this host and this container. */
  readonly isHere: boolean;
}

/** A journal of an ended process that this one takes in. */
export interface ClaimedJournal {
  readonly path: string;
  /** What it was called before. */
  readonly origin: string;
}

/** What recorders have, or have left, beside a cassette. */
export class Journals {
  readonly #names: HiddenNames;
  readonly #storage: Storage;
  readonly #processes: Processes;

  constructor(names: HiddenNames, storage: Storage, processes: Processes) {
    this.#names = names;
    this.#storage = storage;
    this.#processes = processes;
  }

  /** The journals whose process has ended, oldest first; a sign that was written to is one. */
  findAbandoned(): readonly string[] {
    return this.#findLeft((path) => this.#isJournal(path));
  }

  /** The same of journals whose takes are not to come into the cassette. */
  findRejected(): readonly string[] {
    return this.#findLeft(isRejectedJournal);
  }

  #isJournal(path: string): boolean {
    return isJournal(path) || (isSign(path) && (this.#storage.stat(path)?.size ?? 0) > 0);
  }

  /** Makes an abandoned journal one of `tag`'s, so that no two take it in. Undefined where another was faster. */
  claim(path: string, tag: string): ClaimedJournal | undefined {
    const claimed = this.#names.journal(tag);
    try {
      this.#storage.move(path, claimed);
      return { path: claimed, origin: path };
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** It was not taken in after all: another may. */
  release({ path, origin }: ClaimedJournal): void {
    if (path === origin) return;
    try {
      this.#storage.move(path, origin);
    } catch {
      // It is taken in when this process has ended.
    }
  }

  /**
   * The recordings that have been at work within the last seconds, other than that of `own`. A recorder gives its file another name
   * whenever it has saved: that none is there is believed when it is seen several times.
   */
  findAtWork(own?: string): readonly AtWork[] {
    for (let looks = 1; ; looks += 1) {
      const found = this.#lookForWork(own);
      if (found.length > 0 || looks === MOST_LOOKS) return found;
    }
  }

  /** Those of them that are of another host or container. One look will do: people are told of them, and nothing else comes of it. */
  findElsewhere(): readonly AtWork[] {
    return this.#lookForWork(undefined).filter(({ isHere }) => !isHere);
  }

  #lookForWork(own: string | undefined): readonly AtWork[] {
    return this.#findTagged(
      (path, tag, changedMs) =>
        tag !== own && (isSign(path) || isJournal(path)) && this.#processes.isFresh(tag, changedMs),
    ).flatMap(({ path, tag, changedMs }) => {
      const hasEnded = this.#processes.hasEnded(tag, changedMs);
      // That journal is one that was left, and is told of as such.
      return hasEnded && isJournal(path) ? [] : [{ path, hasEnded, isHere: this.#processes.isHere(tag) }];
    });
  }

  /** Whether another recorder than `own` has something under way beside the cassette. */
  hasOthers(own: string): boolean {
    return this.#findTagged((_, tag) => tag !== own).length > 0;
  }

  /**
   * Removes what else ended processes left: signs, temporary files, and takes that were not finished. Who only plays leaves fresh
   * signs: they explain what is not there.
   */
  removeLeftovers(onlyPlays: boolean): void {
    for (const path of this.#findLeft(
      (...left) => !this.#isRecorded(left[0]) && !(onlyPlays && this.#isFreshSign(...left)),
    )) {
      if (isLease(path)) for (const inner of this.#storage.list(`${path}/`)) this.#storage.remove(inner);
      this.#storage.remove(path);
    }
  }

  #isRecorded(path: string): boolean {
    return this.#isJournal(path) || isRejectedJournal(path);
  }

  #isFreshSign(path: string, tag: string, changedMs: number): boolean {
    return isSign(path) && this.#processes.isFresh(tag, changedMs);
  }

  #findLeft(isWanted: (path: string, tag: string, changedMs: number) => boolean): readonly string[] {
    return this.#findTagged(
      (path, tag, changedMs) => isWanted(path, tag, changedMs) && this.#processes.hasEnded(tag, changedMs),
    )
      .sort((a, b) => a.changedMs - b.changedMs || (a.path < b.path ? -1 : 1))
      .map(({ path }) => path);
  }

  #findTagged(isWanted: (path: string, tag: string, changedMs: number) => boolean): Tagged[] {
    return this.#storage.list(this.#names.prefix).flatMap((path) => {
      const tag = this.#names.findTag(path);
      if (tag === undefined) return [];
      const changedMs = this.#storage.stat(path)?.changedMs ?? 0;
      return isWanted(path, tag, changedMs) ? [{ path, tag, changedMs }] : [];
    });
  }
}

interface Tagged {
  readonly path: string;
  readonly tag: string;
  readonly changedMs: number;
}
