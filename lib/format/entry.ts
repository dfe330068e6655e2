import type { CallRecord, Interaction } from '../model/interaction.js';
import { CALL_LINE, findCall } from './call/call-text.js';
import { BLANK } from './characters.js';
import { type EntryHead, findHead, headFromTree, UNKNOWN_HEAD } from './entry-head.js';
import { findSection, findSectionAt } from './entry-section.js';
import { callFromTree, interactionFromTree } from './from-tree.js';
import { findMessageBlock, type MessageBlock } from './message-blocks.js';
import { findKind, isRequestStream } from './side-keys.js';
import { brokenInteraction, type Source, textOf } from './source.js';
import { parseTree, TreeError, type TreeNode } from './tree.js';

/** One item of a cassette's interactions, unread. */
export interface Entry {
  /** Counted from 1. */
  readonly line: number;
  /** Where the entry's dash stands in the file's bytes; start and end are 0 where the list is not in column 0. */
  readonly start: number;
  /** After the entry's last line, without the comments and blank lines that follow it in column 0. */
  readonly end: number;
  /** What the entry says of itself; found by its first lines alone where they are as usual. Never throws. */
  readonly head: EntryHead;
  /**
   * The interaction; what is read is kept. Its messages stay in the file's bytes. Throws a `CassetteError` with the
   * file's line where the entry cannot be read.
   */
  read(): Interaction;
}

/** The same entry in the tree of the whole file; undefined where the file as a whole cannot be parsed. */
export type FindInWholeFile = () => { readonly node: TreeNode | undefined } | undefined;

/** An entry that stands at a line start of its own, and is read by itself. */
export class SplitEntry implements Entry {
  private interaction: Interaction | undefined;
  private knownHead: EntryHead | undefined;

  private readonly source: Source;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  private readonly findInWholeFile: FindInWholeFile;

  constructor(source: Source, line: number, start: number, end: number, findInWholeFile: FindInWholeFile) {
    this.source = source;
    this.line = line;
    this.start = start;
    this.end = end;
    this.findInWholeFile = findInWholeFile;
  }

  get head(): EntryHead {
    this.knownHead ??= findHead(this.source, this.start, this.end) ?? this.headByParsing();
    return this.knownHead;
  }

  read(): Interaction {
    this.interaction ??= this.findUsual() ?? this.readByParsing();
    return this.interaction;
  }

  /** The interaction where every line of the entry is in its usual place, as this library and PyYAML write it. */
  private findUsual(): Interaction | undefined {
    const { source, start, end } = this;
    const request = findSection(source, start, end, 'request_');
    if (request === undefined) return undefined;
    const requestStream = isRequestStream(request.key);
    const sent = findMessageBlock(source, request.inside, end, requestStream);
    if (sent === undefined) return undefined;
    const response = source.bytes[sent.end] === BLANK ? findSectionAt(source, sent.end) : undefined;
    if (response === undefined) return undefined;
    const kind = findKind(request.key, response.key);
    if (kind === undefined) return undefined;
    const received = findMessageBlock(source, response.inside, end, kind.responseStream);
    if (received?.end !== end) return undefined;
    const call = request.at === start ? undefined : this.findCallBlock(request.at);
    if (call === undefined && request.at !== start) return undefined;
    return interactionFromBlocks(kind, call, sent, received);
  }

  private findCallBlock(end: number): CallRecord | undefined {
    const { source, start } = this;
    if (source.bytes.toString('latin1', start, start + CALL_LINE.length) !== CALL_LINE) return undefined;
    const text = textOf(source, start, end);
    return findCall(text) ?? this.parseCallBlock(text);
  }

  /** A `call` that is written otherwise. Trouble is left to the parsing of the whole entry. */
  private parseCallBlock(text: string): CallRecord | undefined {
    try {
      const [call, ...others] = onlyItem(parseTree(text));
      if (call?.kind !== 'map' || others.length > 0 || call.entries.size !== 1) return undefined;
      return callFromTree(call.entries.get('call'), this.place, this.line);
    } catch {
      return undefined;
    }
  }

  private readByParsing(): Interaction {
    const { source, line } = this;
    const { node, place } = this.parse();
    const interaction = interactionFromTree(node, place, line);
    return assertTimesFit(interaction, source.path, line);
  }

  private headByParsing(): EntryHead {
    try {
      return headFromTree(this.parse().node);
    } catch {
      return UNKNOWN_HEAD;
    }
  }

  /** The entry's tree; from the whole file where the entry makes sense only there (an alias of an earlier anchor). */
  private parse(): {
    readonly node: TreeNode | undefined;
    readonly place: { path: string; linesBefore: number };
  } {
    const { source, start, end, line } = this;
    const { path } = source;
    try {
      const [node, ...others] = onlyItem(parseTree(textOf(source, start, end)));
      if (others.length > 0) throw new TreeError('it is more than one item', 1);
      return { node, place: this.place };
    } catch (error) {
      const whole = this.findInWholeFile();
      if (whole !== undefined) return { node: whole.node, place: { path, linesBefore: 0 } };
      if (error instanceof TreeError) throw brokenInteraction(path, line - 1 + error.line, error.reason);
      throw error;
    }
  }

  private get place(): { path: string; linesBefore: number } {
    return { path: this.source.path, linesBefore: this.line - 1 };
  }
}

/** An entry of a file that had to be parsed as a whole. */
export class ParsedEntry implements Entry {
  private interaction: Interaction | undefined;

  private readonly path: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  private readonly node: TreeNode;

  constructor(path: string, line: number, start: number, end: number, node: TreeNode) {
    this.path = path;
    this.line = line;
    this.start = start;
    this.end = end;
    this.node = node;
  }

  get head(): EntryHead {
    return headFromTree(this.node);
  }

  read(): Interaction {
    const { path, line } = this;
    this.interaction ??= assertTimesFit(
      interactionFromTree(this.node, { path, linesBefore: 0 }, line),
      path,
      line,
    );
    return this.interaction;
  }
}

function interactionFromBlocks(
  kind: { readonly requestStream: boolean; readonly responseStream: boolean },
  call: CallRecord | undefined,
  sent: MessageBlock,
  received: MessageBlock,
): Interaction | undefined {
  const { messages, times, bounds } = received;
  if (times !== undefined && times.length !== messages.length) return undefined;
  if (bounds !== undefined && bounds.length !== messages.length) return undefined;
  return {
    requestStream: kind.requestStream,
    responseStream: kind.responseStream,
    call,
    requests: sent.messages,
    halfClosed: sent.halfClosed,
    responses: messages,
    responseMs: times,
    responseAfter: bounds,
  };
}

function assertTimesFit(interaction: Interaction, path: string, line: number): Interaction {
  const { length } = interaction.responses;
  for (const [key, list] of [
    ['chunks_ms', interaction.responseMs],
    ['chunks_after', interaction.responseAfter],
  ] as const) {
    if (list !== undefined && list.length !== length) {
      throw brokenInteraction(path, line, `${key} has ${list.length} items for ${length} messages`);
    }
  }
  return interaction;
}

function onlyItem(tree: TreeNode | undefined): readonly TreeNode[] {
  return tree?.kind === 'list' ? tree.items : [];
}
