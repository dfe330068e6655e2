/** What a run of the suite is to try. */
export interface Settings {
  readonly seed: number;
  readonly programs: number;
}

/** What `GRPC_CASSETTE_LINKED_SEED` and `GRPC_CASSETTE_LINKED_PROGRAMS` say; other programs at each run, and 150 of them. */
export function settingsOf(environment: NodeJS.ProcessEnv): Settings {
  return {
    seed: Number(environment['GRPC_CASSETTE_LINKED_SEED'] || Date.now() % 1_000_000),
    programs: Number(environment['GRPC_CASSETTE_LINKED_PROGRAMS'] || 150),
  };
}
