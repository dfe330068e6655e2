import type { Performance } from '../performance.js';
import { Reactions } from './reactions.js';

/** Two watches: an event of one causes a write that the other tells of. */
export async function pingPong(play: Performance): Promise<unknown> {
  const { items } = play.plan;
  const sides = [await play.watch('ping/'), await play.watch('pong/')] as const;
  const reactions = new Reactions(play);
  const heard: string[] = [];
  const write = async (index: number): Promise<void> => {
    const item = items[index];
    if (item === undefined) return;
    play.step(index);
    await play.put(`${index % 2 === 0 ? 'ping' : 'pong'}/${item}`);
  };
  for (const side of sides) {
    side.react = ({ value }) => {
      heard.push(String(value));
      reactions.add(() => write(items.indexOf(String(value).split('/')[1] ?? '') + 1));
    };
  }
  await write(0);
  await sides[0].hears(Math.ceil(items.length / 2));
  await sides[1].hears(Math.floor(items.length / 2));
  await reactions.done();
  for (const side of sides) side.cancel();
  for (const side of sides) await side.ends;
  return heard;
}
