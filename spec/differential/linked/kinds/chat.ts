import type { LoggedCall } from '../logged-call.js';
import type { Performance } from '../performance.js';
import { Reactions } from './reactions.js';

/** Two users whom only the server links: one says something and waits for what the other says to it. */
export async function chat(play: Performance): Promise<unknown> {
  const first = await join(play, 'reading');
  const second = await join(play, 'writing');
  const reactions = new Reactions(play);
  second.react = ({ said }) =>
    reactions.add(async () => {
      second.say({ say: `to ${said}` });
    });
  await play.each(async (item, index) => {
    await play.think();
    first.say({ say: play.keyOf(item) });
    await first.hears(index + 2);
  });
  await reactions.done();
  for (const user of [first, second]) user.halfClose();
  for (const user of [first, second]) await user.ends;
  return [...first.messages, ...second.messages];
}

async function join(play: Performance, role: 'reading' | 'writing'): Promise<LoggedCall> {
  const user = play.talk('Chat', role);
  user.say({ join: play.keyOf('room'), as: role });
  await user.hears(1);
  return user;
}
