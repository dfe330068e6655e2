import { writeFileSync } from 'node:fs';
import { cassette } from '../../support/cassettes.js';
import { type ChildEnd, endChildren, startChild } from '../../support/child.js';
import type { WatchJob } from '../../support/child-watch.js';
import { overlapping, put, watch } from '../../support/overlapping.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';

/** A watch, and a call whose server waits for its half-close. */
export const STALLS: string = cassette(
  watch({ order: 'start: 1, headers: 4, end: 30' }),
  overlapping({
    method: 'Bidi',
    order: 'start: 5, half_closed: 8, headers: 7, end: 11',
    requests: ['x'],
    requestOrder: [6],
    responses: ['X'],
    responseOrder: [10],
    after: ['end'],
  }),
);
/** A message comes at once after a put, so that it is waited for 100 ms. */
export const WAITS: string = cassette(
  watch({
    order: 'start: 1, headers: 4, end: 30',
    responses: ['event'],
    responseOrder: [10],
    responseMs: [1],
    times: [1000, 1, 9],
  }),
  put('A', { order: 'start: 5, headers: 8, end: 9', times: [1001, 1, 1] }),
);

/** Runs a program with a cassette of this text, for the suite that calls this. */
export function useWatchers(): (text: string, job: Omit<WatchJob, 'path'>) => Promise<ChildEnd> {
  const temporary = useTemporaryFolder();
  endChildren();
  let count = 0;
  return (text, job) => {
    count += 1;
    const path = temporary(`chat-${count}.yaml`);
    writeFileSync(path, text);
    return startChild('child-watch', { path, ...job } satisfies WatchJob).ended;
  };
}
