import { NumberRanges } from '../../model/order/number-ranges.js';
import { decodeBase64Text } from './base64.js';
import { findBound, findCount } from './numbers.js';
import { findRange } from './ranges.js';
import { brokenInteraction } from './source.js';
import type { ListNode, MapNode, TreeNode } from './tree.js';

/** Where a tree comes from: its first line is the file's line `linesBefore + 1`. */
export interface TreePlace {
  readonly path: string;
  readonly linesBefore: number;
}

/** What nodes are, as the format has it. What is otherwise is a `CassetteError` that names `what` and the line. */
export class TreeValues {
  readonly place: TreePlace;
  readonly #line: number;

  /** `line` is named where there is no node to name one. */
  constructor(place: TreePlace, line: number) {
    this.place = place;
    this.#line = line;
  }

  map(node: TreeNode, what: string): MapNode {
    if (node.kind !== 'map') this.fail(node, `${what} is not a mapping of keys`);
    return node;
  }

  list(node: TreeNode, what: string): ListNode {
    if (node.kind !== 'list') this.fail(node, `${what} is not a list`);
    return node;
  }

  text(node: TreeNode, what: string): string {
    if (node.kind !== 'text' || node.binary) this.fail(node, `${what} is not text`);
    return node.text;
  }

  count(node: TreeNode, what: string): number {
    const count = findNumber(node, findCount);
    if (count === undefined) this.fail(node, `${what} is not a whole number`);
    return count;
  }

  bound(node: TreeNode, what: string): number {
    const bound = findNumber(node, findBound);
    if (bound === undefined) this.fail(node, `${what} is not a whole number or the word end`);
    return bound;
  }

  counts(node: TreeNode, what: string): Float64Array {
    return Float64Array.from(this.list(node, what).items, (item) => this.count(item, `an item of ${what}`));
  }

  bounds(node: TreeNode, what: string): Float64Array {
    return Float64Array.from(this.list(node, what).items, (item) => this.bound(item, `an item of ${what}`));
  }

  ranges(node: TreeNode, what: string): NumberRanges {
    const numbers = new NumberRanges();
    for (const item of this.list(node, what).items) {
      const range = findRange(item.kind === 'text' && !item.binary ? item.text : '');
      if (range === undefined)
        this.fail(item, `an item of ${what} is neither a number nor a range such as 4-5`);
      numbers.pushRange(range);
    }
    return numbers;
  }

  flag(node: TreeNode, what: string): boolean {
    const text = node.kind === 'text' && node.plain ? node.text : '';
    if (text !== 'true' && text !== 'false') this.fail(node, `${what} is neither true nor false`);
    return text === 'true';
  }

  /**
   * A block scalar that took in the lines of other keys shows by being no base64. Messages are checked when they are
   * decoded, and `json` is not looked at.
   */
  assertBase64(node: TreeNode | undefined, seen: Set<TreeNode> = new Set()): void {
    if (node === undefined || seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'list') for (const item of node.items) this.assertBase64(item, seen);
    else if (node.kind === 'map') {
      for (const [key, value] of node.entries) if (!UNCHECKED.has(key)) this.assertBase64(value, seen);
    } else if (node.binary && decodeBase64Text(node.text) === undefined)
      this.fail(node, 'a !!binary is not base64');
  }

  fail(node: TreeNode | undefined, what: string): never {
    const line = node === undefined ? this.#line : this.place.linesBefore + node.line;
    throw brokenInteraction(this.place.path, line, what);
  }
}

const UNCHECKED: ReadonlySet<string> = new Set(['chunks_raw', 'json', 'chunks_json']);

function findNumber(node: TreeNode, find: (text: string) => number | undefined): number | undefined {
  return node.kind === 'text' && !node.binary ? find(node.text) : undefined;
}
