import type { Performance } from '../performance.js';

/** How often a write is tried. */
const MOST_TRIES = 10;

/** Workers with optimistic locking: each reads, thinks, and writes where nobody has written meanwhile. */
export async function cas(play: Performance): Promise<unknown> {
  const key = play.keyOf('counter');
  const tries: string[] = [];
  await play.together((worker) =>
    play.each(async (item) => {
      for (let tried = 1; tried <= MOST_TRIES; tried += 1) {
        const found = await play.calls.ask('Get', { key });
        await play.think();
        const value = `${found?.['value']}${item}`;
        const written = await play.calls.ask('Put', { key, value, expected: found?.['revision'] ?? 0 });
        tries.push(`${worker} ${item} ${written === undefined ? 'lost' : 'won'}`);
        if (written !== undefined) return;
      }
    }),
  );
  return { tries, counter: await play.calls.ask('Get', { key }) };
}
