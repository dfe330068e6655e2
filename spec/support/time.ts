export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Has the program's clock stand still at a time, in milliseconds since 1970, while `action` runs. */
export function atTime<T>(ms: number, action: () => T): T {
  const { now } = Date;
  Date.now = () => ms;
  try {
    return action();
  } finally {
    Date.now = now;
  }
}

export function nextTick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}
