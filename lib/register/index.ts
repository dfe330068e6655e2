/**
 * `node --import grpc-cassette/register …`, or `--require`: every channel of grpc-js in the process, in whichever copy and
 * whenever it is loaded, goes through the cassette in charge, with no change to the program. No top-level await, which
 * `--require` does not take; and nothing here loads grpc-js, which must not come before the hooks.
 */
import { register } from 'node:module';
import { isMainThread, parentPort } from 'node:worker_threads';
import { Hook as ImportHook } from 'import-in-the-middle';
import { Hook as RequireHook } from 'require-in-the-middle';
import { loadedLibraries } from '../grpc/channel/channel-class.js';
import { patchChannel } from '../grpc/channel/patch-channel.js';
import { leaveOutsideToRegister } from '../grpc/outside.js';
import { createFinder } from './create-finder.js';

const PACKAGE = '@grpc/grpc-js';
const finder = createFinder(process.env);

/** grpc-js's entry calls its channel `Channel`; the file that makes it, `ChannelImplementation`. */
function patch<T>(exported: T): T {
  const { Channel, ChannelImplementation } = exported as {
    Channel?: unknown;
    ChannelImplementation?: unknown;
  };
  patchChannel(Channel, finder);
  patchChannel(ChannelImplementation, finder);
  return exported;
}

/** Neither kind of hook sees all: some copies are imported from what a loader hands over, others required. */
function install(): void {
  leaveOutsideToRegister();
  for (const library of loadedLibraries()) patch(library);
  new RequireHook([PACKAGE], { internals: true }, patch);
  register('import-in-the-middle/hook.mjs', import.meta.url, { data: { include: [PACKAGE] } });
  new ImportHook([PACKAGE], (exported) => void patch(exported));
}

// What is required first is so in the thread of the loaders as well, which has no parent port and makes no calls.
if (isMainThread || parentPort !== null) install();
