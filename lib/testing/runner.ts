/** What a runner's entry says of its runner, for what people are told. */
export interface Runner {
  /** As a person calls it. */
  readonly name: string;
  /** How clients come to ask the cassette of the test that runs. */
  readonly howToReach: string;
  /** What lets a run leave tests out, as an enumeration. */
  readonly pickers: string;
}

/** Text as one argument of a command. */
export function quoteArgument(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
