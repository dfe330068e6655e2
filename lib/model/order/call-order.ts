/**
 * Where a call's acts and events stand among those of the calls that overlapped it: what the `order` line of a `call`
 * says. The numbers of a streamed side's messages stand with them (`Interaction.requestOrder`, `responseOrder`).
 */
export interface CallOrder {
  /** The stretch of a recording in which some call was open at each moment; numbers count within it. */
  readonly group: string;
  readonly start: number;
  /** Of a single request; undefined where it is the next number. */
  readonly request: number | undefined;
  /** Undefined where it is the next number after what the client did before. */
  readonly halfClosed: number | undefined;
  /** Undefined where none came. */
  readonly headers: number | undefined;
  /** Of the status, and of a single response, which comes with it; an act where the client cancelled. Undefined where the recording stopped before. */
  readonly end: number | undefined;
}
