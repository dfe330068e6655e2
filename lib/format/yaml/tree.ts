import type { Event, ScalarEvent } from 'js-yaml';
import { CODES } from './characters.js';
import { loadJsYaml } from './load-js-yaml.js';

const { LINE_FEED, RETURN } = CODES;

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
  readonly entries: Map<string, TreeNode>;
}

/** A scalar, as its text. What it means is said by who asks. */
export class TextNode {
  readonly kind = 'text';
  readonly line: number;
  readonly #source: string;
  readonly #event: ScalarEvent;

  constructor(line: number, source: string, event: ScalarEvent) {
    this.line = line;
    this.#source = source;
    this.#event = event;
  }

  /** Whether it is `!!binary`, the only tag there is. */
  get binary(): boolean {
    return this.#event.tagStart !== -1;
  }

  get plain(): boolean {
    return this.#event.style === loadJsYaml().SCALAR_STYLE.PLAIN;
  }

  get text(): string {
    return loadJsYaml().getScalarValue(this.#source, this.#event);
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
const MOST_LEVELS = 400;
const MOST_ALIASES = 1000;
const BINARY_TAGS: ReadonlySet<string> = new Set(['!!binary', '!<tag:yaml.org,2002:binary>']);

/** The one document in `source`; undefined when there is none. Throws a `TreeError`. */
export function parseTree(source: string): TreeNode | undefined {
  const { stackTraceLimit } = Error;
  // Nobody sees the stacks of what is thrown here, and they are most of what text that is no YAML costs.
  Error.stackTraceLimit = 0;
  try {
    return new TreeBuilder(source).build(eventsOf(source));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function eventsOf(source: string): readonly Event[] {
  try {
    return loadJsYaml().parseEvents(source, { maxDepth: MOST_LEVELS });
  } catch (error) {
    throw syntaxError(error);
  }
}

/** The parser's own message holds a snippet of the text; its reasons quote names and tags. */
function syntaxError(error: unknown): TreeError {
  if (!(error instanceof loadJsYaml().YAMLException))
    return new TreeError('it is not YAML that can be parsed', 1);
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
  readonly #source: string;
  readonly #frames: Frame[] = [];
  readonly #anchors = new Map<string, TreeNode | typeof OPEN>();
  #root: TreeNode | undefined;
  #documents = 0;
  #aliases = 0;
  #position = 0;
  #line = 1;
  #lineStart = 0;

  constructor(source: string) {
    this.#source = source;
  }

  build(events: readonly Event[]): TreeNode | undefined {
    for (const event of events) this.#take(event);
    return this.#root;
  }

  #take(event: Event): void {
    const { EVENT_ID } = loadJsYaml();
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        this.#documents += 1;
        if (event.directives.some((directive) => directive.kind === 'tag'))
          this.#fail('it renames tags by %TAG');
        return;
      case EVENT_ID.SCALAR:
        this.#moveTo(event.tagStart, event.anchorStart, event.valueStart);
        this.#takeScalar(event);
        return;
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING:
        this.#moveTo(event.tagStart, event.anchorStart, event.start);
        if (event.tagStart !== -1) this.#fail('it uses a tag other than !!binary');
        this.#open(event.type === EVENT_ID.SEQUENCE, this.#anchorOf(event));
        return;
      case EVENT_ID.ALIAS:
        this.#moveTo(event.anchorStart);
        this.#takeAlias(this.#source.slice(event.anchorStart, event.anchorEnd));
        return;
      case EVENT_ID.POP:
        this.#close();
        return;
    }
  }

  /** Keeps line and column in step: events come in the order of the text. */
  #moveTo(...positions: readonly number[]): void {
    const known = positions.filter((position) => position !== -1);
    const to = known.length === 0 ? this.#position : Math.min(...known);
    for (let at = this.#position; at < to; at += 1) {
      const code = this.#source.charCodeAt(at);
      if (code === LINE_FEED || (code === RETURN && this.#source.charCodeAt(at + 1) !== LINE_FEED)) {
        this.#line += 1;
        this.#lineStart = at + 1;
      }
    }
    this.#position = Math.max(to, this.#position);
    if (this.#documents > 1) this.#fail('it holds more than one YAML document');
  }

  #anchorOf(event: { readonly anchorStart: number; readonly anchorEnd: number }): string | undefined {
    return event.anchorStart === -1 ? undefined : this.#source.slice(event.anchorStart, event.anchorEnd);
  }

  #takeScalar(event: ScalarEvent): void {
    const tag = event.tagStart === -1 ? undefined : this.#source.slice(event.tagStart, event.tagEnd);
    if (tag !== undefined && !BINARY_TAGS.has(tag)) this.#fail('it uses a tag other than !!binary');
    const node = new TextNode(this.#line, this.#source, event);
    const anchor = this.#anchorOf(event);
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    this.#add(node);
  }

  #takeAlias(name: string): void {
    this.#aliases += 1;
    if (this.#aliases > MOST_ALIASES) this.#fail(`it uses more than ${MOST_ALIASES} aliases`);
    const node = this.#anchors.get(name);
    if (node === undefined) this.#fail('it uses an alias without an anchor before it');
    if (node === OPEN) this.#fail('it uses an alias inside what the alias stands for');
    this.#add(node);
  }

  #open(list: boolean, anchor: string | undefined): void {
    const line = this.#line;
    const node: ListNode | MapNode = list
      ? { kind: 'list', line, column: this.#position - this.#lineStart, items: [] }
      : { kind: 'map', line, entries: new Map() };
    if (anchor !== undefined) this.#anchors.set(anchor, OPEN);
    this.#frames.push({ node, anchor, key: undefined });
  }

  #close(): void {
    const frame = this.#frames.pop();
    if (frame === undefined) return;
    if (frame.anchor !== undefined) this.#anchors.set(frame.anchor, frame.node);
    this.#add(frame.node);
  }

  #add(node: TreeNode): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) this.#root = node;
    else if (frame.node.kind === 'list') frame.node.items.push(node);
    else if (frame.key === undefined) frame.key = this.#keyOf(node, frame.node);
    else {
      frame.node.entries.set(frame.key, node);
      frame.key = undefined;
    }
  }

  #keyOf(node: TreeNode, map: MapNode): string {
    if (node.kind !== 'text' || node.binary) this.#fail('it has a key that is not text');
    const key = node.text;
    if (node.plain && key === '<<') this.#fail('it uses a merge key (<<)');
    if (map.entries.has(key)) this.#fail('it has a key twice');
    return key;
  }

  #fail(reason: string): never {
    throw new TreeError(reason, this.#line);
  }
}
