import type { Performance } from '../performance.js';

/** A watch and writes, one after another: how many events came before each write is the program's own to see. */
export async function push(play: Performance): Promise<unknown> {
  const watch = await play.watch();
  const seen: number[] = [];
  await play.each(async (item) => {
    await play.think();
    seen.push(watch.heard);
    await play.put(item);
  });
  await watch.hears(play.plan.items.length);
  watch.cancel();
  await watch.ends;
  return { seen, heard: watch.messages };
}
