import { isUtf8 } from 'node:buffer';
import { basename } from 'node:path';
import { Cassette } from '../cassette/cassette.js';
import { CassetteError } from '../errors.js';
import type { Location } from '../model/location.js';
import {
  type CassetteOptions,
  describeDifference,
  type ResolvedOptions,
  resolveOptions,
  resolveRun,
} from '../options.js';
import { createDebug } from './debug.js';
import { noteFieldPath } from './field-paths.js';
import { processHold } from './process-hold.js';
import { readSchema } from './read-schema.js';
import { shared } from './registry.js';
import { createRun } from './run.js';
import { leaveCallers } from './stack.js';
import { storage } from './storage.js';
import { systemClock } from './system-clock.js';
import { systemProcesses } from './system-processes.js';
import { wantsColour } from './wants-colour.js';
import { warn } from './warn.js';
import { watchExit } from './watch-exit.js';

/** Which file is meant, and how it is to be used: all that the environment and the working folder decide. */
export interface CassetteRequest {
  readonly location: Location;
  readonly options: ResolvedOptions;
}

/**
 * The cassette at `path`, one per file and process however often it is opened. The file itself is read at the first
 * call. Throws a `CassetteError`: `invalid_option`, or `conflicting_options` when it is open with other options.
 */
export function openCassette(path: string, options?: CassetteOptions): Cassette {
  return openOwned(requestCassette(path, options));
}

/** Opens what was asked for, for somebody who closes it. Throws a `CassetteError` (`conflicting_options`). */
export function openOwned(request: CassetteRequest): Cassette {
  const cassette = openRequested(request);
  cassette.engine.own();
  return cassette;
}

/** Settles what `openCassette` is asked for. Throws a `CassetteError` (`invalid_option`). */
export function requestCassette(path: string, options?: CassetteOptions): CassetteRequest {
  if (typeof path !== 'string' || path.trim() === '') {
    throw new CassetteError(
      'invalid_option',
      `The path of a cassette is ${JSON.stringify(path) ?? String(path)}. Give the path of a file, such as fixtures/chat.yaml.`,
      { option: 'path' },
    );
  }
  const file = storage.realPath(path);
  return { location: { path, file, name: basename(file) }, options: resolveOptions(options) };
}

/** Whether the file is open at present. */
export function isOpen({ location }: CassetteRequest): boolean {
  return shared().cassettes.has(location.file);
}

/**
 * Opens what was asked for. Where nobody owns it, what is recorded is committed whenever there is time. Throws a
 * `CassetteError` (`conflicting_options`).
 */
export function openRequested({ location, options }: CassetteRequest): Cassette {
  const { cassettes, everOpened, unfinished } = shared();
  const { path, file } = location;
  const open = cassettes.get(file);
  if (open !== undefined) {
    const difference = describeDifference(open.engine.options, options);
    if (difference === undefined) return open;
    throw new CassetteError(
      'conflicting_options',
      `The cassette ${path} is open already with other options (${difference}). Close it first, or give both the same options.`,
      { path },
    );
  }
  const cassette = new Cassette(location, options, {
    storage,
    processes: systemProcesses,
    run: createRun(resolveRun()),
    clock: systemClock,
    processHold: processHold(),
    debug: createDebug(),
    readSchema,
    noteFieldPath,
    warn,
    tidyStack: leaveCallers,
    isUtf8,
    inColour: wantsColour({
      environment: process.env,
      isTerminal: process.stdout.isTTY && process.stderr.isTTY,
    }),
    onClose: () => {
      if (cassettes.get(file) === cassette) cassettes.delete(file);
    },
    onDone: () => unfinished.delete(cassette),
  });
  cassettes.set(file, cassette);
  everOpened.add(file);
  unfinished.add(cassette);
  watchExit();
  return cassette;
}
