import { isUtf8 } from 'node:buffer';
import { basename } from 'node:path';
import { Cassette } from '../../lib/cassette/cassette.js';
import type { RecordMode } from '../../lib/index.js';
import { systemClock } from '../../lib/open/system-clock.js';
import { systemProcesses } from '../../lib/open/system-processes.js';
import { resolveOptions } from '../../lib/options.js';
import { temporaryName } from '../../lib/record/beside/hidden-names.js';
import { ProcessHold } from '../../lib/replay/process-hold.js';
import { FileStorage } from '../../lib/storage/file.js';
import type { Appender, ReplaceMeans, Storage } from '../../lib/storage/storage.js';
import { LONELY_RUN } from './memory-storage.js';

type Action = 'read' | 'append' | 'replace' | 'remove';

/** A file system of which the actions in `broken` fail, as Node tells it. */
export class FailingStorage extends FileStorage {
  broken: readonly Action[] = [];
  readonly #code: string;

  constructor(code = 'ENOSPC') {
    super((name) => temporaryName(name, systemProcesses.newTag()));
    this.#code = code;
  }

  override read(path: string): Uint8Array | undefined {
    this.#assertWhole('read');
    return super.read(path);
  }

  override openToAppend(path: string, mode?: number): Appender {
    const file = super.openToAppend(path, mode);
    return {
      append: (pieces) => {
        try {
          this.#assertWhole('append');
        } catch (error) {
          file.close();
          throw error;
        }
        file.append(pieces);
      },
      readRange: (start, length) => file.readRange(start, length),
      facts: () => file.facts(),
      cut: (length) => file.cut(length),
      close: () => file.close(),
    };
  }

  override replace(path: string, pieces: Iterable<Uint8Array>, means?: ReplaceMeans): void {
    this.#assertWhole('replace');
    super.replace(path, pieces, means);
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

/** A cassette on a storage of the test's, known to nobody else, which the test closes. */
export function cassetteOn(storage: Storage, path: string, mode: RecordMode): Cassette {
  const cassette = unownedOn(storage, path, mode);
  cassette.engine.own();
  return cassette;
}

/** The same as if it had been opened by its path alone. */
export function unownedOn(storage: Storage, path: string, mode: RecordMode): Cassette {
  return new Cassette({ path, file: path, name: basename(path) }, resolveOptions({ mode }), {
    storage,
    processes: systemProcesses,
    run: LONELY_RUN,
    clock: systemClock,
    processHold: new ProcessHold(systemClock),
    debug: undefined,
    warn: (message) => process.emitWarning(message, 'GrpcCassetteWarning'),
    tidyStack: () => undefined,
    isUtf8,
    inColour: false,
    noteFieldPath: () => undefined,
    readSchema: () => undefined,
    onClose: () => undefined,
    onDone: () => undefined,
  });
}
