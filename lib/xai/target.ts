import { type CallCredentials, type ChannelCredentials, credentials, type Interceptor } from '@grpc/grpc-js';
import type { Plan, RecordMode } from '../index.js';
import { readAddress } from './address.js';
import { type Environment, requireApiKey } from './environment.js';
import { hideKey } from './hide-key.js';
import { bearer } from './wire.js';

/** Where a session's calls go, and with what. */
export interface Target {
  readonly address: string;
  readonly channel: ChannelCredentials;
  /** What goes with each call; undefined where no call leaves the process. */
  readonly call: CallCredentials | undefined;
  /** Stand beneath the cassette. */
  readonly interceptors: readonly Interceptor[];
}

/** Nothing listens there, and a replay does not dial. */
const NOWHERE = '127.0.0.1:1';

/**
 * The target that a plan needs. Only one that may record needs a key and an address. Throws a `CassetteError`
 * (`invalid_option`) where there is no key, or where one of the two is illegal.
 */
export function findTarget(plan: Plan, environment: Environment, path: string, mode: RecordMode): Target {
  if (plan === 'replay') {
    return { address: NOWHERE, channel: credentials.createInsecure(), call: undefined, interceptors: [] };
  }
  const key = requireApiKey(environment, path, mode);
  const { address, secure } = readAddress(environment);
  const channel = secure ? credentials.createSsl() : credentials.createInsecure();
  return { address, channel, call: bearer(key), interceptors: [hideKey(key)] };
}
