import { utimesSync, writeFileSync } from 'node:fs';
import { CassetteError } from '../../../lib/index.js';
import { systemProcesses } from '../../../lib/open/system-processes.js';
import { type Child, endChildren, startChild } from '../../support/child.js';
import { callUnary, type EchoClient } from '../../support/echo-server.js';
import { type UnownedSuite, useUnowned } from '../unowned/suite.js';

/** A suite beside whose cassette others record. */
export interface AtWorkSuite extends UnownedSuite {
  /** Starts a process that records these calls, which are committed, and stays. */
  record(...calls: readonly string[]): Promise<Child>;
  /** Puts the sign of a living recorder beside the cassette, last touched so many seconds ago. Returns its path. */
  sign(options?: { readonly secondsAgo?: number; readonly isElsewhere?: boolean }): string;
}

/** Gives the suite that calls this others that record into its `chat.yaml`. */
export function useOthersAtWork(): AtWorkSuite {
  const suite = useUnowned();
  endChildren();
  return {
    ...suite,
    async record(...calls) {
      const { address } = suite.server;
      const job = { path: suite.path(), mode: 'once', address, calls, rounds: 2 };
      const child = startChild('child-calls', job);
      await child.said('done');
      return child;
    },
    sign({ secondsAgo = 0, isElsewhere = false } = {}) {
      const tag = systemProcesses.newTag();
      const shown = isElsewhere ? tag.replace(/-[0-9a-f]{8}-/, '-00000000-') : tag;
      const path = suite.temporary(`.chat.yaml.${shown}.recording`);
      writeFileSync(path, '');
      const touched = Date.now() / 1000 - secondsAgo;
      utimesSync(path, touched, touched);
      return path;
    },
  };
}

/** What a miss says in its row `recording`; undefined where it has none. */
export async function recordingRowOf(client: EchoClient, request: string): Promise<string | undefined> {
  const { error } = await callUnary(client, request);
  if (!CassetteError.is(error?.cause)) throw new Error(`${request} did not miss.`);
  return /^ +recording: +(.*)$/m.exec(error.details)?.[1];
}
