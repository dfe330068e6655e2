import { readFileSync } from 'node:fs';
import { binaryTag, CORE_SCHEMA, load } from 'js-yaml';
import { emitRanges } from '../../../lib/format/yaml/ranges.js';
import { NumberRanges } from '../../../lib/model/order/number-ranges.js';

/** Where a call stands, as the file says it, its group's name as `N`. */
export interface RecordedOrder {
  readonly method: string;
  readonly order?: Readonly<Record<string, number | string>>;
  readonly requests?: readonly (number | string)[];
  readonly responses?: readonly (number | string)[];
}

interface Side {
  readonly half_closed?: boolean;
  readonly chunks_order?: readonly (number | string)[];
}

/**
 * The orders in a cassette, read by js-yaml, which is not our reader. Numbers that are left out are closed up: whether a round
 * passed before an event is up to the network.
 */
export function ordersIn(file: string | Uint8Array): readonly RecordedOrder[] {
  const entries = parsed(file);
  const closedUp = new Map(groupsOf(entries).map((group) => [group, ranksOf(entries, group)]));
  return entries.map((entry) => {
    const { method, order } = callOf(entry);
    const rank = (number: number): number => closedUp.get(String(order?.['group']))?.get(number) ?? number;
    const [requests, responses] = [sideOf(entry, 'request_'), sideOf(entry, 'response_')].map(
      ({ chunks_order }) => chunks_order && ranges(chunks_order.flatMap(expand).map(rank)),
    );
    return {
      method: method.split('/').pop() ?? '',
      ...(order && { order: named(order, rank) }),
      ...(requests && { requests }),
      ...(responses && { responses }),
    };
  });
}

type Parsed = Readonly<Record<string, unknown>>;
type Order = Readonly<Record<string, number | string>>;

function callOf(entry: Parsed): { readonly method: string; readonly order?: Order } {
  return entry['call'] as { method: string; order?: Order };
}

function sideOf(entry: Parsed, prefix: string): Side {
  return Object.entries(entry).find(([key]) => key.startsWith(prefix))?.[1] as Side;
}

function named(order: Order, rank: (number: number) => number): Order {
  const ranked = Object.entries(order).map(([key, value]) => [
    key,
    typeof value === 'number' ? rank(value) : value.replace(/^[0-9a-f]{4,8}-/, 'N-'),
  ]);
  return Object.fromEntries(ranked);
}

function groupsOf(entries: readonly Parsed[]): readonly string[] {
  return [...new Set(entries.flatMap((entry) => String(callOf(entry).order?.['group'] ?? []) || []))];
}

/** Each number that a group's calls have, also those that are not said for they are the next, by its place among them. */
function ranksOf(entries: readonly Parsed[], group: string): ReadonlyMap<number, number> {
  const ofGroup = entries.filter((entry) => callOf(entry).order?.['group'] === group);
  const numbers = [...new Set(ofGroup.flatMap(allNumbers))].sort((a, b) => a - b);
  return new Map(numbers.map((number, index) => [number, index + 1]));
}

function allNumbers(entry: Parsed): readonly number[] {
  const { order = {} } = callOf(entry);
  const { chunks_order: listed, half_closed } = sideOf(entry, 'request_');
  const start = Number(order['start']);
  const sent = listed?.flatMap(expand) ?? [Number(order['request'] ?? start + 1)];
  const closed = half_closed === false ? [] : [Number(order['half_closed'] ?? Math.max(start, ...sent) + 1)];
  const told = sideOf(entry, 'response_').chunks_order?.flatMap(expand) ?? [];
  const said = ['headers', 'end'].flatMap((key) => (order[key] === undefined ? [] : Number(order[key])));
  return [start, ...sent, ...closed, ...told, ...said];
}

function ranges(numbers: readonly number[]): readonly (number | string)[] {
  const list = new NumberRanges();
  for (const number of numbers) list.push(number);
  return emitRanges(list).map((item) => (/^\d+$/.test(item) ? Number(item) : item));
}

/** The ids of the groups in a cassette, each once, in the order in which they stand there. */
export function groupsIn(file: string | Uint8Array): readonly string[] {
  const groups = parsed(file).flatMap(
    ({ call }) => (call as { order?: { group: string } }).order?.group ?? [],
  );
  return [...new Set(groups)];
}

/** The names of the groups in a cassette. */
export function namesIn(file: string | Uint8Array): readonly string[] {
  return [...new Set(groupsIn(file).map((group) => group.slice(0, group.indexOf('-'))))];
}

/** Every number that a cassette's entries say, where no default is left out. */
export function numbersOf({ order = {}, requests = [], responses = [] }: RecordedOrder): readonly number[] {
  const said = Object.values(order).filter((value): value is number => typeof value === 'number');
  return [...said, ...requests.flatMap(expand), ...responses.flatMap(expand)];
}

function expand(item: number | string): readonly number[] {
  const [span = '', stride = '1'] = String(item).split('/');
  const [first = 0, last = first] = span.split('-').map(Number);
  const count = (last - first) / Number(stride) + 1;
  return Array.from({ length: count }, (_, index) => first + index * Number(stride));
}

function parsed(file: string | Uint8Array): readonly Readonly<Record<string, unknown>>[] {
  const text = typeof file === 'string' ? readFileSync(file, 'utf8') : Buffer.from(file).toString();
  const { interactions } = load(text, { schema: CORE_SCHEMA.withTags(binaryTag) }) as {
    interactions: readonly Readonly<Record<string, unknown>>[];
  };
  return interactions;
}
