import { writeSync } from 'node:fs';

/** Says a line at once: a process or thread that is ended takes nothing with it that it had said. */
export function say(line: string): void {
  writeSync(1, `${line}\n`);
}
