import type { CassetteError } from '../../errors.js';
import { type Kind, sameKind } from '../../model/kind.js';
import type { Group } from '../order/group.js';
import { FreeList } from './free-list.js';
import { MethodIndex, type Sorted, type ToIndex } from './method-index.js';
import type { Recording } from './recording.js';
import { RecordingList } from './recording-list.js';
import type { Shelf } from './shelf.js';
import { type Indexing, mayBe, sortRequests } from './sort-requests.js';

/** So many recordings of a method are read to find one that is broken, before it is said that none answers a call. */
const MOST_READ = 500;
/** Fewer recordings are sorted at once. */
const FEWEST_LOOKED = 256;

/** The interactions of one method. One is read when it may be the one that answers a call; one that is broken answers none. */
export class MethodRecordings {
  /** In recorded order, as many as `#count`. */
  #positions = new Uint32Array(16);
  #count = 0;
  /** Whether the file's index knows all. */
  #isKnown = true;
  readonly #shelf: Shelf;
  /** Why one cannot be compared with a call that can be read. */
  #noted: CassetteError | undefined;
  #list: FreeList | undefined;
  #readable: readonly Recording[] | undefined;
  #read = 0;
  readonly #indexes = new Map<
    string | undefined,
    { readonly meaning: object; readonly index: MethodIndex }
  >();

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  /** Adds the next in recorded order. */
  add(position: number): void {
    if (this.#count === this.#positions.length) {
      const longer = new Uint32Array(2 * this.#count);
      longer.set(this.#positions);
      this.#positions = longer;
    }
    this.#positions[this.#count] = position;
    this.#count += 1;
  }

  /** The same of one that the file's index does not know. */
  addUnknown(position: number): void {
    this.#isKnown = false;
    this.add(position);
  }

  /** Where they stand. */
  get positions(): Uint32Array {
    return this.#positions.subarray(0, this.#count);
  }

  /** Those of them that are not known to be broken, in recorded order. */
  get all(): RecordingList {
    return this.#select(() => true);
  }

  /** The same of those of a kind. */
  ofKind(kind: Kind): RecordingList {
    const shelf = this.#shelf;
    return this.#select((position) =>
      shelf.knows(position) ? shelf.isOfKind(position, kind) : sameKind(shelf.at(position).interaction, kind),
    );
  }

  /** Those of `recordings` that may be of a server; all where none is. */
  ofTarget(recordings: RecordingList, target: string | undefined): RecordingList {
    const shelf = this.#shelf;
    if (target === undefined) return recordings;
    return recordings.narrowedByPosition((position) =>
      shelf.knows(position)
        ? mayBe(shelf.targetOf(position), target)
        : isOfTarget(shelf.at(position), target),
    );
  }

  /** Those that the file's index does not know and that can be read, in recorded order. */
  get unknown(): readonly Recording[] {
    const unknown = this.positions.filter((position) => !this.#shelf.knows(position));
    return Array.from(unknown).flatMap((position) => this.#shelf.findReadable(position) ?? []);
  }

  /** All that can be read, in recorded order. */
  get readable(): readonly Recording[] {
    this.#readable ??= this.#free.all();
    return this.#readable;
  }

  /** The first that can be read. */
  get first(): Recording | undefined {
    for (const position of this.positions) {
      const recording = this.#shelf.findReadable(position);
      if (recording !== undefined) return recording;
    }
    return undefined;
  }

  /** What no call has taken for good, in recorded order. */
  free(): Iterable<Recording> {
    return this.#free.free();
  }

  /** Those of them that belong to a group. */
  freeOf(group: Group): Iterable<Recording> {
    return this.#free.freeOf(group);
  }

  /** Whether each of them is taken: then none is to be looked for. */
  get areTaken(): boolean {
    return this.#free.isTaken;
  }

  /** The index of those of a target, where it was made for the same meaning. */
  findIndex(meaning: object, target: string | undefined): MethodIndex | undefined {
    const known = this.#indexes.get(target);
    return known?.meaning === meaning ? known.index : undefined;
  }

  makeIndex(indexing: Indexing): MethodIndex {
    const { meaning, target, comparesAll } = indexing;
    const index = new MethodIndex(this.#shelf, this.#toIndex(indexing));
    if (comparesAll) index.compareAll();
    this.#indexes.set(target, { meaning, index });
    return index;
  }

  #toIndex(indexing: Indexing): ToIndex {
    const sort = (positions: ArrayLike<number>): Sorted => sortRequests(this.#shelf, positions, indexing);
    const isLooked = this.#count >= FEWEST_LOOKED && this.#isKnown && !indexing.readsAll;
    return {
      findEqual: isLooked ? (key) => sort(this.#shelf.findKeyed(this.positions, key)).unmarked : undefined,
      sort: () => sort(this.positions),
    };
  }

  /** Notes why one cannot be compared with a call. */
  noteBroken(error: CassetteError): void {
    this.#noted ??= error;
  }

  /**
   * Why the first of those cannot be read that might have answered a call. Of the many that a method may have, those are looked at that
   * stand first and those that were looked at anyway: by what the index tells of its request, none of the others answers it.
   */
  get broken(): CassetteError | undefined {
    const shelf = this.#shelf;
    for (; this.#read < Math.min(MOST_READ, this.#count); this.#read += 1)
      shelf.findReadable(this.#positions[this.#read] as number);
    for (let index = 0; index < this.#count; index += 1) {
      const failure = shelf.made(this.#positions[index] as number)?.knownFailure;
      if (failure !== undefined) return failure;
    }
    return this.#noted;
  }

  get #free(): FreeList {
    this.#list ??= new FreeList(this.#shelf, this.positions);
    return this.#list;
  }

  #select(isWanted: (position: number) => boolean): RecordingList {
    const shelf = this.#shelf;
    const found = this.positions.filter((position) => {
      const isBroken = shelf.knows(position)
        ? shelf.made(position)?.knownFailure !== undefined
        : shelf.findReadable(position) === undefined;
      return !isBroken && isWanted(position);
    });
    return new RecordingList(shelf, found);
  }
}

/** Whether the recording may be of that server: it is, or it does not say. */
export function isOfTarget({ interaction }: Recording, target: string | undefined): boolean {
  return mayBe(interaction.call?.target, target);
}
