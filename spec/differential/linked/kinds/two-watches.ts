import type { Performance } from '../performance.js';

/** Two watches, of which one hears of every write and the other of some, and one writer. */
export async function twoWatches(play: Performance): Promise<unknown> {
  const { items } = play.plan;
  const [every, some] = [await play.watch(), await play.watch('some/')];
  const seen: string[] = [];
  const nameOf = (item: string): string => (isOdd(item) ? `some/${item}` : item);
  await play.each(async (item) => {
    await play.think();
    seen.push(`${every.heard} ${some.heard}`);
    await play.put(nameOf(item));
  });
  await every.hears(items.length);
  await some.hears(items.filter(isOdd).length);
  for (const watch of [every, some]) watch.cancel();
  for (const watch of [every, some]) await watch.ends;
  return seen;
}

/** By its number and not its place, so that an item keeps its watch where the order is changed. */
function isOdd(item: string): boolean {
  return Number(item.slice(1)) % 2 === 1;
}
