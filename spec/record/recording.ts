import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type Cassette, openCassette, type RecordMode } from '../../lib/index.js';
import { journalsBeside, leaveJournal } from '../support/cassettes.js';
import { endChildren } from '../support/child.js';
import type { EchoClient } from '../support/echo-server.js';
import { type EchoSuite, useEchoSuite } from '../support/echo-suite.js';

/** An echo suite whose tests record into `chat.yaml` in their folder. */
export interface RecordingSuite extends EchoSuite {
  /** Opens `chat.yaml`, or the cassette at another path. Default mode: `once`. */
  open(mode?: RecordMode, at?: string): { readonly opened: Cassette; readonly client: EchoClient };
  /** What is in the one journal beside `chat.yaml`. */
  journal(): Buffer;
  /** Lets another process record these calls and die. */
  recordInChild(...calls: readonly string[]): Promise<number>;
}

/** Gives the suite that calls this what it needs to record, here and in processes that die. */
export function useRecording(): RecordingSuite {
  const suite = useEchoSuite();
  endChildren();
  const { server, temporary, clientOf } = suite;
  const chat = (): string => temporary('chat.yaml');
  return {
    ...suite,
    open(mode = 'once', at = chat()) {
      const opened = openCassette(at, { mode });
      return { opened, client: clientOf(opened) };
    },
    journal() {
      const [name = '', ...others] = journalsBeside(chat());
      expect(others).to.deep.equal([]);
      return readFileSync(join(dirname(chat()), name));
    },
    recordInChild: (...calls) =>
      leaveJournal({ path: chat(), mode: 'rewrite', address: server.address, calls }),
  };
}

const COMMENT = /^# call (\d+), (\d+) bytes\n/;

/** The entries of a journal by its comments alone, each of which must tell the truth. */
export function commented(journal: Buffer): readonly { readonly start: number; readonly text: string }[] {
  const opening = 'version: 1\ninteractions:\n';
  expect(journal.subarray(0, opening.length).toString()).to.equal(opening);
  const found: { start: number; text: string }[] = [];
  for (let at = opening.length; at < journal.length; ) {
    const match = COMMENT.exec(journal.subarray(at, at + 60).toString());
    if (match === null) throw new Error(`There is no comment at byte ${at}.`);
    const from = at + match[0].length;
    at = from + Number(match[2]);
    found.push({ start: Number(match[1]), text: journal.subarray(from, at).toString() });
  }
  return found;
}
