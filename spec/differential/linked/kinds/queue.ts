import type { Performance } from '../performance.js';

/** Jobs of a stream, each of which comes once the last was acknowledged by a call of its own. */
export async function queue(play: Performance): Promise<unknown> {
  const name = play.keyOf('queue');
  const jobs = play.calls.stream('Jobs', { queue: name });
  const heard: number[] = [];
  await play.each(async (item, index) => {
    await jobs.hears(index + 1);
    await play.think();
    await play.calls.ask('Ack', { queue: name, job: index + 1, item });
    heard.push(jobs.heard);
  });
  await jobs.hears(play.plan.items.length + 1);
  jobs.cancel();
  await jobs.ends;
  return heard;
}
