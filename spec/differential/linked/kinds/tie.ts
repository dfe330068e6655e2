import type { Performance } from '../performance.js';

/** Several streams in lockstep with the server, at once. */
export async function tie(play: Performance): Promise<unknown> {
  const order: string[] = [];
  await play.together(async (worker) => {
    const talk = play.talk('Talk', worker % 2 === 0 ? 'reading' : 'writing');
    talk.react = ({ re }) => order.push(String(re));
    await play.each(async (item, index) => {
      await play.think();
      talk.say({ text: `${play.keyOf(item)} of ${worker}` });
      await talk.hears(index + 1);
    });
    talk.halfClose();
    await talk.ends;
  });
  return order;
}
