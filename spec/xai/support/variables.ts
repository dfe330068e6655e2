const NAMES = ['GRPC_CASSETTE_MODE', 'XAI_PROTO_CASSETTE_RECORD', 'XAI_API_KEY', 'XAI_BASE_URL'] as const;

/** The variables that an xAI session reads. */
export type Variables = Partial<Record<(typeof NAMES)[number], string>>;

/**
 * Takes the variables that a session reads out of the environment of each test of the suite that calls this, and puts
 * them back. The returned function sets some, and takes the others out.
 */
export function useVariables(): (variables: Variables) => void {
  let before: Variables = {};
  const set = (variables: Variables): void => {
    for (const name of NAMES) {
      const value = variables[name];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  beforeEach(() => {
    before = Object.fromEntries(
      NAMES.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]),
    ) as Variables;
    set({});
  });
  afterEach(() => set(before));
  return set;
}
