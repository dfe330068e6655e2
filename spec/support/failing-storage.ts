import { Cassette } from '../../lib/cassette/cassette.js';
import type { RecordMode } from '../../lib/index.js';
import { systemClock } from '../../lib/open/system-clock.js';
import { resolveOptions } from '../../lib/options.js';
import { FileStorage } from '../../lib/storage/file.js';

type Action = 'read' | 'append' | 'replace' | 'remove';

/** A file system of which the actions in `broken` fail, as Node tells it. */
export class FailingStorage extends FileStorage {
  broken: readonly Action[] = [];
  readonly #code: string;

  constructor(code = 'ENOSPC') {
    super();
    this.#code = code;
  }

  override read(path: string): Uint8Array | undefined {
    this.#assertWhole('read');
    return super.read(path);
  }

  override append(path: string, pieces: Iterable<Uint8Array>): void {
    this.#assertWhole('append');
    super.append(path, pieces);
  }

  override replace(path: string, pieces: Iterable<Uint8Array>): void {
    this.#assertWhole('replace');
    super.replace(path, pieces);
  }

  override remove(path: string): void {
    this.#assertWhole('remove');
    super.remove(path);
  }

  #assertWhole(action: Action): void {
    if (!this.broken.includes(action)) return;
    throw Object.assign(new Error(`${this.#code}: it was made to fail, ${action}`), { code: this.#code });
  }
}

/** A cassette on a storage of the test's, known to nobody else. */
export function cassetteOn(storage: FileStorage, path: string, mode: RecordMode): Cassette {
  return new Cassette({ path, file: path }, resolveOptions({ mode }), {
    storage,
    clock: systemClock,
    warn: (message) => process.emitWarning(message, 'GrpcCassetteWarning'),
    inColour: false,
    noteIgnoredPath: () => undefined,
    readSchema: () => undefined,
    onClose: () => undefined,
    onDone: () => undefined,
  });
}
