/**
 * Loaded first by a process that must stay off the network: connecting anywhere and looking up any name throws, and is
 * told at the exit, for a program may swallow what is thrown.
 */
import { writeSync } from 'node:fs';
import { touched } from '../differential/offline/traps.js';

process.on('exit', () => {
  if (touched.length > 0) writeSync(2, `touched the network: ${touched.join()}\n`);
});
