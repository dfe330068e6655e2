import { cassetteInterceptor } from '../../lib/index.js';
import type { Subject } from './trial.js';

/** The library, used as its users use it. */
export const LIBRARY: Subject = {
  record(path) {
    const interceptor = cassetteInterceptor(path, { mode: 'once' });
    return { interceptor, close: async () => interceptor.cassette?.close() };
  },
  replay(path) {
    const interceptor = cassetteInterceptor(path, { mode: 'none' });
    return {
      interceptor,
      close: async () => interceptor.cassette?.close(),
      misses: () => (interceptor.cassette?.misses ?? []).map((miss) => JSON.stringify(miss)),
    };
  },
};
