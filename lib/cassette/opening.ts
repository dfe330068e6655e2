import { CassetteError } from '../errors.js';
import type { Plan } from '../model/record-mode.js';
import type { AtWork } from '../record/beside/journals.js';
import type { RecordingFiles } from '../record/beside/recording-files.js';
import type { Recorder } from '../record/recorder.js';
import type { Recordings } from '../replay/recordings/recordings.js';
import type { FileFacts } from '../storage/storage.js';
import type { Answers } from './answers.js';

/** An opened cassette's parts. */
export interface Opened {
  readonly plan: Plan;
  readonly recordings: Recordings;
  readonly recorder: Recorder;
  readonly answers: Answers;
  /** What the file was when it was read; undefined where there was none. */
  readonly facts: FileFacts | undefined;
  /** Why nothing can be recorded into the file. */
  readonly refusal: CassetteError | undefined;
}

/** A cassette's file is read when it is first asked for, and again when somebody has changed it. */
export class Opening {
  readonly #files: RecordingFiles;
  readonly #read: () => Opened;
  #opened: Opened | undefined;
  /** Why the file cannot be opened, once that was tried. */
  #refusal: CassetteError | undefined;

  constructor(files: RecordingFiles, read: () => Opened) {
    this.#files = files;
    this.#read = read;
  }

  /** What was opened; undefined before anybody has asked. */
  get opened(): Opened | undefined {
    return this.#opened;
  }

  /** Opens the file, once. Throws a `CassetteError` when it cannot be read, each time until it is looked at again. */
  open(): Opened {
    if (this.#opened !== undefined) return this.#opened;
    if (this.#refusal !== undefined) throw this.#refusal;
    try {
      this.#opened = this.#read();
      return this.#opened;
    } catch (error) {
      if (CassetteError.is(error)) this.#refusal = error;
      throw error;
    }
  }

  /** Why a call that goes live could not be recorded, as far as that is known before it does. */
  findUnrecordable(): unknown {
    try {
      const { refusal, recorder } = this.open();
      if (refusal !== undefined) return refusal;
      recorder.prepare();
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /**
   * Has a file read again that somebody has changed: its played state begins anew. Not where another recorder adds to it, nor what
   * is recorded anew.
   */
  closeIfChanged(): void {
    this.#refusal = undefined;
    const opened = this.#opened;
    if (opened === undefined || opened.plan === 'record' || opened.recorder.dirty) return;
    const isChanged = unlessItThrows(() => this.#isChanged(opened)) ?? false;
    if (!isChanged) return;
    opened.recorder.end();
    this.#opened = undefined;
  }

  /** The other recordings that have been at work within the last seconds, where that can be told. */
  findAtWork(): readonly AtWork[] {
    return unlessItThrows(() => this.#atWork()) ?? [];
  }

  #isChanged({ recorder, facts }: Opened): boolean {
    const now = this.#files.storage.stat(this.#files.file);
    const known = recorder.lastFacts ?? facts;
    if (now === undefined || (known !== undefined && areSame(now, known))) return false;
    return this.#atWork().length === 0;
  }

  #atWork(): readonly AtWork[] {
    return this.#files.journals.findAtWork(this.#files.tag);
  }
}

/** Two files may be of one size, and of one tick of the file system's clock. */
function areSame(one: FileFacts, other: FileFacts): boolean {
  return one.size === other.size && one.changedMs === other.changedMs && one.id === other.id;
}

/** Undefined where it throws: what only adds to a call, or to its explanation, fails neither. */
function unlessItThrows<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
