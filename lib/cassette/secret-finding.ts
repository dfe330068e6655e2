/** Something in a cassette that looks like a secret. It never says what it is. */
export interface SecretFinding {
  /** Where the interaction stands in the cassette, counted from 0. */
  readonly position: number;
  /** The line of the file at which the interaction begins, counted from 1. */
  readonly line: number;
  /** The method of the call; undefined where the interaction does not say. */
  readonly method: string | undefined;
  /** Where in the interaction: `request field 5.3`, `request[2] field user.password`, `request metadata x-trace`, `trailers cookie`, `status details`, `text`. */
  readonly place: string;
  /** What it looks like: `an OpenAI key`, `a field named like a secret`, `what the rules take out`. */
  readonly kind: string;
}
