import type { Performance } from '../performance.js';

/** A watch that its program cancels at its second event, and goes on writing. */
export async function cancelledWatch(play: Performance): Promise<unknown> {
  const watch = await play.watch();
  watch.react = () => {
    if (watch.heard === 2) watch.cancel();
  };
  const seen: number[] = [];
  await play.each(async (item) => {
    await play.think();
    seen.push(watch.heard);
    await play.put(item);
  });
  await watch.hears(Math.min(2, play.plan.items.length));
  watch.cancel();
  await watch.ends;
  return { seen, heard: watch.heard };
}
