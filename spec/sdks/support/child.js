// Runs one program in a process of its own, as `node child.js <program> <door> <address> record|replay
// <cassette>`, and tells the parent all that it heard. The process ends when nothing keeps it alive.
import { hear, heard } from './hear.js';
import { refused, refuseNetwork } from './refuse-network.js';

const [, , program, door, address, phase, path] = process.argv;
if (phase === 'replay') refuseNetwork();
const { useCassette } = await import('grpc-cassette');
const { clientOptions } = await import('./client-options.js');
const { run, cassetteOptions } = await import(`../programs/${program}.js`);

const options = { onUnplayed: 'error', ...cassetteOptions, mode: phase === 'replay' ? 'none' : 'once' };
const told = { heard, refused, misses: [], leftOpen: [], failure: undefined };
let cassette;
try {
  await useCassette(path, options, async (opened) => {
    cassette = opened;
    await run({ address, options: clientOptions(door, opened), hear });
    told.leftOpen = opened.openCalls.map(({ method }) => method);
  });
} catch (error) {
  told.failure = error.stack;
}
// A program may have swallowed or retried the error of a call that nothing recorded answers.
told.misses = cassette.misses.map(({ error }) => error.message);
process.send(told, () => process.disconnect());
