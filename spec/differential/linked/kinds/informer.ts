import { all, type Performance } from '../performance.js';

/** Lists what is there, watches, and reads what each event tells of, while somebody writes. */
export async function informer(play: Performance): Promise<unknown> {
  const { items } = play.plan;
  const read: unknown[] = [await play.calls.ask('List', { prefix: play.keyOf('') })];
  const watch = await play.watch();
  const readEach = async (): Promise<void> => {
    for (let index = 0; index < items.length; index += 1) {
      await watch.hears(index + 1);
      const key = watch.messages[index]?.['key'];
      if (key !== undefined) read.push(await play.calls.ask('Get', { key }));
    }
  };
  const writeEach = (): Promise<void> =>
    play.each(async (item) => {
      await play.think();
      await play.put(item);
    });
  await all([readEach, writeEach]);
  watch.cancel();
  await watch.ends;
  return read;
}
