import { isUtf8 } from 'node:buffer';
import { basename } from 'node:path';
import { binaryTag, CORE_SCHEMA, load } from 'js-yaml';
import { Cassette } from '../../../lib/cassette/cassette.js';
import { NO_METADATA } from '../../../lib/model/metadata.js';
import type { RecordMode } from '../../../lib/model/record-mode.js';
import type { Clock, Processes, Run } from '../../../lib/model/surroundings.js';
import { systemClock } from '../../../lib/open/system-clock.js';
import { resolveOptions } from '../../../lib/options.js';
import { ProcessHold } from '../../../lib/replay/process-hold.js';
import type { Storage } from '../../../lib/storage/storage.js';
import { LASTING_PROCESSES, LONELY_RUN } from '../../support/memory-storage.js';

/** A cassette that records what a test says, without a client or a server. */
export interface Taking {
  readonly cassette: Cassette;
  readonly warnings: readonly string[];
  /** A call that has ended, of a method of this name, whose request says the same. */
  take(method: string): void;
}

interface TakingOptions {
  readonly path?: string;
  readonly mode?: RecordMode;
  /** Default: somebody closes it. */
  readonly isOwned?: boolean;
  readonly clock?: Clock;
  readonly processes?: Processes;
  readonly run?: Run;
}

let made = 0;

/** Processes with tags of this name; those with `dead` ones have ended for them. */
export function processesOf(name: string, dead?: string): Processes {
  return {
    ...LASTING_PROCESSES,
    newTag() {
      made += 1;
      return `${name}-${made}`;
    },
    hasEnded: (tag) => dead !== undefined && tag.startsWith(dead),
  };
}

export function takeOn(
  storage: Storage,
  {
    path = 'chat.yaml',
    mode = 'new_episodes',
    isOwned = true,
    clock = systemClock,
    processes = processesOf('mine'),
    run = LONELY_RUN,
  }: TakingOptions = {},
): Taking {
  const warnings: string[] = [];
  const cassette = new Cassette({ path, file: path, name: basename(path) }, resolveOptions({ mode }), {
    storage,
    processes,
    run,
    clock,
    processHold: new ProcessHold(clock),
    debug: undefined,
    warn: (message) => void warnings.push(message),
    tidyStack: () => undefined,
    isUtf8,
    inColour: false,
    noteFieldPath: () => undefined,
    readSchema: () => undefined,
    onClose: () => undefined,
    onDone: () => undefined,
  });
  if (isOwned) cassette.engine.own();
  return { cassette, warnings, take: (method) => takeCall(cassette, method) };
}

function takeCall({ engine }: Cassette, method: string): void {
  const take = engine.record({
    method: `/test.Test/${method}`,
    kind: { requestStream: false, responseStream: false },
    target: undefined,
    requestMetadata: NO_METADATA,
  });
  if (take === undefined) throw new Error('the cassette is closed');
  take.request(Buffer.from(method));
  take.halfClose();
  take.metadata(NO_METADATA);
  take.response(Buffer.from(`re:${method}`));
  take.end({ code: 0, details: '' }, NO_METADATA, false);
}

/** The names of the methods in a cassette, as js-yaml, which is not our reader, finds them. */
export function methodsIn(bytes: Uint8Array | undefined): readonly string[] {
  const { interactions } = load(Buffer.from(bytes ?? '').toString(), {
    schema: CORE_SCHEMA.withTags(binaryTag),
  }) as {
    interactions: readonly { readonly call: { readonly method: string } }[];
  };
  return interactions.map(({ call }) => call.method.slice('/test.Test/'.length));
}
