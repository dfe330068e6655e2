import type * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import {
  type Cassette,
  type CassetteOptions,
  cassetteChannel,
  cassetteInterceptor,
  openCassette,
} from '../../../lib/index.js';
import { withoutModeVariable } from '../../support/environment.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';
import { Canaries } from './canaries.js';
import { Vault } from './vault.js';
import { useWitness, type Witness } from './witness.js';

/** The two ways by which calls come to a cassette. */
export const DOORS = {
  'the interceptor': (cassette: Cassette): grpc.ClientOptions => ({
    interceptors: [cassetteInterceptor(cassette)],
  }),
  "the channel's door": (cassette: Cassette): grpc.ClientOptions => ({
    channelFactoryOverride: cassetteChannel(cassette),
  }),
} as const;

export type Door = keyof typeof DOORS;
export const DOOR_NAMES = Object.keys(DOORS) as readonly Door[];

const NOWHERE = '127.0.0.1:1';

/** What the tests of secrets share: a server that tells them, who sees all that is written, and each test's own secrets. */
export interface VaultSuite {
  readonly vault: Vault;
  readonly temporary: (name: string) => string;
  readonly canaries: Canaries;
  readonly witness: Witness;
  /** A cassette that records, and a client of the server through it. */
  record(door: Door, options?: CassetteOptions): { readonly opened: Cassette; readonly client: grpc.Client };
  /** A cassette that replays, and a client of nobody through it. */
  replay(door: Door, options?: CassetteOptions): { readonly opened: Cassette; readonly client: grpc.Client };
  /** Fails where anything was written or told that gives a secret away. */
  assertNothingSeen(): void;
}

/** Gives the suite that calls this a server and all the rest. */
export function useVault(): VaultSuite {
  const temporary = useTemporaryFolder();
  const witness = useWitness();
  withoutModeVariable();
  const vault = new Vault();
  let canaries = new Canaries();
  before(() => vault.start());
  after(() => vault.stop());
  beforeEach(() => {
    canaries = new Canaries();
  });
  return {
    vault,
    temporary,
    get canaries() {
      return canaries;
    },
    get witness() {
      return witness();
    },
    record(door, options) {
      const opened = openCassette(temporary('vault.yaml'), { mode: 'once', ...options });
      return { opened, client: vault.client(DOORS[door](opened)) };
    },
    replay(door, options) {
      const opened = openCassette(temporary('vault.yaml'), { mode: 'none', ...options });
      return { opened, client: vault.client(DOORS[door](opened), NOWHERE) };
    },
    assertNothingSeen() {
      const { all } = witness();
      expect(all.some(([where]) => where.includes('vault'))).to.equal(true);
      const seen = all.flatMap(([where, text]) =>
        canaries.seenIn(text).map((name) => `${name}: in ${where}`),
      );
      expect(seen).to.deep.equal([]);
    },
  };
}
