import type { Group } from '../order/group.js';
import type { Recording } from './recording.js';
import type { Shelf } from './shelf.js';

/** Recordings in recorded order, by position, the free ones found without a look at those taken before them. What cannot be read is passed over. */
export class FreeList {
  readonly #shelf: Shelf;
  readonly #positions: ArrayLike<number>;
  /** Before it, all are taken. */
  #firstFree = 0;
  /** By the numbers of groups, made when one is first asked for. */
  #byGroup: ReadonlyMap<number, FreeList> | undefined;

  constructor(shelf: Shelf, positions: ArrayLike<number>) {
    this.#shelf = shelf;
    this.#positions = positions;
  }

  /** All, in recorded order. */
  all(): readonly Recording[] {
    return Array.from(this.#positions).flatMap((position) => this.#shelf.findReadable(position) ?? []);
  }

  /** Whether all are taken. */
  get isTaken(): boolean {
    return this.#passTaken() === this.#positions.length;
  }

  *free(): Generator<Recording, undefined> {
    for (let index = this.#passTaken(); index < this.#positions.length; index += 1) {
      const recording = this.#shelf.findFree(this.#positions[index] as number);
      if (recording !== undefined) yield recording;
    }
    return undefined;
  }

  /** Those of a group. */
  *freeOf(group: Group): Generator<Recording, undefined> {
    this.#byGroup ??= this.#divide();
    const list = this.#byGroup.get(this.#shelf.groups.numberOf(group));
    if (list !== undefined) yield* list.free();
    return undefined;
  }

  #passTaken(): number {
    const positions = this.#positions;
    while (
      this.#firstFree < positions.length &&
      this.#shelf.made(positions[this.#firstFree] as number)?.isFree === false
    )
      this.#firstFree += 1;
    return this.#firstFree;
  }

  #divide(): ReadonlyMap<number, FreeList> {
    const divided = new Map<number, number[]>();
    for (let index = 0; index < this.#positions.length; index += 1) {
      const position = this.#positions[index] as number;
      const group = this.#shelf.groups.at(position);
      if (group === 0) continue;
      const positions = divided.get(group);
      if (positions === undefined) divided.set(group, [position]);
      else positions.push(position);
    }
    return new Map([...divided].map(([group, positions]) => [group, new FreeList(this.#shelf, positions)]));
  }
}
