import { CassetteError } from '../errors.js';
import type { CallRecord, Interaction } from '../model/interaction.js';
import { CALL_LINE, findCall } from './call/call-text.js';
import { type EntryHead, findHead, headFromTree, UNKNOWN_HEAD } from './entry-head.js';
import type { EntryPlace } from './entry-ranges.js';
import { type EntrySections, findSections } from './entry-sections.js';
import type { EntryTrees, ParsedTree } from './entry-trees.js';
import { callFromTree, interactionFromTree } from './from-tree.js';
import { standsAt } from './yaml/lines.js';
import { brokenInteraction, type Source, textOf } from './yaml/source.js';
import { parseTree, TreeError, type TreeNode } from './yaml/tree.js';
import type { TreePlace } from './yaml/tree-values.js';

/** One item of a cassette's interactions, unread. */
export interface Entry extends EntryPlace {
  /** What the entry says of itself; found by its first lines alone where they are as usual. Never throws. */
  readonly head: EntryHead;
  /**
   * The interaction, read anew each time. Its messages stay in the file's bytes. Throws a `CassetteError` with the
   * file's line where the entry cannot be read.
   */
  read(): Interaction;
}

/** An entry that stands at a line start of its own, and is read by itself. */
export class SplitEntry implements Entry {
  readonly #source: Source;
  readonly #place: EntryPlace;
  readonly #trees: EntryTrees;
  /** Which of the trees it is. */
  readonly #index: number;
  #head: EntryHead | undefined;
  /** Why it cannot be read, once that was tried. */
  #failure: CassetteError | undefined;

  constructor(source: Source, place: EntryPlace, trees: EntryTrees, index: number) {
    this.#source = source;
    this.#place = place;
    this.#trees = trees;
    this.#index = index;
  }

  get line(): number {
    return this.#place.line;
  }

  get start(): number {
    return this.#place.start;
  }

  get end(): number {
    return this.#place.end;
  }

  get head(): EntryHead {
    this.#head ??=
      findHead(this.#source, this.start, this.end) ?? this.#trees.findHead(this.#index) ?? UNKNOWN_HEAD;
    return this.#head;
  }

  read(): Interaction {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      return this.#findUsual() ?? this.#readByParsing();
    } catch (error) {
      if (CassetteError.is(error)) this.#failure = error;
      throw error;
    }
  }

  /** The interaction where every line of the entry is in its usual place, as this library and PyYAML write it. */
  #findUsual(): Interaction | undefined {
    const sections = findSections(this.#source, this.start, this.end);
    if (sections === undefined) return undefined;
    const { at } = sections.request;
    if (at === this.start) return interactionOf(sections, undefined);
    const call = this.#findCallBlock(at);
    return call && interactionOf(sections, call);
  }

  #findCallBlock(end: number): CallRecord | undefined {
    if (!standsAt(this.#source.bytes, this.start, CALL_LINE)) return undefined;
    const text = textOf(this.#source, this.start, end);
    return findCall(text) ?? this.#parseCallBlock(text);
  }

  /** A `call` that is written otherwise. Trouble is left to the parsing of the whole entry. */
  #parseCallBlock(text: string): CallRecord | undefined {
    try {
      const [call, ...others] = onlyItem(parseTree(text));
      if (call?.kind !== 'map' || others.length > 0 || call.entries.size !== 1) return undefined;
      return callFromTree(call.entries.get('call'), this.#treePlace, this.line);
    } catch {
      return undefined;
    }
  }

  #readByParsing(): Interaction {
    const { node, place } = this.#parse();
    return interactionFromTree(node, place, this.line);
  }

  #parse(): ParsedTree {
    try {
      return this.#trees.treeOf(this.#index);
    } catch (error) {
      if (!(error instanceof TreeError)) throw error;
      throw brokenInteraction(this.#source.path, this.line - 1 + error.line, error.reason);
    }
  }

  get #treePlace(): TreePlace {
    return { path: this.#source.path, linesBefore: this.line - 1 };
  }
}

/** An entry of a file that had to be parsed as a whole. */
export class ParsedEntry implements Entry {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly #path: string;
  readonly #node: TreeNode;
  #interaction: Interaction | undefined;

  constructor(path: string, { line, start, end }: EntryPlace, node: TreeNode) {
    this.line = line;
    this.start = start;
    this.end = end;
    this.#path = path;
    this.#node = node;
  }

  get head(): EntryHead {
    return headFromTree(this.#node);
  }

  read(): Interaction {
    this.#interaction ??= interactionFromTree(this.#node, { path: this.#path, linesBefore: 0 }, this.line);
    return this.#interaction;
  }
}

function interactionOf({ kind, sent, received }: EntrySections, call: CallRecord | undefined): Interaction {
  return {
    requestStream: kind.requestStream,
    responseStream: kind.responseStream,
    call,
    requests: sent.messages,
    halfClosed: sent.halfClosed,
    responses: received.messages,
    responseMs: received.times,
    responseAfter: received.bounds,
    requestOrder: sent.order,
    responseOrder: received.order,
  };
}

function onlyItem(tree: TreeNode | undefined): readonly TreeNode[] {
  return tree?.kind === 'list' ? tree.items : [];
}
