import { readFileSync } from 'node:fs';
import { binaryTag, CORE_SCHEMA, load } from 'js-yaml';

/** Where a call stands, as the file says it, its group's name as `N`. */
export interface RecordedOrder {
  readonly method: string;
  readonly order?: Readonly<Record<string, number | string>>;
  readonly requests?: readonly (number | string)[];
  readonly responses?: readonly (number | string)[];
}

interface Side {
  readonly chunks_order?: readonly (number | string)[];
}

/** The orders in a cassette, read by js-yaml, which is not our reader. */
export function ordersIn(file: string | Uint8Array): readonly RecordedOrder[] {
  return parsed(file).map((entry) => {
    const call = entry['call'] as { method: string; order?: Record<string, number | string> };
    const side = (prefix: string): Side =>
      Object.entries(entry).find(([key]) => key.startsWith(prefix))?.[1] as Side;
    const [requests, responses] = [side('request_').chunks_order, side('response_').chunks_order];
    return {
      method: call.method.split('/').pop() ?? '',
      ...(call.order && {
        order: { ...call.order, group: String(call.order['group']).replace(/^[0-9a-f]{4,8}-/, 'N-') },
      }),
      ...(requests && { requests }),
      ...(responses && { responses }),
    };
  });
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
