/** The parts of the environment and of the process that decide about colours. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether standard output and standard error are both shown in a terminal. */
  readonly isTerminal: boolean;
}

/**
 * Whether text for people is to be in colour: in a terminal, unless `NO_COLOR` (https://no-color.org),
 * `NODE_DISABLE_COLORS` or a dumb terminal says otherwise. `FORCE_COLOR` decides before them all, as in Node itself.
 */
export function wantsColour({ environment, isTerminal }: Terminal): boolean {
  const { FORCE_COLOR, NO_COLOR, NODE_DISABLE_COLORS, TERM } = environment;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTerminal && !NO_COLOR && !NODE_DISABLE_COLORS && TERM !== 'dumb';
}
