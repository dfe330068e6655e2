import { type CassetteFile, entriesCanFollow, parseCassetteFile } from '../format/cassette-file.js';
import { asBuffer } from '../model/as-buffer.js';
import type { Appender, FileFacts, Storage } from '../storage/storage.js';
import { type HeldLease, type Lease, LeaseLost } from './beside/lease.js';

/** How often a change is begun anew that somebody else's has overtaken. */
const MOST_TRIES = 100;

/** What is to come into a cassette. */
export interface Change {
  /** The cassette's new content, in pieces; undefined where it is to stay as it is. */
  compose(file: CassetteFile | undefined): Iterable<Uint8Array> | undefined;
  /** Whether all of what was composed is of its own making, and ends in an entry: then it takes appends. */
  isAllOwn(): boolean;
  /** Called when the file has that content, while nobody else may change it. */
  composed(): void;
  /** The same as a block that is added to the file's end, where that will do; undefined where it will not. Always the same one. */
  block(): Uint8Array | undefined;
}

/** A cassette's file was changed by somebody who holds no lease. */
class FileChanged extends Error {
  constructor() {
    super('somebody else goes on changing the file');
    this.name = 'FileChanged';
  }
}

/** Where a file stood when entries could be added to its end. */
type KnownEnd = Pick<FileFacts, 'id' | 'size'>;

/** Puts changes into a cassette's file, each whole or not at all, whoever else does the same. */
export class CassetteWriter {
  readonly #file: string;
  readonly #storage: Storage;
  readonly #lease: Lease;
  /** After this one's own last change, or what was found since. */
  #known: FileFacts | undefined;
  #appender: { readonly id: string; readonly file: Appender } | undefined;
  /** A block of which nobody knows whether it stands in the file. */
  #doubtful: Uint8Array | undefined;
  #lastFacts: FileFacts | undefined;

  constructor(file: string, storage: Storage, lease: Lease) {
    this.#file = file;
    this.#storage = storage;
    this.#lease = lease;
  }

  /** What the file was when this one last changed it; undefined before that. */
  get lastFacts(): FileFacts | undefined {
    return this.#lastFacts;
  }

  /**
   * Puts a change into the file; returns what the file is then. Throws with nothing of it there, what reading, composing or
   * writing throws.
   */
  write(change: Change): KnownEnd {
    return this.hold((held, facts) => {
      this.#lastFacts = this.#change(held, facts, change);
      return this.#lastFacts ?? { id: '', size: 0 };
    });
  }

  /** Does something as the only one, and anew where somebody has overtaken it. `facts`: what the file is before. */
  hold<T>(action: (held: HeldLease, facts: FileFacts | undefined) => T): T {
    for (let tries = 1; ; tries += 1) {
      try {
        return this.#lease.hold((held) => action(held, this.#repair(held)));
      } catch (error) {
        if (!isOvertaken(error) || tries === MOST_TRIES) throw error;
      }
    }
  }

  /** Lets go of the file. */
  close(): void {
    this.#appender?.file.close();
    this.#appender = undefined;
  }

  #change(held: HeldLease, facts: FileFacts | undefined, change: Change): FileFacts | undefined {
    const block = change.block();
    if (block === undefined || !this.#canAppend(facts)) this.#compose(held, change);
    else if (!this.#isThere(block)) return this.#append(held, facts, block);
    this.#doubtful = undefined;
    return this.#storage.stat(this.#file);
  }

  /** What a holder that died, or was held up, has added in part is cut off again: its journal has it whole. */
  #repair(held: HeldLease): FileFacts | undefined {
    const facts = this.#storage.stat(this.#file);
    const { inherited } = held;
    if (inherited === undefined || facts?.id !== inherited.id || facts.size <= inherited.length) return facts;
    const file = this.#storage.openToAppend(this.#file);
    file.cut(inherited.length);
    file.close();
    return this.#storage.stat(this.#file);
  }

  #canAppend(facts: FileFacts | undefined): facts is FileFacts {
    if (facts === undefined) return false;
    const known = this.#known?.id === facts.id && this.#known.size <= facts.size ? this.#known : undefined;
    if (known?.size === facts.size) return true;
    const canFollow = known === undefined ? this.#takesAppends() : this.#hasGrown(known, facts);
    if (canFollow) this.#known = facts;
    return canFollow;
  }

  #takesAppends(): boolean {
    const bytes = this.#storage.read(this.#file);
    return bytes !== undefined && parseCassetteFile(bytes, this.#file).takesAppends;
  }

  /** Others have added to it: only that is looked at. */
  #hasGrown(known: KnownEnd, facts: FileFacts): boolean {
    return entriesCanFollow(
      Buffer.concat([...this.#storage.readRange(this.#file, known.size, facts.size - known.size)]),
    );
  }

  #append(held: HeldLease, { id, size }: FileFacts, block: Uint8Array): FileFacts {
    held.intend({ length: size, id });
    const file = this.#openAppender(id);
    this.#doubtful = block;
    try {
      file.append([block]);
      this.#known = this.#settle(held, id, size + block.length);
      return this.#known;
    } catch (error) {
      if (isOvertaken(error)) throw error;
      this.close();
      this.#cutBack(held, size);
      throw error;
    }
  }

  /** Believes an append when it is seen, and nobody can cut it off any more. */
  #settle(held: HeldLease, id: string, size: number): FileFacts {
    const now = this.#storage.stat(this.#file);
    if (now?.id !== id || now.size !== size) throw new FileChanged();
    held.intend(undefined);
    this.#doubtful = undefined;
    return now;
  }

  /** A block that is there in part, or that nobody would know of. Where it cannot be cut off now, whoever comes next does it. */
  #cutBack(held: HeldLease, size: number): void {
    this.#doubtful = undefined;
    try {
      held.touch();
      const file = this.#storage.openToAppend(this.#file);
      file.cut(size);
      file.close();
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      if (this.#storage.stat(this.#file)?.size !== size) held.leave();
    }
  }

  #openAppender(id: string): Appender {
    if (this.#appender?.id === id) return this.#appender.file;
    this.close();
    const file = this.#storage.openToAppend(this.#file);
    const facts = file.facts();
    if (facts.id !== id) {
      file.close();
      // It was gone, and opening has made an empty one.
      if (facts.size === 0) this.#storage.remove(this.#file);
      throw new FileChanged();
    }
    this.#appender = { id, file };
    return file;
  }

  /** After an append that was overtaken: whether it came into the file all the same. */
  #isThere(block: Uint8Array): boolean {
    if (this.#doubtful !== block) return false;
    const bytes = this.#storage.read(this.#file);
    return bytes !== undefined && asBuffer(bytes).includes(asBuffer(block));
  }

  #compose(held: HeldLease, change: Change): void {
    held.intend(undefined);
    const bytes = this.#storage.read(this.#file);
    const before = this.#storage.stat(this.#file);
    if (bytes?.length !== before?.size) throw new FileChanged();
    held.touch();
    const pieces = change.compose(bytes && parseCassetteFile(bytes, this.#file));
    if (pieces !== undefined) this.replace(held, pieces, before);
    this.#known = pieces !== undefined && change.isAllOwn() ? this.#lastFacts : undefined;
    change.composed();
  }

  /** Puts new content in the place of the file, where it is still what it was. */
  replace(held: HeldLease, pieces: Iterable<Uint8Array>, before: FileFacts | undefined): void {
    try {
      this.#storage.replace(this.#file, held.touchBetween(pieces), {
        through: held.temporary,
        beforeMove: () => this.#assertSame(held, before),
      });
      this.#lastFacts = this.#storage.stat(this.#file);
    } catch (error) {
      // Who takes over a lease removes what its holder has made.
      held.touch();
      throw error;
    }
  }

  #assertSame(held: HeldLease, before: FileFacts | undefined): void {
    held.touch();
    const now = this.#storage.stat(this.#file);
    if (now?.id !== before?.id || now?.size !== before?.size) throw new FileChanged();
  }
}

function isOvertaken(error: unknown): boolean {
  return error instanceof LeaseLost || error instanceof FileChanged;
}
