/** A call of a cassette that has not ended. */
export interface OpenCall {
  readonly method: string;
  /** Its number among the cassette's calls, in the order in which they started. */
  readonly start: number;
  /** What it waits for, for a person: `request 2`, `the half-close`, `its client to read`, `its cancel`, `the server`. */
  readonly waitsFor: string;
}
