import { CassetteError } from '../errors.js';
import { countOf } from '../model/count-of.js';
import type { Location } from '../model/location.js';
import type { RecordMode } from '../model/record-mode.js';
import type { Warn } from '../model/surroundings.js';
import type { Recorder } from './recorder.js';
import { rejectedPath } from './rejected-path.js';

/** Puts what a recorder holds where it belongs, and tells of trouble, once. */
export class Saving {
  readonly #location: Location;
  readonly #mode: RecordMode;
  readonly #warn: Warn;
  readonly #troubles: unknown[] = [];

  constructor(location: Location, mode: RecordMode, warn: Warn) {
    this.#location = location;
    this.#mode = mode;
    this.#warn = warn;
  }

  /** Notes trouble that must not fail a call; the next commit tells of it. */
  note(trouble: unknown): void {
    this.#troubles.push(trouble);
  }

  /** Writes the recordings into the cassette. Throws a `CassetteError` (`write_failed`). */
  commit(recorder: Recorder): void {
    this.#tellOfUnreached(recorder);
    this.#writing(() => {
      if (recorder.dirty) recorder.commit();
      const [trouble] = this.#troubles.splice(0);
      if (trouble !== undefined) throw trouble;
    });
  }

  /** Writes the recordings beside the cassette. Throws a `CassetteError` (`write_failed`). */
  setAside(recorder: Recorder): void {
    if (!recorder.hasOwn) return;
    const { path, file } = this.#location;
    this.#writing(() => recorder.setAside(rejectedPath(file)), rejectedPath(path));
    this.#warn(`${path}: what was recorded is set aside as ${rejectedPath(path)}.`);
  }

  #writing(action: () => void, target: string = this.#location.path): void {
    try {
      action();
    } catch (cause) {
      const { path } = this.#location;
      throw new CassetteError(
        'write_failed',
        `What was recorded for ${path} could not be written${target === path ? '' : ` to ${target}`}: ${(cause as Error).message}. The calls themselves were not ` +
          'affected. Mend the cause; what a journal beside the cassette holds is taken in by the next recording.',
        { path, mode: this.#mode },
        { cause },
      );
    }
  }

  #tellOfUnreached(recorder: Recorder): void {
    const methods = recorder.takeUnreached();
    if (methods.length === 0) return;
    const names = [...new Set(methods)].join(', ');
    this.#warn(
      `${this.#location.path}: ${countOf(methods.length, 'call')} reached no server and ${methods.length === 1 ? 'was' : 'were'} not recorded (${names}). Start the server and record again.`,
    );
  }
}
