/**
 * Runs `run` with each of `items`, so many at a time. Where one fails no other is begun, and it rejects as the first did once
 * all have ended.
 */
export async function inLanes<T>(
  lanes: number,
  items: readonly T[],
  run: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(next);
  };
  const failures: unknown[] = [];
  const note = (error: unknown): void => {
    failures.push(error);
    waiting.length = 0;
  };
  await Promise.all(Array.from({ length: lanes }, () => lane().catch(note)));
  if (failures.length > 0) throw failures[0];
}
