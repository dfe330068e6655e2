import type { Recording } from './recording.js';

/** Several lists, each in recorded order, as one. */
export function* inRecordedOrder(lists: readonly Iterable<Recording>[]): Iterable<Recording> {
  const iterators = lists.map((list) => list[Symbol.iterator]());
  const heads = iterators.map((iterator) => iterator.next());
  for (;;) {
    let first = -1;
    for (const [index, head] of heads.entries()) {
      const best = heads[first];
      if (head.done !== true && (best?.done !== false || head.value.position < best.value.position))
        first = index;
    }
    const head = heads[first];
    const iterator = iterators[first];
    if (head?.done !== false || iterator === undefined) return;
    yield head.value;
    heads[first] = iterator.next();
  }
}
