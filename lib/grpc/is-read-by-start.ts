/** As many interceptors, one frame each, may stand between a stream and its channel. */
const MOST_FRAMES = 32;

/**
 * Whether `startRead`, which is running, was called by a call's `start`. grpc-js asks so for the one response of a call
 * (`BaseUnaryInterceptingCall.start`); the responses of a stream are asked for by its reader, which may be in the same
 * stack as well: `for await` over a new stream. The names of methods survive a minifier.
 */
export function isReadByStart(startRead: () => void): boolean {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = MOST_FRAMES;
    Error.prepareStackTrace = (_error, frames) =>
      frames.map((frame) => frame.getFunctionName()).find((name) => name !== 'startRead');
    Error.captureStackTrace(holder, startRead);
    return holder.stack === 'start';
  } catch {
    // Where errors are frozen the stack tells nothing; most calls that are read at once have one response.
    return true;
  } finally {
    restore(prepareStackTrace, stackTraceLimit);
  }
}

function restore(prepareStackTrace: typeof Error.prepareStackTrace, stackTraceLimit: number): void {
  try {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  } catch {
    // Frozen: nothing was changed.
  }
}
