import { CODES } from '../format/yaml/characters.js';

const { BLANK, DASH, LINE_FEED } = CODES;

/** An entry that this recorder has put into the cassette, and where it stands there. */
interface OwnEntry {
  /** Where the call stands among the cassette's calls, in the order they started. */
  readonly start: number;
  readonly offset: number;
  readonly length: number;
}

/** An entry by its call's start, and the length of its text as it was written. */
export type WrittenEntry = Pick<OwnEntry, 'start' | 'length'>;

/**
 * Where the entries of a recorder stand that adds them as calls end: in the order of their ends. When nobody adds any more
 * they are put into the order in which the calls started, as those of a cassette are that is written at once.
 */
export class OwnEntries {
  #id: string | undefined;
  #entries: OwnEntry[] = [];

  /** These are now the last in the file `id`, which is `size` bytes long. Another file than before has no others. */
  noteLast(id: string, size: number, written: readonly WrittenEntry[]): void {
    if (id !== this.#id) this.#entries = [];
    this.#id = id;
    let offset = size - written.reduce((sum, { length }) => sum + length, 0);
    for (const { start, length } of written) {
      this.#entries.push({ start, offset, length });
      offset += length;
    }
  }

  /** Whether any stands behind one whose call started later. */
  get areDisordered(): boolean {
    return this.#entries.some(({ start }, index) => start < (this.#entries[index - 1]?.start ?? 0));
  }

  /**
   * The pieces of the file with each entry in the place that is its call's; undefined where it is another file, or somebody
   * has changed it otherwise than at its end, or there is nothing to change. `finish` gives the text of an entry as it is to stand there.
   */
  putInOrder(
    id: string,
    bytes: Uint8Array,
    finish: (text: Uint8Array) => Uint8Array,
  ): Iterable<Uint8Array> | undefined {
    const areThere = id === this.#id && this.#entries.every((entry) => isEntry(bytes, entry));
    if (!areThere) return undefined;
    const texts = new Map(
      this.#entries.map((entry) => {
        const text = bytes.subarray(entry.offset, entry.offset + entry.length);
        return [entry, { text, left: finish(text) }] as const;
      }),
    );
    const isChanged = this.areDisordered || [...texts.values()].some(({ text, left }) => left !== text);
    return isChanged ? this.#ordered(bytes, (entry) => texts.get(entry)?.left) : undefined;
  }

  *#ordered(bytes: Uint8Array, textOf: (entry: OwnEntry) => Uint8Array | undefined): Iterable<Uint8Array> {
    const sorted = [...this.#entries].sort((a, b) => a.start - b.start);
    let from = 0;
    for (const [index, place] of this.#entries.entries()) {
      const entry = sorted[index] ?? place;
      yield bytes.subarray(from, place.offset);
      yield textOf(entry) ?? bytes.subarray(entry.offset, entry.offset + entry.length);
      from = place.offset + place.length;
    }
    yield bytes.subarray(from);
  }
}

/** Whether an entry begins and ends where it should. */
function isEntry(bytes: Uint8Array, { offset, length }: OwnEntry): boolean {
  const end = offset + length;
  if (bytes[offset - 1] !== LINE_FEED || bytes[offset] !== DASH) return false;
  return bytes[end - 1] === LINE_FEED && bytes[end] !== BLANK;
}
