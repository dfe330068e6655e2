import { CassetteError } from '../errors.js';
import { countOf } from '../model/count-of.js';
import type { Location } from '../model/location.js';
import { someOf } from '../model/printable.js';
import type { RecordMode } from '../model/record-mode.js';
import type { Warn } from '../model/surroundings.js';
import type { Recorder } from './recorder.js';
import { rejectedPath } from './rejected-path.js';

/** How many methods are named, and how many addresses. */
const MOST_NAMED = 5;

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
    this.#tellOfUnreached(recorder);
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

  /** An outage is not recorded; a test that failed by it is told that it was recording. */
  #tellOfUnreached(recorder: Recorder): void {
    const calls = recorder.takeUnreached();
    if (calls.length === 0) return;
    const { path } = this.#location;
    const methods = someOf([...new Set(calls.map(({ method }) => method))], MOST_NAMED).join(', ');
    const targets = someOf([...new Set(calls.flatMap(({ target }) => target ?? []))], MOST_NAMED).join(', ');
    const where = targets === '' ? '' : ` Nobody answers at ${targets}.`;
    this.#warn(
      `${path}: recording (mode ${this.#mode}), ${countOf(calls.length, 'call')} reached no server and ${calls.length === 1 ? 'was' : 'were'} not recorded (${methods}).${where} Start the server and record again.`,
    );
  }
}
