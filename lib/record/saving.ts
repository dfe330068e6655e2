import { CassetteError } from '../errors.js';
import type { Location } from '../model/location.js';
import type { RecordMode } from '../model/record-mode.js';
import type { Warn } from '../model/surroundings.js';
import { countOf } from '../model/text/count-of.js';
import { sentence, someOf } from '../model/text/printable.js';
import { rejectedPath } from './beside/paths-beside.js';
import type { Recorder } from './recorder.js';

/** How many methods are named, and how many addresses. */
const MOST_NAMED = 5;

/** Puts what a recorder holds where it belongs, and tells of trouble, once. */
export class Saving {
  readonly #location: Location;
  readonly #mode: RecordMode;
  readonly #warn: Warn;
  readonly #keepsFailures: boolean;
  readonly #troubles: unknown[] = [];
  #hasWarned = false;

  /** `keepsFailures` is the option of that name. */
  constructor(location: Location, mode: RecordMode, warn: Warn, keepsFailures: boolean) {
    this.#keepsFailures = keepsFailures;
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
    this.#committing(recorder, () => recorder.commit());
  }

  /** The same of a cassette that nobody owns, to which they were added as calls ended. */
  finishAppending(recorder: Recorder): void {
    try {
      this.#committing(recorder, () => recorder.append());
    } finally {
      this.#writing(recorder, this.#location.path, () => recorder.putInOrder());
    }
  }

  /** Nothing of what the cassette was before is wanted any more. Throws a `CassetteError` (`write_failed`). */
  dropPrevious(recorder: Recorder): void {
    this.#writing(recorder, this.#location.path, () => recorder.aside.dropPrevious());
  }

  /** Adds them between two calls, when there is nobody to throw at: trouble is told once, and tried again. */
  appendMeanwhile(recorder: Recorder): void {
    try {
      if (recorder.dirty) recorder.append();
      this.#tellLost(recorder);
    } catch (error) {
      if (this.#hasWarned) return;
      this.#hasWarned = true;
      this.#warn(this.#failure(error, recorder, this.#location.path).message);
    }
  }

  /** Writes the recordings beside the cassette. Throws a `CassetteError` (`write_failed`). */
  setAside(recorder: Recorder): void {
    this.#tellOfUnreached(recorder);
    if (!recorder.hasOwn) return;
    this.#settingAside(recorder, (rejected) => {
      recorder.aside.set(rejected);
      return true;
    });
  }

  /** The same where they are in the cassette already, which becomes again what it was. */
  bringBack(recorder: Recorder): void {
    this.#tellOfUnreached(recorder);
    this.#settingAside(recorder, (rejected) => recorder.aside.bringBack(rejected));
  }

  /** What is only in a journal when a process ends badly, for it was to be committed at its end. */
  tellJournaled(recorder: Recorder): void {
    const { path } = this.#location;
    const { journaled } = recorder.counts;
    if (journaled > 0)
      this.#warn(
        `${path}: the process ends without having saved ${countOf(journaled, 'recorded call')}, which ${journaled === 1 ? 'is' : 'are'} in ${recorder.journalPath}. The next recording takes ${journaled === 1 ? 'it' : 'them'} in (once, new_episodes) or sets ${journaled === 1 ? 'it' : 'them'} aside.`,
      );
    this.tellLost(recorder);
  }

  /** What nobody will see again, for the process ends. */
  tellLost(recorder: Recorder): void {
    const { inMemory } = recorder.counts;
    if (inMemory === 0) return;
    this.#warn(
      `${this.#location.path}: ${countOf(inMemory, 'recorded call')} could not be written and ${inMemory === 1 ? 'is' : 'are'} lost.`,
    );
  }

  #committing(recorder: Recorder, action: () => void): void {
    this.#tellOfUnreached(recorder);
    this.#writing(recorder, this.#location.path, () => {
      if (recorder.dirty) action();
      const [trouble] = this.#troubles.splice(0);
      if (trouble !== undefined) throw trouble;
    });
    this.#tellLost(recorder);
  }

  /** `action` returns whether there was anything to set aside. */
  #settingAside(recorder: Recorder, action: (rejected: string) => boolean): void {
    const { path, file } = this.#location;
    if (this.#writing(recorder, rejectedPath(path), () => action(rejectedPath(file))))
      this.#warn(`${path}: what was recorded is set aside as ${rejectedPath(path)}.`);
  }

  #writing<T>(recorder: Recorder, target: string, action: () => T): T {
    try {
      return action();
    } catch (cause) {
      throw this.#failure(cause, recorder, target);
    }
  }

  #failure(cause: unknown, recorder: Recorder, target: string): CassetteError {
    const { path } = this.#location;
    const where = target === path ? '' : ` to ${target}`;
    return new CassetteError(
      'write_failed',
      `What was recorded for ${path} could not be written${where}: ${sentence((cause as Error).message)} The calls themselves were not affected. ${describeKept(recorder)}`,
      { path, mode: this.#mode },
      { cause },
    );
  }

  /** Somebody has cut or damaged the journal. */
  #tellLost(recorder: Recorder): void {
    const methods = recorder.takeLost();
    if (methods.length === 0) return;
    const named = someOf([...new Set(methods)], MOST_NAMED).join(', ');
    this.#warn(
      `${this.#location.path}: ${countOf(methods.length, 'recorded call')} of ${named} ${methods.length === 1 ? 'is' : 'are'} lost, for the journal was cut or damaged while recording. Record again.`,
    );
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
      `${path}: recording (mode ${this.#mode}), ${countOf(calls.length, 'call')} reached no server and ${calls.length === 1 ? 'was' : 'were'} not recorded (${methods}).${where} Start the server and record again. ${this.#keepsFailures ? 'They are not between calls that did reach one, as keepFailures asks.' : 'The option keepFailures: true records such calls between others that did reach one.'}`,
    );
  }
}

/** Where what could not be written is, and what to do. */
function describeKept(recorder: Recorder): string {
  const { saved, journaled, inMemory } = recorder.counts;
  const kept = [
    ...(journaled === 0 ? [] : [`${countOf(journaled, 'call')} in ${recorder.journalPath}`]),
    ...(inMemory === 0 ? [] : [`${countOf(inMemory, 'call')} in memory only`]),
  ];
  if (kept.length === 0)
    return 'Mend the cause; what a journal beside the cassette holds is taken in by the next recording.';
  return `Saved: ${countOf(saved, 'call')}; not saved: ${kept.join(', ')}. Mend the cause, and save again${journaled === 0 ? '' : '; failing that, the next recording sees to the journal'}.`;
}
