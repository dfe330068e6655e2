/** Takes GRPC_CASSETTE_MODE out of the environment of each test of the suite that calls this, and puts it back. */
export function withoutModeVariable(): void {
  let before: string | undefined;
  beforeEach(() => {
    before = process.env['GRPC_CASSETTE_MODE'];
    delete process.env['GRPC_CASSETTE_MODE'];
  });
  afterEach(() => {
    if (before === undefined) delete process.env['GRPC_CASSETTE_MODE'];
    else process.env['GRPC_CASSETTE_MODE'] = before;
  });
}

/** The warnings of this library during each test of the suite that calls this. */
export function useWarnings(): () => Promise<readonly string[]> {
  let told: string[] = [];
  const note = (warning: Error): void => {
    if (warning.name === 'GrpcCassetteWarning') told.push(warning.message);
  };
  beforeEach(() => {
    told = [];
    process.on('warning', note);
  });
  afterEach(() => {
    process.off('warning', note);
  });
  // Warnings are emitted a tick later.
  return () => new Promise((resolve) => setImmediate(() => resolve(told)));
}
