import { findGroupName, holdsGroupName, renameGroup } from '../../format/call/group-names.js';
import { hashOf } from '../../model/hash.js';

const NEXT = Uint8Array.of(1);

/**
 * The name of a recorder's groups, by which they are told from those of others in the same cassette. What it is is settled
 * when the first of them is written, by the one who has the cassette to himself; until then entries bear one that was drawn.
 */
export class GroupName {
  readonly #drawn: string;
  #name: string;
  #seed: number;
  #isUsed = false;
  #isReplaced = false;
  #isSettled = false;

  /** `tag` is what tells the recorder from all others. */
  constructor(tag: string) {
    this.#seed = hashOf(Buffer.from(tag));
    this.#drawn = this.#draw();
    this.#name = this.#drawn;
  }

  /** The id of the `n`th group. */
  idOf(group: number): string {
    this.#isUsed = true;
    return `${this.#isSettled ? this.#name : this.#drawn}-${group}`;
  }

  /** Whether it is still to be found what entries that bear it are to bear in the cassette. */
  get isSought(): boolean {
    return this.#isUsed && !this.#isSettled;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /**
   * Finds the name for what is about to be written. `kept` are the texts that the cassette is to hold besides, `replaced` those
   * that it held and that go: a recording made anew goes on with the name that was there, so that it gives the same ids.
   */
  findFree(kept: readonly Uint8Array[], replaced: readonly Uint8Array[] | undefined): void {
    const isTaken = (name: string): boolean => kept.some((text) => holdsGroupName(text, name));
    this.#isReplaced = replaced !== undefined;
    const former = replaced && findFirst(replaced);
    this.#name = former !== undefined && !isTaken(former) ? former : this.#drawn;
    while (isTaken(this.#name)) this.#name = this.#draw();
  }

  /** What was about to be written is: a name that others can see there stays, and so does one that was gone on with. */
  settle(): void {
    if (this.#isUsed || this.#isReplaced) this.#isSettled = true;
  }

  /** An entry as it is to be written: what was recorded before the name was settled bears the one that was drawn. */
  rename(entry: Uint8Array): Uint8Array {
    return this.#name === this.#drawn ? entry : renameGroup(entry, this.#drawn, this.#name);
  }

  /** Four hexadecimal digits that YAML does not take for the beginning of a number such as `120e-2`. */
  #draw(): string {
    for (;;) {
      this.#seed = hashOf(NEXT, this.#seed);
      const name = (this.#seed >>> 16).toString(16).padStart(4, '0');
      if (!/^\d+e$/.test(name)) return name;
    }
  }
}

function findFirst(texts: readonly Uint8Array[]): string | undefined {
  for (const text of texts) {
    const name = findGroupName(text);
    if (name !== undefined) return name;
  }
  return undefined;
}
