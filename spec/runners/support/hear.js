import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Writes down at SHELF_HEARD what a project has heard, beside what is there. */
export function hear(heard) {
  const { SHELF_HEARD } = process.env;
  const before = existsSync(SHELF_HEARD) ? JSON.parse(readFileSync(SHELF_HEARD, 'utf8')) : {};
  writeFileSync(SHELF_HEARD, JSON.stringify({ ...before, ...heard }, undefined, 2));
}
