import { SEED } from '../../support/random.js';

/** Runs a trial whose random numbers come from this run's seed, and says with a failure how to make it again. */
export async function seeded<T>(plan: unknown, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    (error as Error).message += ` — GRPC_CASSETTE_SEED=${SEED}: ${JSON.stringify(plan)}`;
    throw error;
  }
}
