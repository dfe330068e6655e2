import type { CallOrder } from '../../model/order/call-order.js';
import { findCount } from '../yaml/numbers.js';
import type { TreeNode } from '../yaml/tree.js';
import type { TreeValues } from '../yaml/tree-values.js';
import { type CallForm, FIELD } from './form.js';

/** The numbers of a call's order that need not be there, in the order in which they stand. */
const OPTIONAL = [
  ['request', 'request'],
  ['half_closed', 'halfClosed'],
  ['headers', 'headers'],
  ['end', 'end'],
] as const satisfies readonly (readonly [key: string, name: keyof CallOrder])[];

/** What stands before a group's id, in the shape that is written. */
export const ORDER_OPENING: string = `${FIELD}order: {group: `;

const SHAPE = new RegExp(
  `^ \\{group: ([0-9a-f]{4,8}-[1-9]\\d{0,9}), start: (\\d{1,15})${OPTIONAL.map(([key]) => `(?:, ${key}: (\\d{1,15}))?`).join('')}\\}$`,
);

/** A line of a call that says an order, or whose key is spelled otherwise than keys are, so that it may. */
const MAY_BE_ORDER = /\n {4}(?:order:|(?![a-z_]+:)[^\s#-])/;

/** The numbers of a call among those that overlapped it, on one line. */
export const ORDER: CallForm<CallOrder> = {
  find(rest) {
    const [, group, start, ...others] = SHAPE.exec(rest) ?? [];
    const number = findCount(start ?? '');
    if (group === undefined || number === undefined) return undefined;
    const [request, halfClosed, headers, end] = others.map((text) => findCount(text ?? ''));
    return { group, start: number, request, halfClosed, headers, end };
  },
  read: readOrder,
  emit(_key, order) {
    let text = `${ORDER_OPENING}${order.group}, start: ${order.start}`;
    for (const [name, property] of OPTIONAL)
      if (order[property] !== undefined) text += `, ${name}: ${order[property]}`;
    return `${text}}\n`;
  },
};

/** Whether lines of a call, each behind a line feed, may say an order: what that is, a YAML parser must tell. */
export function maySayOrder(lines: string): boolean {
  return MAY_BE_ORDER.test(lines);
}

function readOrder(node: TreeNode, key: string, values: TreeValues): CallOrder {
  const { entries } = values.map(node, key);
  const numberAt = (name: string): number | undefined => {
    const number = entries.get(name);
    return number && values.count(number, name);
  };
  const group = entries.get('group');
  const start = numberAt('start');
  if (group === undefined || start === undefined) values.fail(node, `${key} has no group or no start`);
  const [request, halfClosed, headers, end] = OPTIONAL.map(([name]) => numberAt(name));
  return { group: values.text(group, 'group'), start, request, halfClosed, headers, end };
}

/** As much of an order in its usual shape as tells which call it is; `rest` follows the key's colon. */
export function findOrderStart(rest: string): Pick<CallOrder, 'group' | 'start'> | undefined {
  const [, group, start] = SHAPE.exec(rest) ?? [];
  const number = findCount(start ?? '');
  return group === undefined || number === undefined ? undefined : { group, start: number };
}

/** The same in any shape; undefined where it says neither. */
export function readOrderStart(node: TreeNode | undefined): Pick<CallOrder, 'group' | 'start'> | undefined {
  if (node?.kind !== 'map') return undefined;
  const group = node.entries.get('group');
  const start = node.entries.get('start');
  if (group?.kind !== 'text' || group.binary || start?.kind !== 'text' || start.binary) return undefined;
  const number = findCount(start.text);
  return number === undefined ? undefined : { group: group.text, start: number };
}
