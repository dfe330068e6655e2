import { CassetteError } from '../errors.js';
import { asBuffer } from '../model/as-buffer.js';
import { type Entry, ParsedEntry, SplitEntry } from './entry.js';
import { findHead } from './entry-head.js';
import { allOf, type EntryList, lazyList, listOf } from './entry-list.js';
import type { EntryRange } from './entry-ranges.js';
import { EntryTrees } from './entry-trees.js';
import { findSplit, joinTornEntries, type Split, splitList } from './split.js';
import { CODES } from './yaml/characters.js';
import { notACassette, type Source, textOf } from './yaml/source.js';
import { type ListNode, parseTree, TreeError, type TreeNode } from './yaml/tree.js';

const { LINE_FEED } = CODES;

import { type IsUtf8, isDecodable, lineOfBadUtf8 } from './yaml/utf8.js';

/** The version of the format that this library reads and writes. */
const VERSION = 1;

/** A cassette file, split into its entries, which are read when they are looked at. */
export interface CassetteFile {
  readonly bytes: Uint8Array;
  readonly entries: readonly Entry[];
  /** The same, each made when it is asked for. */
  readonly list: EntryList;
  /**
   * The file's bytes without the entries for which `keep` is false (and the comments just above them), and with the
   * entry texts `added` after the last, each in one piece or several; pieces to be written one after another. What is kept stays byte for byte.
   * Throws a `CassetteError` (`write_failed`) where the list of interactions does not stand in column 0.
   */
  compose(keep: (entry: Entry) => boolean, added: Iterable<Uint8Array>): Iterable<Uint8Array>;
  /** Throws what `compose` throws for every file of this shape. */
  assertComposable(): void;
  /** Whether entries are added to it by writing them at its end. */
  readonly takesAppends: boolean;
}

const encode = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** What stands before the entries of a cassette that this library makes. */
export const FILE_OPENING: string = `version: ${VERSION}\ninteractions:\n`;

/** The bytes of a cassette with just the entry texts `added`. */
export function* composeNewFile(added: Iterable<Uint8Array>): Iterable<Uint8Array> {
  let empty = true;
  for (const entry of added) {
    if (empty) yield encode(FILE_OPENING);
    empty = false;
    yield entry;
  }
  if (empty) yield encode(`version: ${VERSION}\ninteractions: []\n`);
}

/**
 * Splits the bytes of a cassette file into entries. Throws a `CassetteError` (`not_a_cassette`, `newer_version`) with path
 * and line. `isUtf8` says whether bytes are valid UTF-8, where the system can tell it at once.
 */
export function parseCassetteFile(
  bytes: Uint8Array,
  path: string,
  isUtf8: IsUtf8 = isDecodable,
): CassetteFile {
  const source: Source = { bytes: asBuffer(bytes), path };
  if (!isUtf8(source.bytes)) throw notACassette(path, lineOfBadUtf8(source.bytes), 'it is not UTF-8 text');
  const split = findSplit(source.bytes);
  if (split === undefined) return wholeFile(source, readDocument(source));
  assertVersion(split.version, source.path, split.versionLine);
  // Of crumbs a whole file would be made that takes many times their memory.
  const findWhole = once(() => (split.crumbled ? undefined : findList(source)));
  const trees = treesOf(source, split, findWhole);
  /** What stands at a dash in column 0 is no entry by itself: a line within an entry that lost its indentation. */
  const isTornOff = (index: number): boolean => !split.entries.isUsual(index) && !trees.isMap(index);
  if (!hasTornOff(split, isTornOff)) return splitFile(source, split, trees);
  const list = findWhole();
  if (list !== undefined) return wholeFile(source, list);
  const joined = joinTornEntries(split, isTornOff);
  return splitFile(source, joined, treesOf(source, joined, findWhole));
}

function hasTornOff({ entries }: Split, isTornOff: (index: number) => boolean): boolean {
  for (let index = 0; index < entries.length; index += 1) if (isTornOff(index)) return true;
  return false;
}

function treesOf(source: Source, split: Split, findWhole: () => ListNode | undefined): EntryTrees {
  return new EntryTrees(source, split.entries, needsParser, findWhole);

  function needsParser({ usual, start, end }: EntryRange): boolean {
    return !usual || findHead(source, start, end) === undefined;
  }
}

function splitFile(source: Source, split: Split, trees: EntryTrees): CassetteFile {
  const { entries: ranges, index } = split;
  const list = lazyList(ranges.length, index, (entry) => {
    const range = ranges.at(entry);
    if (range === undefined) throw new RangeError(`There is no entry ${entry}.`);
    return new SplitEntry(source, range, trees, entry);
  });
  return new SplitFile(source, list, split, true);
}

function assertVersion(version: number, path: string, line: number): void {
  if (version === VERSION) return;
  if (version < VERSION) throw notACassette(path, line, `there is no version ${version} of the format`);
  throw new CassetteError(
    'newer_version',
    `${path}:${line}: this cassette is of version ${version} of the format, and this grpc-cassette reads version ${VERSION}. Update grpc-cassette.`,
    { path, line },
  );
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The list of interactions of a file that can be parsed as a whole. */
function findList(source: Source): ListNode | undefined {
  try {
    return readDocument(source);
  } catch {
    return undefined;
  }
}

function readDocument(source: Source): ListNode {
  const { path } = source;
  const root = parseDocument(source);
  if (root === undefined)
    throw notACassette(path, 1, 'it is empty; an empty cassette is `version: 1` and `interactions: []`');
  if (root.kind !== 'map')
    throw notACassette(path, root.line, 'it is not a mapping with version and interactions');
  const version = root.entries.get('version');
  if (version === undefined) throw notACassette(path, root.line, 'it has no version');
  if (version.kind !== 'text' || version.binary || !version.plain || !/^\d{1,9}$/.test(version.text)) {
    throw notACassette(path, version.line, 'its version is not a whole number');
  }
  assertVersion(Number(version.text), path, version.line);
  const list = root.entries.get('interactions');
  if (list === undefined) throw notACassette(path, root.line, 'it has no interactions');
  if (list.kind !== 'list') {
    throw notACassette(path, list.line, 'interactions is not a list; without any it is `interactions: []`');
  }
  return list;
}

function parseDocument(source: Source): TreeNode | undefined {
  try {
    return parseTree(textOf(source, 0, source.bytes.length));
  } catch (error) {
    if (error instanceof TreeError) throw notACassette(source.path, error.line, error.reason);
    throw error;
  }
}

function wholeFile(source: Source, list: ListNode): CassetteFile {
  const split = list.column === 0 ? splitList(source.bytes, list.line) : undefined;
  const fits = split !== undefined && split.entries.length === list.items.length ? split : undefined;
  const entries = list.items.map((node, index) => {
    const place = fits?.entries.at(index) ?? { line: node.line, start: 0, end: 0 };
    return new ParsedEntry(source.path, place, node);
  });
  return new SplitFile(source, listOf(entries), fits, false);
}

/** Whether what was added to the end of a cassette that takes appends leaves it one. */
export function entriesCanFollow(added: Uint8Array): boolean {
  const { length } = FILE_OPENING;
  const split = findSplit(Buffer.concat([encode(FILE_OPENING), added]));
  return added.at(-1) === LINE_FEED && split?.entries.at(0)?.start === length;
}

class SplitFile implements CassetteFile {
  readonly list: EntryList;
  readonly #source: Source;
  readonly #split: Split | undefined;
  /** Whether each of its entries is read by itself. */
  readonly #isSplit: boolean;
  #entries: readonly Entry[] | undefined;

  constructor(source: Source, list: EntryList, split: Split | undefined, isSplit: boolean) {
    this.list = list;
    this.#source = source;
    this.#split = split;
    this.#isSplit = isSplit;
  }

  get entries(): readonly Entry[] {
    this.#entries ??= allOf(this.list);
    return this.#entries;
  }

  get bytes(): Uint8Array {
    return this.#source.bytes;
  }

  assertComposable(): void {
    if (this.#split === undefined) throw notComposable(this.#source.path);
  }

  get takesAppends(): boolean {
    const { bytes } = this.#source;
    return (
      this.#split?.bodyEnd === bytes.length &&
      bytes.at(-1) === LINE_FEED &&
      this.list.length > 0 &&
      this.#isSplit
    );
  }

  compose(keep: (entry: Entry) => boolean, added: Iterable<Uint8Array>): Iterable<Uint8Array> {
    const split = this.#split;
    const source = this.#source;
    if (split === undefined) throw notComposable(source.path);
    const kept = this.entries.map(keep);
    if (this.#isSplit) return composeSplit(source.bytes, split, kept, added);
    return composeChecked(
      source,
      split,
      kept,
      Array.from(added, (piece) => Buffer.from(piece)),
    );
  }
}

function notComposable(path: string): CassetteError {
  return new CassetteError(
    'write_failed',
    `${path}: interactions cannot be added to this file or taken from it, because its list does not stand as \`interactions:\` with each \`- \` at the start of a line. Write it so, or record into another file.`,
    { path },
  );
}

/** Composes a file that had to be parsed as a whole, and makes sure that what came out reads as it should. */
function composeChecked(
  source: Source,
  split: Split,
  kept: readonly boolean[],
  added: readonly Uint8Array[],
): readonly Uint8Array[] {
  const pieces = [...composeSplit(source.bytes, split, kept, added)];
  const expected = kept.filter((keep) => keep).length + countEntries(added);
  const list = findList({ bytes: Buffer.concat(pieces), path: source.path });
  if (list?.items.length !== expected) throw notComposable(source.path);
  return pieces;
}

/** A long entry comes in several pieces. */
function countEntries(pieces: readonly Uint8Array[]): number {
  if (pieces.length === 0) return 0;
  return findSplit(Buffer.concat([encode(FILE_OPENING), ...pieces]))?.entries.length ?? 0;
}

function* composeSplit(
  bytes: Buffer,
  split: Split,
  kept: readonly boolean[],
  added: Iterable<Uint8Array>,
): Iterable<Uint8Array> {
  const iterator = added[Symbol.iterator]();
  let next = iterator.next();
  const empty = next.done === true && !kept.includes(true);
  yield bytes.subarray(0, split.listKeyEnd);
  if (empty) yield encode(' []');
  yield* bytesBetween(bytes, split.listValueEnd, split.bodyStart);
  let from = split.bodyStart;
  let last = bytes[split.bodyStart - 1];
  for (let index = 0; index < split.entries.length; index += 1) {
    const end = split.entries.endOf(index);
    if (kept[index]) {
      yield bytes.subarray(from, end);
      last = bytes[end - 1];
    }
    from = end;
  }
  if (from < split.bodyEnd) {
    yield bytes.subarray(from, split.bodyEnd);
    last = bytes[split.bodyEnd - 1];
  }
  if (next.done !== true && last !== LINE_FEED) yield encode('\n');
  for (; next.done !== true; next = iterator.next()) yield next.value;
  yield* bytesBetween(bytes, split.bodyEnd, bytes.length);
}

function* bytesBetween(bytes: Buffer, from: number, to: number): Iterable<Uint8Array> {
  if (from < to) yield bytes.subarray(from, to);
}
