/** As many callers named `startRead`, an interceptor each, may stand between a stream and its channel. */
const MOST_FRAMES = 16;

/**
 * Whether `startRead`, which is running, was called by a call's `start`. grpc-js asks so for the one response of a call
 * (`BaseUnaryInterceptingCall.start`); the responses of a stream are asked for by its reader, which may be in the same
 * stack as well: `for await` over a new stream. The names of methods survive a minifier.
 */
export function isReadByStart(startRead: () => void): boolean {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    // The first caller tells, mostly; each frame more has its price.
    const caller = findCaller(startRead, 1) ?? findCaller(startRead, MOST_FRAMES);
    return caller === 'start';
  } catch {
    // Where errors are frozen the stack tells nothing; most calls that are read at once have one response.
    return true;
  } finally {
    restore(prepareStackTrace, stackTraceLimit);
  }
}

/** The name of the first of the `most` callers of `startRead` that is not called so as well; null where it has none. */
function findCaller(startRead: () => void, most: number): string | null | undefined {
  const holder: { stack?: string | null | undefined } = {};
  Error.stackTraceLimit = most;
  Error.prepareStackTrace = (_error, frames) =>
    frames.find((frame) => frame.getFunctionName() !== 'startRead')?.getFunctionName();
  Error.captureStackTrace(holder, startRead);
  return holder.stack;
}

function restore(prepareStackTrace: typeof Error.prepareStackTrace, stackTraceLimit: number): void {
  try {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  } catch {
    // Frozen: nothing was changed.
  }
}
