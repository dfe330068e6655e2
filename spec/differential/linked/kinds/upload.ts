import type { Performance } from '../performance.js';

/** Parts of an upload, each of which a watch tells of; in one variant none is sent before the event of the last. */
export async function upload(play: Performance): Promise<unknown> {
  const watch = await play.watch();
  const parts = play.calls.upload();
  await play.each(async (item, index) => {
    await play.think();
    parts.say({ key: play.keyOf(item), value: item });
    if (play.plan.variant) await watch.hears(index + 1);
  });
  parts.halfClose();
  await parts.ends;
  const heardAtEnd = watch.heard;
  await watch.hears(play.plan.items.length);
  watch.cancel();
  await watch.ends;
  return heardAtEnd;
}
