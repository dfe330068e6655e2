import { type EntryHead, headFromTree } from './entry-head.js';
import type { EntryRange, EntryRanges } from './entry-ranges.js';
import { type Source, textOf } from './yaml/source.js';
import { type ListNode, parseTree, TreeError, type TreeNode } from './yaml/tree.js';
import type { TreePlace } from './yaml/tree-values.js';

/** What parsing an entry gave. */
export interface ParsedTree {
  readonly node: TreeNode | undefined;
  readonly place: TreePlace;
}

/** What is kept of an entry that was parsed: its tree only where it may be a call, and no large one, whose text it holds. */
interface Parsed {
  readonly head: EntryHead;
  readonly isMap: boolean;
  readonly tree: ParsedTree | undefined;
}

/** The trees of entries that were parsed together. */
interface Together {
  readonly items: readonly TreeNode[];
  readonly place: TreePlace;
  /** Of their text, in bytes. */
  readonly size: number;
}

type Outcome = Parsed | TreeError;

/** So many entries, and so many bytes of them, are parsed together at most. */
const MOST_TOGETHER = 256;
const MOST_BYTES = 1 << 16;
/** After so many texts that were no YAML, a fault is looked for no closer than in what is parsed together. */
const MOST_FAULTS = 2000;

/**
 * The trees of a file's entries, each parsed once, when it is asked for. Those that stand side by side and need a parser
 * are parsed together: to start one costs ten times what a short entry does.
 */
export class EntryTrees {
  readonly #source: Source;
  readonly #ranges: EntryRanges;
  readonly #needsParser: (range: EntryRange) => boolean;
  readonly #findWhole: () => ListNode | undefined;
  readonly #outcomes = new Map<number, Outcome>();
  #faults = 0;

  /** `findWhole` gives the list of interactions of the file where that can be parsed as a whole. */
  constructor(
    source: Source,
    ranges: EntryRanges,
    needsParser: (range: EntryRange) => boolean,
    findWhole: () => ListNode | undefined,
  ) {
    this.#source = source;
    this.#ranges = ranges;
    this.#needsParser = needsParser;
    this.#findWhole = findWhole;
  }

  /** Whether what stands at a dash is a mapping of keys by itself. */
  isMap(index: number): boolean {
    const outcome = this.#outcomeOf(index);
    return !(outcome instanceof TreeError) && outcome.isMap;
  }

  /** The head of an entry; undefined where it cannot be parsed. */
  findHead(index: number): EntryHead | undefined {
    const outcome = this.#outcomeOf(index);
    if (!(outcome instanceof TreeError)) return outcome.head;
    const whole = this.#findInWhole(index);
    return whole && headFromTree(whole.node);
  }

  /** The tree of an entry; from the whole file where it makes sense only there (an alias of an earlier anchor). Throws a `TreeError`. */
  treeOf(index: number): ParsedTree {
    const outcome = this.#outcomeOf(index);
    if (!(outcome instanceof TreeError)) return outcome.tree ?? this.#parseAgain(index);
    const whole = this.#findInWhole(index);
    if (whole === undefined) throw outcome;
    return whole;
  }

  #outcomeOf(index: number): Outcome {
    const known = this.#outcomes.get(index);
    if (known !== undefined) return known;
    this.#parse(index, this.#endOfNeighbours(index));
    return this.#outcomes.get(index) ?? new TreeError('it is not YAML that can be parsed', 1);
  }

  /** After the last of those that are parsed together with an entry. */
  #endOfNeighbours(index: number): number {
    const limit = this.#ranges.startOf(index) + MOST_BYTES;
    let to = index + 1;
    for (; to < index + MOST_TOGETHER; to += 1) {
      const next = this.#ranges.at(to);
      if (next === undefined || next.end > limit || this.#outcomes.has(to) || !this.#needsParser(next)) break;
    }
    return to;
  }

  /** Parses entries together; where that fails, halves of them, down to the one that is at fault. */
  #parse(from: number, to: number): void {
    try {
      this.#keep(from, this.#parseTogether(from, to));
    } catch (error) {
      if (!(error instanceof TreeError)) throw error;
      this.#faults += 1;
      if (to - from === 1) {
        this.#outcomes.set(from, error);
      } else if (this.#faults > MOST_FAULTS) {
        const shared = new TreeError(error.reason, 1);
        for (let index = from; index < to; index += 1) this.#outcomes.set(index, shared);
      } else {
        const middle = (from + to) >> 1;
        this.#parse(from, middle);
        this.#parse(middle, to);
      }
    }
  }

  #keep(from: number, { items, place, size }: Together): void {
    for (const [offset, node] of items.entries()) {
      const head = headFromTree(node);
      const tree = head.replayable === false || size > MOST_BYTES ? undefined : { node, place };
      this.#outcomes.set(from + offset, { head, isMap: node.kind === 'map', tree });
    }
  }

  #parseAgain(index: number): ParsedTree {
    const { items, place } = this.#parseTogether(index, index + 1);
    return { node: items[0], place };
  }

  #parseTogether(from: number, to: number): Together {
    const [first, last] = [this.#ranges.at(from), this.#ranges.at(to - 1)];
    if (first === undefined || last === undefined) throw new RangeError(`There is no entry ${from}.`);
    const size = last.end - first.start;
    if (last.joined && size > MOST_BYTES) throw new TreeError('it is more than one item', 1);
    const tree = parseTree(textOf(this.#source, first.start, last.end));
    const items = tree?.kind === 'list' ? tree.items : [];
    if (items.length > to - from) throw new TreeError('it is more than one item', 1);
    if (items.length < to - from) throw new TreeError('it is no item of a list', 1);
    return { items, size, place: { path: this.#source.path, linesBefore: first.line - 1 } };
  }

  #findInWhole(index: number): ParsedTree | undefined {
    const list = this.#findWhole();
    if (list?.items.length !== this.#ranges.length) return undefined;
    return { node: list.items[index], place: { path: this.#source.path, linesBefore: 0 } };
  }
}
