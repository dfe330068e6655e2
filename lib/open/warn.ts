import { writeSync } from 'node:fs';
import { shared } from './registry.js';

const NAME = 'GrpcCassetteWarning';

/** Tells a person something, as a warning of the process; while it exits, straight to the standard error output. */
export function warn(message: string): void {
  if (!shared().isExiting) {
    process.emitWarning(message, NAME);
    return;
  }
  try {
    writeSync(process.stderr.fd, `(node:${process.pid}) ${NAME}: ${message}\n`);
  } catch {
    // Nobody listens any more.
  }
}
