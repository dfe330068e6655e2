import type { Performance } from '../performance.js';

/** Workers that take from one list: whoever is answered first takes the next item. */
export async function pool(play: Performance): Promise<unknown> {
  const left = play.plan.items.map((item, index) => ({ item, index }));
  const done: string[] = [];
  await play.together(async (worker) => {
    for (let taken = left.shift(); taken !== undefined; taken = left.shift()) {
      play.step(taken.index);
      const answer = await play.calls.ask('Do', { item: play.keyOf(taken.item) });
      done.push(`${worker} ${answer?.['done']}`);
      await play.think();
    }
  });
  return done;
}
