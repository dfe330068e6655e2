import type { Performance } from '../performance.js';
import { Reactions } from './reactions.js';

/** Each event causes the write that follows it. */
export async function controller(play: Performance): Promise<unknown> {
  const { items } = play.plan;
  const watch = await play.watch();
  const reactions = new Reactions(play);
  watch.react = ({ value }) => reactions.add(() => write(items.indexOf(String(value)) + 1));
  const write = async (index: number): Promise<void> => {
    const item = items[index];
    if (item === undefined) return;
    play.step(index);
    await play.put(item);
  };
  await write(0);
  await watch.hears(items.length);
  await reactions.done();
  watch.cancel();
  await watch.ends;
  return watch.messages;
}
