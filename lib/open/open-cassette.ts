import { Cassette } from '../cassette/cassette.js';
import { CassetteError } from '../errors.js';
import { type CassetteOptions, describeDifference, resolveOptions } from '../options.js';
import { FileStorage } from '../storage/file.js';
import { realPath, shared } from './registry.js';
import { systemClock } from './system-clock.js';
import { watchExit } from './watch-exit.js';

const storage = new FileStorage();

/**
 * The cassette at `path`, one per file and process however often it is opened. The file itself is read at the first
 * call. Throws a `CassetteError`: `invalid_option`, or `conflicting_options` when it is open with other options.
 */
export function openCassette(path: string, options?: CassetteOptions): Cassette {
  if (typeof path !== 'string' || path.trim() === '') {
    throw new CassetteError(
      'invalid_option',
      `The path of a cassette is ${JSON.stringify(path) ?? String(path)}. Give the path of a file, such as fixtures/chat.yaml.`,
      { option: 'path' },
    );
  }
  const resolved = resolveOptions(options);
  const key = realPath(path);
  const { cassettes } = shared();
  const open = cassettes.get(key);
  if (open !== undefined) {
    const difference = describeDifference(open.options, resolved);
    if (difference === undefined) return open;
    throw new CassetteError(
      'conflicting_options',
      `The cassette ${path} is open already with other options (${difference}). Close it first, or give both the same options.`,
      { path },
    );
  }
  const cassette = new Cassette({ path, file: key }, resolved, {
    storage,
    clock: systemClock,
    warn: (message) => process.emitWarning(message, 'GrpcCassetteWarning'),
    onClose: () => {
      if (cassettes.get(key) === cassette) cassettes.delete(key);
    },
  });
  cassettes.set(key, cassette);
  watchExit();
  return cassette;
}
