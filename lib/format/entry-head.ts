import type { CallOrder } from '../model/order/call-order.js';
import { findOrderStart, maySayOrder, readOrderStart } from './call/order-form.js';
import { findSection, findSectionAt } from './entry-sections.js';
import { isReplayable } from './from-tree.js';
import { REQUEST_KEYS } from './side-keys.js';
import { standsAt } from './yaml/lines.js';
import { findText } from './yaml/scalar.js';
import { type Source, textOf } from './yaml/source.js';
import type { TreeNode } from './yaml/tree.js';

/** What an entry says of itself before it is read. */
export interface EntryHead {
  /** Undefined for an entry of the seed's format, and where the entry must be read to know. */
  readonly method: string | undefined;
  /** The server that was called; undefined where the entry does not say, or must be read to know. */
  readonly target: string | undefined;
  /** Where the call stands among those that overlapped it; undefined for one that was alone, or where the entry does not say. */
  readonly order: Pick<CallOrder, 'group' | 'start'> | undefined;
  /** False for an entry that is no call, such as a `collections_method`; undefined where it must be read to know. */
  readonly replayable: boolean | undefined;
  /** The first key. */
  readonly key: string | undefined;
}

/** Nothing is known before the entry is read. */
export const UNKNOWN_HEAD: EntryHead = {
  method: undefined,
  target: undefined,
  order: undefined,
  replayable: undefined,
  key: undefined,
};

/** The head of an entry that was parsed. */
export function headFromTree(node: TreeNode | undefined): EntryHead {
  if (node?.kind !== 'map') return { ...UNKNOWN_HEAD, replayable: false };
  const [key] = node.entries.keys();
  const call = node.entries.get('call');
  return {
    method: textAt(call, 'method'),
    target: textAt(call, 'target'),
    order: call?.kind === 'map' ? readOrderStart(call.entries.get('order')) : undefined,
    replayable: isReplayable(node),
    key,
  };
}

function textAt(node: TreeNode | undefined, key: string): string | undefined {
  const value = node?.kind === 'map' ? node.entries.get(key) : undefined;
  return value?.kind === 'text' && !value.binary ? value.text : undefined;
}

const METHOD_LINE = '    method: ';
const ORDER_KEY = '    order:';
const TARGET_LINE = '\n    target: ';
/** A line that is indented less than those of a `call`. */
const LESS_DEEP = /\n(?! {4})/;
/** Within so many bytes a usual head names its method and target. */
const LONGEST_HEAD = 1000;
/** So many bytes of a line tell how deep its key is, and that there is one. */
const KEY_OPENING = 5;

/** The head of an entry whose first lines are in the usual shape. */
export function findHead(source: Source, start: number, end: number): EntryHead | undefined {
  const { bytes } = source;
  const first = findSectionAt(source, start);
  if (first === undefined) return undefined;
  if (first.key !== 'call') {
    if (REQUEST_KEYS.includes(first.key)) return { ...UNKNOWN_HEAD, replayable: true, key: first.key };
    return bytes.subarray(start, end).includes('request_')
      ? undefined
      : { ...UNKNOWN_HEAD, replayable: false, key: first.key };
  }
  if (!standsAt(bytes, first.inside, METHOD_LINE)) return undefined;
  const request = findSection(source, start, end, 'request_');
  if (request === undefined || !REQUEST_KEYS.includes(request.key)) return undefined;
  const shown = Math.min(request.at + KEY_OPENING, first.inside + LONGEST_HEAD);
  const text = textOf(source, first.inside, shown);
  const stop = text.indexOf('\n');
  if (stop === -1) return undefined;
  const method = findText(text.slice(METHOD_LINE.length, stop));
  if (method === undefined || !/^ {2}(?: {2})?[a-z]/.test(text.slice(stop + 1, stop + 6))) return undefined;
  const order = findOrder(text.slice(stop + 1));
  const rest = stop + (order === undefined ? 0 : ORDER_KEY.length);
  const isShown = shown >= request.at;
  const lines = isShown ? text.slice(rest) : bytes.toString('latin1', first.inside + rest, request.at);
  if (maySayOrder(lines)) return undefined;
  return { method, target: findTarget(text), order, replayable: true, key: 'call' };
}

/** The order on the line behind the method. */
function findOrder(text: string): EntryHead['order'] {
  if (!text.startsWith(ORDER_KEY)) return undefined;
  return findOrderStart(text.slice(ORDER_KEY.length, text.indexOf('\n')));
}

/** The target that the text of a `call` names in its usual place, before anything that is indented less. */
function findTarget(text: string): string | undefined {
  const at = text.indexOf(TARGET_LINE);
  if (at === -1 || LESS_DEEP.test(text.slice(0, at))) return undefined;
  const start = at + TARGET_LINE.length;
  const stop = text.indexOf('\n', start);
  return stop === -1 ? undefined : findText(text.slice(start, stop));
}
