/** How long each property is tried among what takes long, in milliseconds: `GRPC_CASSETTE_FUZZ_SECONDS`, or three seconds. */
export const FUZZ_MS = 1000 * (Number(process.env['GRPC_CASSETTE_FUZZ_SECONDS']) || 3);

/** Fixed, so that a run which passed passes again; `GRPC_CASSETTE_SEED` tries other documents. */
const SEED = Number(process.env['GRPC_CASSETTE_SEED']) || 20261122;

/** Options for fast-check that run a few hundred times. */
export const SHORT_EFFORT = { seed: SEED, numRuns: 300 };

/** Options for fast-check that run until the time is up, and a time for mocha that outlasts it. */
export const EFFORT = {
  seed: SEED,
  numRuns: 1_000_000_000,
  interruptAfterTimeLimit: FUZZ_MS,
  markInterruptAsFailure: false,
};
export const FUZZ_TIMEOUT_MS = 3 * FUZZ_MS + 20_000;
