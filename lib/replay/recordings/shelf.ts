import type { EntryList } from '../../format/entry-list.js';
import type { Kind } from '../../model/kind.js';
import type { RedactionMark } from '../../model/redaction-mark.js';
import { SparseList } from '../../model/sparse-list.js';
import type { Groups } from './groups.js';
import { RecentlyPlayed } from './recently-played.js';
import { Recording } from './recording.js';

/** The entries that are calls, by their position in recorded order. What the file's index knows of them is told without reading any. */
export class Shelf {
  readonly groups: Groups;
  readonly #entries: EntryList;
  /** Which entry stands at a position. */
  readonly #order: ArrayLike<number>;
  readonly #made = new SparseList<Recording>();
  readonly #recent: RecentlyPlayed;

  /** `order` are the numbers of the entries that are calls, in recorded order; `repeats`: whether one may answer several calls. */
  constructor(entries: EntryList, order: ArrayLike<number>, groups: Groups, repeats: boolean) {
    this.#recent = new RecentlyPlayed(repeats);
    this.#entries = entries;
    this.#order = order;
    this.groups = groups;
  }

  get length(): number {
    return this.#order.length;
  }

  /** The same object each time. */
  at(position: number): Recording {
    return this.#made.get(position) ?? this.#make(position);
  }

  /** The same, where it was asked for before. */
  made(position: number): Recording | undefined {
    return this.#made.get(position);
  }

  /** The recording, where it is free and can be read. */
  findFree(position: number): Recording | undefined {
    return this.#made.get(position)?.isFree === false ? undefined : this.findReadable(position);
  }

  /** The recording, where it can be read. */
  findReadable(position: number): Recording | undefined {
    const recording = this.at(position);
    return recording.failure === undefined ? recording : undefined;
  }

  /** Whether the index knows the recording. */
  knows(position: number): boolean {
    return this.methodOf(position) >= 0;
  }

  /** The number of its method; negative where the index does not know the recording, and it has to be asked itself. */
  methodOf(position: number): number {
    return this.#entries.index.methodOf(this.#entryOf(position));
  }

  methodName(method: number): string {
    return this.#entries.index.methods.texts[method] ?? '';
  }

  /** Of a recording that the index knows: its kind. */
  isOfKind(position: number, { requestStream, responseStream }: Kind): boolean {
    return (
      !requestStream && this.#entries.index.hasResponseStream(this.#entryOf(position)) === responseStream
    );
  }

  /** Of a recording that the index knows: the server that was called, where it says so. */
  targetOf(position: number): string | undefined {
    const { index } = this.#entries;
    return index.targets.texts[index.targetOf(this.#entryOf(position))];
  }

  /** The same: whether it says that something was taken out of it. */
  isMarked(position: number): boolean {
    return this.#entries.index.isMarked(this.#entryOf(position));
  }

  /** The same: what was taken out of it; undefined where that cannot be told without the recording. */
  findMarks(position: number): readonly RedactionMark[] | undefined {
    return this.#entries.index.findMarks(this.#entryOf(position));
  }

  /** The same: its only request. */
  requestOf(position: number): Uint8Array {
    return this.#entries.index.requestOf(this.#entryOf(position));
  }

  /** The same: the key of that, as `hashOf` has it. */
  keyOf(position: number): number {
    return this.#entries.index.keyOf(this.#entryOf(position));
  }

  /** Those of `positions` that have that key; the index knows all of them. */
  findKeyed(positions: ArrayLike<number>, key: number): readonly number[] {
    const found: number[] = [];
    for (let at = 0; at < positions.length; at += 1) {
      const position = positions[at] as number;
      if (this.keyOf(position) === key) found.push(position);
    }
    return found;
  }

  /** The same: its key for all orders of bytes, as `unorderedHashOf` has it. */
  unorderedKeyOf(position: number): number {
    return this.#entries.index.unorderedKeyOf(this.#entryOf(position));
  }

  /** Those of a group are made together. */
  #make(position: number): Recording {
    const number = this.groups.at(position);
    if (number === 0) return this.#makeOne(position);
    const { group, members } = this.groups.make(number, (each) => this.#makeOne(each));
    for (const [rank, recording] of members.entries()) recording.place = { group, rank };
    return this.at(position);
  }

  #makeOne(position: number): Recording {
    const recording = new Recording(position, this.#entries.at(this.#entryOf(position)), this.#recent);
    this.#made.set(position, recording);
    return recording;
  }

  #entryOf(position: number): number {
    return this.#order[position] ?? -1;
  }
}
