import {
  type CassetteChannelOptions,
  type CassetteOptions,
  cassetteChannel,
  cassetteInterceptor,
} from '../../lib/index.js';
import type { Subject } from './trial.js';

/** The library, used as its users use it: an interceptor. */
export function librarySubject(options: Omit<CassetteOptions, 'mode'> = {}): Subject {
  return {
    record(path) {
      const interceptor = cassetteInterceptor(path, { ...options, mode: 'once' });
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
