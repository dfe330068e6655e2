import { writeFileSync } from 'node:fs';
import { type CassetteError, type CassetteOptions, openCassette } from '../../lib/index.js';
import { cassette } from '../support/cassettes.js';
import type { EchoClient } from '../support/echo-server.js';
import type { EchoSuite } from '../support/echo-suite.js';

/** What a program left that was played a cassette. */
export interface Played {
  readonly misses: readonly CassetteError[];
  readonly codes: readonly CassetteError['code'][];
  readonly unplayed: number;
}

/** Runs a program with a client of a cassette with these entries. */
export type Play = (
  options: CassetteOptions,
  entries: readonly string[],
  program: (client: EchoClient) => Promise<void>,
) => Promise<Played>;

/** Gives each cassette a file in the test's folder, and closes it after the program. */
export function playingIn({ clientOf, temporary }: EchoSuite): Play {
  return async (options, entries, program) => {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(...entries));
    const opened = openCassette(path, options);
    const client = clientOf(opened);
    await program(client);
    client.close();
    await opened.close();
    const misses = opened.misses.map(({ error }) => error);
    return { misses, codes: misses.map(({ code }) => code), unplayed: opened.unplayed.length };
  };
}
