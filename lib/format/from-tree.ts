import { type CallRecord, type Interaction, type MessageList, NO_MESSAGES } from '../model/interaction.js';
import type { MetadataEntries, MetadataValue } from '../model/metadata.js';
import type { Status } from '../model/status.js';
import { decodeBase64Text } from './base64.js';
import { type CallDraft, createCallDraft, OK } from './call-block.js';
import { ParsedMessages } from './messages.js';
import { findBound, findCount } from './numbers.js';
import { brokenInteraction } from './source.js';
import type { ListNode, MapNode, TextNode, TreeNode } from './tree.js';

/** Where a tree comes from: its first line is the file's line `linesBefore + 1`. */
export interface TreePlace {
  readonly path: string;
  readonly linesBefore: number;
}

export const REQUEST_KEYS: readonly string[] = ['request_sample', 'request_stream', 'request_chunks'];
const RESPONSE_KEYS: readonly string[] = ['response_sample', 'response_stream'];

/** The kind that a request and a response key make together; undefined where they make none. */
export function findKind(
  request: string,
  response: string,
): { readonly requestStream: boolean; readonly responseStream: boolean } | undefined {
  if (!REQUEST_KEYS.includes(request) || !RESPONSE_KEYS.includes(response)) return undefined;
  const responseStream = response === 'response_stream';
  const requestStream = request === 'request_chunks';
  if (!requestStream && responseStream !== (request === 'request_stream')) return undefined;
  return { requestStream, responseStream };
}

/** Whether an entry holds a call at all, such as no `collections_method` does. */
export function isReplayable(node: TreeNode | undefined): boolean {
  return node?.kind === 'map' && REQUEST_KEYS.some((key) => node.entries.has(key));
}

/** The interaction that an entry's tree says. Throws a `CassetteError` that names the line. */
export function interactionFromTree(node: TreeNode | undefined, place: TreePlace, line: number): Interaction {
  const reader = new TreeReader(place, line);
  reader.assertBase64(node);
  return reader.readInteraction(node);
}

/** The `call` that the tree of a `call` block says. */
export function callFromTree(node: TreeNode | undefined, place: TreePlace, line: number): CallRecord {
  const reader = new TreeReader(place, line);
  reader.assertBase64(node);
  return reader.readCall(node);
}

interface Side {
  readonly messages: MessageList;
  readonly halfClosed: boolean;
  readonly times: Float64Array | undefined;
  readonly bounds: Float64Array | undefined;
}

class TreeReader {
  private readonly place: TreePlace;
  private readonly line: number;

  constructor(place: TreePlace, line: number) {
    this.place = place;
    this.line = line;
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
      for (const [key, value] of node.entries) {
        if (!UNCHECKED.has(key)) this.assertBase64(value, seen);
      }
    } else if (node.binary && decodeBase64Text(node.text) === undefined)
      this.fail(node, 'a !!binary is not base64');
  }

  readInteraction(node: TreeNode | undefined): Interaction {
    if (node?.kind !== 'map') this.fail(node, 'an interaction is a mapping of keys');
    const request = this.pickKey(node, REQUEST_KEYS, 'request');
    const response = this.pickKey(node, RESPONSE_KEYS, 'response');
    const kind = findKind(request, response);
    if (kind === undefined) this.fail(node, `${request} and ${response} do not belong together`);
    const call = node.entries.get('call');
    const sent = this.readSide(node.entries.get(request), request, kind.requestStream);
    const received = this.readSide(node.entries.get(response), response, kind.responseStream);
    return {
      ...kind,
      call: call === undefined ? undefined : this.readCall(call),
      requests: sent.messages,
      halfClosed: sent.halfClosed,
      responses: received.messages,
      responseMs: received.times,
      responseAfter: received.bounds,
    };
  }

  readCall(node: TreeNode | undefined): CallRecord {
    if (node?.kind !== 'map') this.fail(node, 'call is not a mapping of keys');
    const call = createCallDraft();
    for (const [key, value] of node.entries) this.readField(call, key, value);
    if (!node.entries.has('method')) this.fail(node, 'call has no method');
    return call;
  }

  private pickKey(node: MapNode, keys: readonly string[], side: string): string {
    const found = keys.filter((key) => node.entries.has(key));
    const [key] = found;
    if (key === undefined) this.fail(node, `it has no ${side} (${keys.join(' or ')})`);
    if (found.length > 1) this.fail(node, `it has more than one ${side} (${found.join(' and ')})`);
    return key;
  }

  private readField(call: CallDraft, key: string, node: TreeNode): void {
    switch (key) {
      case 'method':
        call.method = this.text(node, key);
        break;
      case 'started_at':
        call.startedAt = this.text(node, key);
        break;
      case 'target':
        call.target = this.text(node, key);
        break;
      case 'request_metadata':
        call.requestMetadata = this.metadata(node, key);
        break;
      case 'response_metadata':
        call.responseMetadata = this.metadata(node, key);
        break;
      case 'metadata_ms':
        call.metadataMs = this.count(node, key);
        break;
      case 'metadata_after':
        call.metadataAfter = this.bound(node, key);
        break;
      case 'trailers':
        call.trailers = this.metadata(node, key);
        break;
      case 'status':
        call.status = this.status(node);
        break;
      case 'ended_ms':
        call.endedMs = this.count(node, key);
        break;
      case 'status_after':
        call.statusAfter = this.bound(node, key);
        break;
      case 'cancelled_by_client':
        call.cancelledByClient = this.boolean(node, key);
        break;
      case 'cut_short':
        call.cutShort = this.boolean(node, key);
        break;
    }
  }

  private status(node: TreeNode): Status {
    const { entries } = this.map(node, 'status');
    const code = entries.get('code');
    const details = entries.get('details');
    return {
      code: code === undefined ? OK.code : this.count(code, 'code'),
      details: details === undefined ? OK.details : this.text(details, 'details'),
    };
  }

  private metadata(node: TreeNode, key: string): MetadataEntries {
    const metadata = new Map<string, readonly MetadataValue[]>();
    for (const [name, values] of this.map(node, key).entries) {
      metadata.set(
        name,
        this.list(values, `a value of ${key}`).items.map((value) => this.metadataValue(value, key)),
      );
    }
    return metadata;
  }

  private metadataValue(node: TreeNode, key: string): MetadataValue {
    if (node.kind !== 'text') this.fail(node, `a value of ${key} is neither text nor !!binary`);
    if (!node.binary) return node.text;
    const bytes = decodeBase64Text(node.text);
    if (bytes === undefined) this.fail(node, `a value of ${key} is not base64`);
    return bytes;
  }

  private readSide(node: TreeNode | undefined, key: string, stream: boolean): Side {
    if (node?.kind !== 'map') this.fail(node, `${key} is not a mapping of keys`);
    const halfClosed = node.entries.get('half_closed');
    const messages = stream ? this.chunks(node, key) : this.single(node, key);
    return {
      messages,
      halfClosed: halfClosed === undefined || this.boolean(halfClosed, 'half_closed'),
      times: this.numbers(node, 'chunks_ms', stream, findCount),
      bounds: this.numbers(node, 'chunks_after', stream, findBound),
    };
  }

  private single(side: MapNode, key: string): MessageList {
    const raw = side.entries.get('raw');
    if (raw === undefined) this.fail(side, `${key} has no raw`);
    return isNull(raw) ? NO_MESSAGES : this.messages([raw], `raw of ${key}`);
  }

  private chunks(side: MapNode, key: string): MessageList {
    const chunks = side.entries.get('chunks_raw');
    if (chunks === undefined) this.fail(side, `${key} has no chunks_raw`);
    return this.messages(this.list(chunks, 'chunks_raw').items, 'an item of chunks_raw');
  }

  private messages(nodes: readonly TreeNode[], what: string): MessageList {
    if (nodes.length === 0) return NO_MESSAGES;
    const texts = nodes.map((node): TextNode => {
      if (node.kind !== 'text' || !node.binary) this.fail(node, `${what} is not !!binary`);
      return node;
    });
    return new ParsedMessages(this.place.path, texts, this.place.linesBefore);
  }

  private numbers(
    side: MapNode,
    key: string,
    stream: boolean,
    find: (text: string) => number | undefined,
  ): Float64Array | undefined {
    const node = side.entries.get(key);
    if (node === undefined || !stream) return undefined;
    return Float64Array.from(this.list(node, key).items, (item) =>
      this.number(item, `an item of ${key}`, find),
    );
  }

  private map(node: TreeNode, what: string): MapNode {
    if (node.kind !== 'map') this.fail(node, `${what} is not a mapping of keys`);
    return node;
  }

  private list(node: TreeNode, what: string): ListNode {
    if (node.kind !== 'list') this.fail(node, `${what} is not a list`);
    return node;
  }

  private text(node: TreeNode, what: string): string {
    if (node.kind !== 'text' || node.binary) this.fail(node, `${what} is not text`);
    return node.text;
  }

  private count(node: TreeNode, what: string): number {
    return this.number(node, what, findCount);
  }

  private bound(node: TreeNode, what: string): number {
    return this.number(node, what, findBound);
  }

  private number(node: TreeNode, what: string, find: (text: string) => number | undefined): number {
    const number = node.kind === 'text' && !node.binary ? find(node.text) : undefined;
    if (number === undefined) {
      this.fail(node, `${what} is not a whole number${find === findBound ? ' or the word end' : ''}`);
    }
    return number;
  }

  private boolean(node: TreeNode, what: string): boolean {
    const text = node.kind === 'text' && node.plain ? node.text : '';
    if (text !== 'true' && text !== 'false') this.fail(node, `${what} is neither true nor false`);
    return text === 'true';
  }

  private fail(node: TreeNode | undefined, what: string): never {
    const line = node === undefined ? this.line : this.place.linesBefore + node.line;
    throw brokenInteraction(this.place.path, line, what);
  }
}

const UNCHECKED: ReadonlySet<string> = new Set(['chunks_raw', 'json', 'chunks_json']);
const NULLS: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);

function isNull(node: TreeNode): boolean {
  return node.kind === 'text' && node.plain && !node.binary && NULLS.has(node.text);
}
