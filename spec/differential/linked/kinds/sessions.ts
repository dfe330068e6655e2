import type { Performance } from '../performance.js';

/** Sessions, at once: opening one, with the same request for all, gives an id that each of its later calls must say. */
export async function sessions(play: Performance): Promise<unknown> {
  const used: unknown[] = [];
  await play.together(async () => {
    const opened = await play.calls.ask('Open', { name: play.plan.name });
    const session = opened?.['session'] ?? '';
    await play.each(async (item) => {
      await play.think();
      used.push(await play.calls.ask('Use', { session, item }));
    });
    used.push(await play.calls.ask('Close', { session }));
  });
  return used;
}
