import { fileURLToPath } from 'node:url';
import { CassetteError } from '../index.js';

/** The package's folder, from `dist/lib/testing` as from wherever else it is built to. */
const HOME = fileURLToPath(new URL('../../../', import.meta.url));
const ROOM = /^(?:[^\\/]+[\\/])?lib[\\/](?:cassette|grpc|mocha|open|record|replay|testing)[\\/]/;
const FRAME = /^\s+at /;

/** Takes the frames that stand between a test and mocha out of an error's stack, and out of that of the miss behind it. */
export function tidyStack(error: unknown): void {
  if (!(error instanceof Error)) return;
  const { stack } = error;
  if (stack?.split('\n').some(isOwn))
    setStack(
      error,
      without(stack, (line) => isOwn(line) || isNodes(line)),
    );
  if (CassetteError.is(error.cause)) setStack(error.cause, callersOf(error.cause));
}

/** The stack of a miss, down to the program that made the call. */
export function callersOf({ stack = '' }: Error): string {
  return without(stack, (line) => isOwn(line) || isNodes(line) || /[\\/]@grpc[\\/]grpc-js[\\/]/.test(line));
}

function without(stack: string, isNoise: (line: string) => boolean): string {
  return stack
    .split('\n')
    .filter((line) => !FRAME.test(line) || !isNoise(line))
    .join('\n');
}

function isOwn(line: string): boolean {
  const at = line.indexOf(HOME);
  return at >= 0 && FRAME.test(line) && ROOM.test(line.slice(at + HOME.length));
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
