import {
  type CassetteChannelOptions,
  type CassetteOptions,
  cassetteChannel,
  cassetteInterceptor,
} from '../../lib/index.js';
import type { Program } from './program.js';
import type { Subject } from './trial.js';

/** The library, used as its users use it: an interceptor. */
export function librarySubject(options: Omit<CassetteOptions, 'mode'> = {}): Subject {
  return {
    record(path, program) {
      const interceptor = cassetteInterceptor(path, { ...options, ...viewsOf(program), mode: 'once' });
      return { door: { interceptor }, close: async () => interceptor.cassette?.close() };
    },
    replay(path) {
      const interceptor = cassetteInterceptor(path, { ...options, mode: 'none' });
      return {
        door: { interceptor },
        close: async () => interceptor.cassette?.close(),
        misses: () => (interceptor.cassette?.misses ?? []).map((miss) => JSON.stringify(miss)),
      };
    },
  };
}

/** A decoder that counts what it is asked is not to be asked for views as well. */
function viewsOf({ calls }: Program): Pick<CassetteOptions, 'debugJson'> {
  return calls.some(({ deserializeThrowsOn }) => deserializeThrowsOn !== undefined)
    ? { debugJson: false }
    : {};
}

export const LIBRARY: Subject = librarySubject();

/** The same beneath all interceptors: a channel. */
export const CHANNEL: Subject = {
  record(path) {
    const channel = cassetteChannel(path, { mode: 'once' });
    return { door: { channel }, close: async () => channel.cassette?.close() };
  },
  replay(path) {
    const channel = cassetteChannel(path, { mode: 'none', grpc: NO_NETWORK });
    return {
      door: { channel },
      close: async () => channel.cassette?.close(),
      misses: () => (channel.cassette?.misses ?? []).map((miss) => JSON.stringify(miss)),
    };
  },
};

const NO_NETWORK: NonNullable<CassetteChannelOptions['grpc']> = {
  Channel: class {
    constructor() {
      throw new Error('a real channel was made');
    }
  } as never,
};
