const BITS = 8;
const MASK = (1 << BITS) - 1;

/** Items by number, of which few are there, or all: those that are not take next to no room. */
export class SparseList<Item> {
  readonly #blocks: (Item[] | undefined)[] = [];

  get(index: number): Item | undefined {
    return this.#blocks[index >> BITS]?.[index & MASK];
  }

  set(index: number, item: Item): void {
    let block = this.#blocks[index >> BITS];
    if (block === undefined) {
      block = [];
      for (let before = this.#blocks.length; before < index >> BITS; before += 1)
        this.#blocks.push(undefined);
      this.#blocks[index >> BITS] = block;
    }
    block[index & MASK] = item;
  }
}
