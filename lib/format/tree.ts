import {
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';
import { LINE_FEED, RETURN } from './characters.js';

/** A node of a parsed document. `line` is counted from 1 within the document. */
export type TreeNode = TextNode | ListNode | MapNode;

export interface ListNode {
  readonly kind: 'list';
  readonly line: number;
  readonly column: number;
  readonly items: TreeNode[];
}

export interface MapNode {
  readonly kind: 'map';
  readonly line: number;
  readonly column: number;
  readonly entries: Map<string, TreeNode>;
}

/** A scalar, as its text. What it means is said by who asks. */
export class TextNode {
  readonly kind = 'text';

  readonly line: number;
  readonly column: number;
  readonly binary: boolean;
  private readonly source: string;
  private readonly event: ScalarEvent;

  constructor(line: number, column: number, binary: boolean, source: string, event: ScalarEvent) {
    this.line = line;
    this.column = column;
    this.binary = binary;
    this.source = source;
    this.event = event;
  }

  get plain(): boolean {
    return this.event.style === SCALAR_STYLE.PLAIN;
  }

  get text(): string {
    return getScalarValue(this.source, this.event);
  }
}

/** Why a text is no document of plain data. The reason never quotes the text. */
export class TreeError extends Error {
  readonly reason: string;
  readonly line: number;

  constructor(reason: string, line: number) {
    super(reason);
    this.reason = reason;
    this.line = line;
    this.name = 'TreeError';
  }
}

/** Deep enough for 100 levels of protobuf in `json`, which are up to three of YAML each. */
const MAX_DEPTH = 400;
const MAX_ALIASES = 1000;
const BINARY_TAGS: ReadonlySet<string> = new Set(['!!binary', '!<tag:yaml.org,2002:binary>']);

/** The one document in `source`; undefined when there is none. Throws a `TreeError`. */
export function parseTree(source: string): TreeNode | undefined {
  let events: Event[];
  try {
    events = parseEvents(source, { maxDepth: MAX_DEPTH });
  } catch (error) {
    throw syntaxError(error);
  }
  return new TreeBuilder(source).build(events);
}

/** The parser's own message holds a snippet of the text; its reasons quote names and tags. */
function syntaxError(error: unknown): TreeError {
  if (!(error instanceof YAMLException)) return new TreeError('it is not YAML that can be parsed', 1);
  const reason = error.reason.replace(/ ?".*"/s, '').replace(/ such characters: .*/s, ' such characters');
  return new TreeError(`it is not YAML (${reason})`, (error.mark?.line ?? 0) + 1);
}

interface Frame {
  readonly node: ListNode | MapNode;
  readonly anchor: string | undefined;
  key: string | undefined;
}

/** Marks an anchor whose collection is not closed yet. */
const OPEN: unique symbol = Symbol('open');

class TreeBuilder {
  private readonly frames: Frame[] = [];
  private readonly anchors = new Map<string, TreeNode | typeof OPEN>();
  private root: TreeNode | undefined;
  private documents = 0;
  private aliases = 0;
  private position = 0;
  private line = 1;
  private lineStart = 0;

  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  build(events: readonly Event[]): TreeNode | undefined {
    for (const event of events) this.take(event);
    return this.root;
  }

  private take(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        this.documents++;
        if (event.directives.some((directive) => directive.kind === 'tag'))
          this.fail('it renames tags by %TAG');
        return;
      case EVENT_ID.SCALAR:
        this.moveTo(event.tagStart, event.anchorStart, event.valueStart);
        this.takeScalar(event);
        return;
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING:
        this.moveTo(event.tagStart, event.anchorStart, event.start);
        if (event.tagStart !== -1) this.fail('it uses a tag other than !!binary');
        this.open(event.type === EVENT_ID.SEQUENCE, this.anchorOf(event));
        return;
      case EVENT_ID.ALIAS:
        this.moveTo(event.anchorStart);
        this.takeAlias(this.source.slice(event.anchorStart, event.anchorEnd));
        return;
      case EVENT_ID.POP:
        this.close();
        return;
    }
  }

  /** Keeps line and column in step: events come in the order of the text. */
  private moveTo(...positions: readonly number[]): void {
    const known = positions.filter((position) => position !== -1);
    const to = known.length === 0 ? this.position : Math.min(...known);
    for (let at = this.position; at < to; at++) {
      const code = this.source.charCodeAt(at);
      if (code === LINE_FEED || (code === RETURN && this.source.charCodeAt(at + 1) !== LINE_FEED)) {
        this.line++;
        this.lineStart = at + 1;
      }
    }
    this.position = Math.max(to, this.position);
    if (this.documents > 1) this.fail('it holds more than one YAML document');
  }

  private get column(): number {
    return this.position - this.lineStart;
  }

  private anchorOf(event: { readonly anchorStart: number; readonly anchorEnd: number }): string | undefined {
    return event.anchorStart === -1 ? undefined : this.source.slice(event.anchorStart, event.anchorEnd);
  }

  private takeScalar(event: ScalarEvent): void {
    const tag = event.tagStart === -1 ? undefined : this.source.slice(event.tagStart, event.tagEnd);
    if (tag !== undefined && !BINARY_TAGS.has(tag)) this.fail('it uses a tag other than !!binary');
    const node = new TextNode(this.line, this.column, tag !== undefined, this.source, event);
    const anchor = this.anchorOf(event);
    if (anchor !== undefined) this.anchors.set(anchor, node);
    this.add(node);
  }

  private takeAlias(name: string): void {
    if (++this.aliases > MAX_ALIASES) this.fail(`it uses more than ${MAX_ALIASES} aliases`);
    const node = this.anchors.get(name);
    if (node === undefined) this.fail('it uses an alias without an anchor before it');
    if (node === OPEN) this.fail('it uses an alias inside what the alias stands for');
    this.add(node);
  }

  private open(list: boolean, anchor: string | undefined): void {
    const { line, column } = this;
    const node: ListNode | MapNode = list
      ? { kind: 'list', line, column, items: [] }
      : { kind: 'map', line, column, entries: new Map() };
    if (anchor !== undefined) this.anchors.set(anchor, OPEN);
    this.frames.push({ node, anchor, key: undefined });
  }

  private close(): void {
    const frame = this.frames.pop();
    if (frame === undefined) return;
    if (frame.anchor !== undefined) this.anchors.set(frame.anchor, frame.node);
    this.add(frame.node);
  }

  private add(node: TreeNode): void {
    const frame = this.frames.at(-1);
    if (frame === undefined) this.root = node;
    else if (frame.node.kind === 'list') frame.node.items.push(node);
    else if (frame.key === undefined) frame.key = this.keyOf(node, frame.node);
    else {
      frame.node.entries.set(frame.key, node);
      frame.key = undefined;
    }
  }

  private keyOf(node: TreeNode, map: MapNode): string {
    if (node.kind !== 'text' || node.binary) this.fail('it has a key that is not text');
    const key = node.text;
    if (node.plain && key === '<<') this.fail('it uses a merge key (<<)');
    if (map.entries.has(key)) this.fail('it has a key twice');
    return key;
  }

  private fail(reason: string): never {
    throw new TreeError(reason, this.line);
  }
}
