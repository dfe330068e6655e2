import { createRequire } from 'node:module';

type CassetteChannelModule = typeof import('./cassette-channel.js');

const require = createRequire(import.meta.url);

/** Most clients take an interceptor, and need no channel. */
export function loadCassetteChannel(): CassetteChannelModule {
  return require('./cassette-channel.js') as CassetteChannelModule;
}
