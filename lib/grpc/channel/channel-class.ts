import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ChannelCredentials, ChannelInterface, ChannelOptions } from '@grpc/grpc-js';
import { CassetteError } from '../../errors.js';

/** The `Channel` of a copy of grpc-js. */
export type ChannelClass = new (
  address: string,
  credentials: ChannelCredentials,
  options: ChannelOptions,
) => ChannelInterface;

/** What a copy of grpc-js exports, as far as it is needed. */
export interface GrpcLibrary {
  readonly Channel: ChannelClass;
}

/** Where the entry of grpc-js lies in its package, whatever the package is called. */
const ENTRY = /[\\/]build[\\/]src[\\/]index\.js$/;
/** Of whatever file it is: CommonJS modules have one cache. */
const { cache } = createRequire(join(process.cwd(), 'package.json'));

/** The copies of grpc-js among the CommonJS modules of the process, where imported ones are as well. */
export function* loadedLibraries(): Iterable<LoadedLibrary> {
  for (const [path, module] of Object.entries(cache)) {
    if (!ENTRY.test(path)) continue;
    const { Channel, ChannelCredentials } = (module?.exports ?? {}) as Partial<LoadedLibrary>;
    if (typeof Channel === 'function' && typeof ChannelCredentials === 'function')
      yield { Channel, ChannelCredentials };
  }
}

/**
 * The channel of the copy of grpc-js that made `credentials`: several can be loaded, and each takes only its own. Undefined
 * when none of them did.
 */
export function findChannelClass(credentials: ChannelCredentials): ChannelClass | undefined {
  for (const { Channel, ChannelCredentials } of loadedLibraries()) {
    if (credentials instanceof ChannelCredentials) return Channel;
  }
  return undefined;
}

/** What a call is told that has to reach the server without a channel class: a `CassetteError` (`invalid_option`). */
export function noChannelClass(): CassetteError {
  return new CassetteError(
    'invalid_option',
    'No copy of @grpc/grpc-js was found among the loaded modules that made the credentials of this channel, so that the server cannot be reached. ' +
      'Give the copy, as import * as grpc names it, in the option grpc.',
    { option: 'grpc' },
  );
}

interface LoadedLibrary extends GrpcLibrary {
  readonly ChannelCredentials: abstract new () => ChannelCredentials;
}
