import { sleep } from '../../support/time.js';

/** A generous limit for what must not take for ever. Rejects where it does. */
export async function within<T>(seconds: number, what: string, waited: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate(seconds, what)), seconds * 1000);
  });
  try {
    return await Promise.race([waited, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same for what nobody tells: looks again and again whether it holds. */
export async function holdsWithin(
  seconds: number,
  what: string,
  holds: () => Promise<boolean>,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > end) throw tooLate(seconds, what);
    await sleep(50);
  }
}

function tooLate(seconds: number, what: string): Error {
  return new Error(`${what} has not come in ${seconds} s`);
}
