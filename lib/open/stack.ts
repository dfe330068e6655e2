import { CassetteError } from '../errors.js';
import { ownFolders } from './own-folders.js';

const FRAME = /^\s+at /;

/** Takes the frames that stand between a test and its runner out of an error's stack, and out of that of the miss behind it. */
export function tidyStack(error: unknown): void {
  if (!(error instanceof Error)) return;
  const { stack } = error;
  if (stack?.split('\n').some(isOwn))
    setStack(
      error,
      without(stack, (line) => isOwn(line) || isNodes(line)),
    );
  if (CassetteError.is(error.cause)) leaveCallers(error.cause);
}

/** The stack of a miss, down to the program that made the call. */
export function callersOf({ stack = '' }: Error): string {
  return without(stack, (line) => isOwn(line) || isNodes(line) || /[\\/]@grpc[\\/]grpc-js[\\/]/.test(line));
}

/** Leaves of the stack of a miss what the program's own code is. */
export function leaveCallers(error: Error): void {
  setStack(error, callersOf(error));
}

function without(stack: string, isNoise: (line: string) => boolean): string {
  return stack
    .split('\n')
    .filter((line) => !FRAME.test(line) || !isNoise(line))
    .join('\n');
}

function isOwn(line: string): boolean {
  return FRAME.test(line) && ownFolders().some((folder) => line.includes(folder));
}

function isNodes(line: string): boolean {
  return /\(node:|at node:/.test(line);
}

function setStack(error: Error, stack: string): void {
  try {
    error.stack = stack;
  } catch {
    // Frozen.
  }
}
