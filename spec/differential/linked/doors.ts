import type { ClientOptions } from '@grpc/grpc-js';
import {
  type Cassette,
  type CassetteOptions,
  cassetteChannel,
  cassetteInterceptor,
  ejectCassette,
  insertCassette,
  openCassette,
  useCassette,
} from '../../../lib/index.js';
import type { Aftermath, Setting } from './job.js';
import type { Door } from './trial.js';

/** Runs `perform` with the options of the clients of each door, and lets go of the cassette as its owner does. */
export async function throughDoors<T>(
  setting: Setting,
  perform: (clients: readonly ClientOptions[]) => Promise<T>,
): Promise<T & Aftermath> {
  const { path, mode, timing, owner } = setting;
  const options = { mode, timing };
  const current = clientsOf(setting, undefined, undefined);
  const told = async (cassette: Cassette, clients = current): Promise<T & Aftermath> => {
    const performed = await perform(clients);
    return { ...performed, ...aftermathOf(cassette) };
  };
  switch (owner) {
    case 'openCassette': {
      const cassette = openCassette(path, options);
      const performed = await told(cassette, clientsOf(setting, cassette, undefined));
      await cassette.close();
      return performed;
    }
    case 'useCassette':
      return useCassette(path, { ...options, onMiss: 'ignore' }, (cassette) => told(cassette));
    case 'insertCassette': {
      const performed = await told(insertCassette(path, { ...options, onMiss: 'ignore' }));
      await ejectCassette();
      return performed;
    }
    case 'nobody':
      return told(cassetteOf(path, options), clientsOf(setting, path, options));
    case 'environment':
      // Its options are those that the environment names, too: one cassette per path and process.
      return told(cassetteOf(path, {}));
  }
}

/** Opens the cassette as a door without an owner does. */
function cassetteOf(path: string, options: CassetteOptions): Cassette {
  const { cassette } = cassetteInterceptor(path, options);
  if (cassette === undefined) throw new Error(`no cassette is open at ${path}`);
  return cassette;
}

function clientsOf(
  { doors }: Setting,
  cassette: Cassette | string | undefined,
  options: CassetteOptions | undefined,
): readonly ClientOptions[] {
  const make: Readonly<Record<Door, () => ClientOptions>> = {
    interceptor: () => ({ interceptors: [cassetteInterceptor(cassette, options)] }),
    channel: () => ({ channelFactoryOverride: cassetteChannel(cassette, options) }),
    register: () => ({}),
  };
  return doors.map((door) => make[door]());
}

function aftermathOf(cassette: Cassette): Aftermath {
  const { forgiven = [] } = cassette as { readonly forgiven?: readonly unknown[] };
  return { misses: cassette.misses.map((miss) => JSON.stringify(miss)), forgiven: forgiven.length };
}
