import type { ChannelCredentials, ChannelInterface, ClientOptions } from '@grpc/grpc-js';
import type { Cassette } from '../../cassette/cassette.js';
import { CassetteError } from '../../errors.js';
import type { CassetteOptions } from '../../options.js';
import { cassetteFinder, type OutsideOptions } from '../find-cassette.js';
import { findChannelClass, type GrpcLibrary, noChannelClass } from './channel-class.js';
import { loadCassetteChannel } from './load-cassette-channel.js';
import { targetOfAddress } from './target-of-address.js';

/** The options of a cassette, and of the channel that it serves. */
export interface CassetteChannelOptions extends CassetteOptions, OutsideOptions {
  /**
   * The copy of grpc-js that makes the real channel: what `import * as grpc from '@grpc/grpc-js'` gives. Default: the
   * loaded copy that made the channel's credentials. Nothing is made where the cassette answers.
   */
  readonly grpc?: GrpcLibrary;
}

/** A function for the `channelFactoryOverride` option of a grpc-js client, and the cassette that it serves. */
export type CassetteChannelFactory = NonNullable<ClientOptions['channelFactoryOverride']> & {
  /** The cassette; undefined where the current one is asked for and none is in charge. */
  readonly cassette: Cassette | undefined;
};

/** Client options that put a cassette's channel beneath a client; to be spread into the options of an SDK. */
export interface CassetteClientOptions {
  /** What grpc-js reads. */
  readonly channelFactoryOverride: CassetteChannelFactory;
  /** What google-gax lets through to grpc-js. */
  readonly 'grpc.channelFactoryOverride': CassetteChannelFactory;
}

/**
 * A channel that records calls into a cassette and replays them from it, for clients that take no interceptors. `cassette`
 * is a path, a cassette that was opened before, or nothing: then each call asks for the current one, and `outside` says
 * what becomes of it when there is none. Where the cassette answers, the channel is ready at once, and nothing is dialled. A
 * cassette among a call's interceptors goes first.
 * Throws a `CassetteError` (`invalid_option`, `conflicting_options`).
 */
export function cassetteChannel(
  cassette?: string | Cassette,
  options?: CassetteChannelOptions,
): CassetteChannelFactory {
  return channelFactory('cassetteChannel', cassette, options);
}

/**
 * The options that put a cassette's channel beneath the client of an SDK which passes some options on to grpc-js, as
 * google-gax does: spread them into the SDK's own. Interceptors stay, for a channel lies beneath them. The parameters are
 * those of `cassetteChannel`.
 * Throws a `CassetteError` (`invalid_option`, `conflicting_options`).
 */
export function cassetteClientOptions(
  cassette?: string | Cassette,
  options?: CassetteChannelOptions,
): CassetteClientOptions {
  const factory = channelFactory('cassetteClientOptions', cassette, options);
  return { channelFactoryOverride: factory, 'grpc.channelFactoryOverride': factory };
}

function channelFactory(
  caller: string,
  cassette: string | Cassette | undefined,
  options: CassetteChannelOptions = {},
): CassetteChannelFactory {
  const { grpc, ...rest } = options;
  assertLibrary(caller, grpc);
  const finder = cassetteFinder(caller, cassette, Object.keys(rest).length === 0 ? undefined : rest);
  finder.open();
  const factory = (
    address: string,
    credentials: ChannelCredentials,
    clientOptions: ClientOptions,
  ): ChannelInterface => {
    // While the client is being made its copy is surely there: jest's registry forgets it at `resetModules`.
    const Channel = grpc?.Channel ?? findChannelClass(credentials);
    const make = (): ChannelInterface => {
      if (Channel === undefined) throw noChannelClass();
      return new Channel(address, credentials, withoutOurs(clientOptions));
    };
    return new (loadCassetteChannel().CassetteChannel)(finder, make, targetOfAddress(address));
  };
  return Object.defineProperty(factory as CassetteChannelFactory, 'cassette', {
    get: () => finder.peek(),
    enumerable: true,
  });
}

function withoutOurs({ 'grpc.channelFactoryOverride': _, ...options }: ClientOptions): ClientOptions {
  return options;
}

function assertLibrary(caller: string, grpc: unknown): asserts grpc is GrpcLibrary | undefined {
  if (grpc === undefined || typeof (grpc as Partial<GrpcLibrary> | null)?.Channel === 'function') return;
  throw new CassetteError(
    'invalid_option',
    `${caller} was given a grpc that is no copy of @grpc/grpc-js: it has no Channel. Give it the library itself, as import * as grpc names it.`,
    { option: 'grpc' },
  );
}
