import { type CallRecord, type Interaction, type MessageList, NO_MESSAGES } from '../model/interaction.js';
import type { NumberList } from '../model/order/number-ranges.js';
import { readCall } from './call/call-tree.js';
import { ParsedMessages } from './messages.js';
import { findKind, REQUEST_KEYS, RESPONSE_KEYS } from './side-keys.js';
import { brokenInteraction } from './yaml/source.js';
import type { MapNode, TextNode, TreeNode } from './yaml/tree.js';
import { type TreePlace, TreeValues } from './yaml/tree-values.js';

/** Whether an entry holds a call at all, such as no `collections_method` does. */
export function isReplayable(node: TreeNode | undefined): boolean {
  return node?.kind === 'map' && REQUEST_KEYS.some((key) => node.entries.has(key));
}

/** The interaction that an entry's tree says. Throws a `CassetteError` that names the line. */
export function interactionFromTree(node: TreeNode | undefined, place: TreePlace, line: number): Interaction {
  const values = new TreeValues(place, line);
  values.assertBase64(node);
  return assertListsFit(readInteraction(node, values), place.path, line);
}

/** The `call` that the tree of a `call` block says. */
export function callFromTree(node: TreeNode | undefined, place: TreePlace, line: number): CallRecord {
  const values = new TreeValues(place, line);
  values.assertBase64(node);
  return readCall(node, values);
}

function readInteraction(node: TreeNode | undefined, values: TreeValues): Interaction {
  if (node?.kind !== 'map') values.fail(node, 'an interaction is a mapping of keys');
  const request = pickKey(node, REQUEST_KEYS, 'request', values);
  const response = pickKey(node, RESPONSE_KEYS, 'response', values);
  const kind = findKind(request, response);
  if (kind === undefined) values.fail(node, `${request} and ${response} do not belong together`);
  const call = node.entries.get('call');
  const sent = readSide(node.entries.get(request), request, kind.requestStream, values);
  const received = readSide(node.entries.get(response), response, kind.responseStream, values);
  // Key by key: to spread `kind` here takes V8 longer than all the rest.
  return {
    requestStream: kind.requestStream,
    responseStream: kind.responseStream,
    call: call === undefined ? undefined : readCall(call, values),
    requests: sent.messages,
    halfClosed: sent.halfClosed,
    responses: received.messages,
    responseMs: received.times,
    responseAfter: received.bounds,
    requestOrder: sent.order,
    responseOrder: received.order,
  };
}

function pickKey(node: MapNode, keys: readonly string[], side: string, values: TreeValues): string {
  const found = keys.filter((key) => node.entries.has(key));
  const [key] = found;
  if (key === undefined) values.fail(node, `it has no ${side} (${keys.join(' or ')})`);
  if (found.length > 1) values.fail(node, `it has more than one ${side} (${found.join(' and ')})`);
  return key;
}

function assertListsFit(interaction: Interaction, path: string, line: number): Interaction {
  const { requests, responses, responseMs, responseAfter, requestOrder, responseOrder } = interaction;
  for (const [key, list, { length }] of [
    ['chunks_ms', responseMs, responses],
    ['chunks_after', responseAfter, responses],
    ['chunks_order', requestOrder, requests],
    ['chunks_order', responseOrder, responses],
  ] as const) {
    if (list !== undefined && list.length !== length) {
      throw brokenInteraction(path, line, `${key} has ${list.length} items for ${length} messages`);
    }
  }
  return interaction;
}

interface Side {
  readonly messages: MessageList;
  readonly halfClosed: boolean;
  readonly times: Float64Array | undefined;
  readonly bounds: Float64Array | undefined;
  readonly order: NumberList | undefined;
}

function readSide(node: TreeNode | undefined, key: string, stream: boolean, values: TreeValues): Side {
  if (node?.kind !== 'map') values.fail(node, `${key} is not a mapping of keys`);
  const halfClosed = node.entries.get('half_closed');
  const messages = stream ? readChunks(node, key, values) : readSingle(node, key, values);
  const times = stream ? node.entries.get('chunks_ms') : undefined;
  const bounds = stream ? node.entries.get('chunks_after') : undefined;
  const order = stream ? node.entries.get('chunks_order') : undefined;
  return {
    messages,
    halfClosed: halfClosed === undefined || values.flag(halfClosed, 'half_closed'),
    times: times && values.counts(times, 'chunks_ms'),
    bounds: bounds && values.bounds(bounds, 'chunks_after'),
    order: order && values.ranges(order, 'chunks_order'),
  };
}

function readSingle(side: MapNode, key: string, values: TreeValues): MessageList {
  const raw = side.entries.get('raw');
  if (raw === undefined) values.fail(side, `${key} has no raw`);
  return isNull(raw) ? NO_MESSAGES : readMessages([raw], `raw of ${key}`, values);
}

function readChunks(side: MapNode, key: string, values: TreeValues): MessageList {
  const chunks = side.entries.get('chunks_raw');
  if (chunks === undefined) values.fail(side, `${key} has no chunks_raw`);
  return readMessages(values.list(chunks, 'chunks_raw').items, 'an item of chunks_raw', values);
}

function readMessages(nodes: readonly TreeNode[], what: string, values: TreeValues): MessageList {
  if (nodes.length === 0) return NO_MESSAGES;
  const texts = nodes.map((node): TextNode => {
    if (node.kind !== 'text' || !node.binary) values.fail(node, `${what} is not !!binary`);
    return node;
  });
  return new ParsedMessages(values.place, texts);
}

const NULLS: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);

function isNull(node: TreeNode): boolean {
  return node.kind === 'text' && node.plain && !node.binary && NULLS.has(node.text);
}
