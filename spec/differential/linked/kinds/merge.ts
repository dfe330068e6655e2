import { all, type Performance } from '../performance.js';

/** Streams that are merged into one sequence, and reads beside them. */
export async function merge(play: Performance): Promise<unknown> {
  const { items, workers } = play.plan;
  const merged: string[] = [];
  const streams = Array.from({ length: workers }, (_, index) =>
    play.calls.stream('Count', { name: play.keyOf(`${index}`), to: 4 }),
  );
  for (const stream of streams) {
    stream.react = ({ name, count }) => merged.push(`${name} ${count}`);
  }
  await play.each(async (item, index) => {
    await streams[0]?.hears(Math.min(index + 1, 4));
    await play.think();
    merged.push(`before ${item}`);
    await play.calls.ask('Get', { key: play.keyOf(item) });
  });
  await all(streams.map((stream) => () => stream.ends));
  return { items, merged };
}
