import type { Miss } from '../misses/misses.js';
import type { Forgiven } from '../model/forgiven.js';
import type { Interaction } from '../model/interaction.js';
import type { Location } from '../model/location.js';
import type { OpenCall } from '../model/open-call.js';
import type { Plan, RecordMode } from '../model/record-mode.js';
import type { ResolvedOptions } from '../options.js';
import { Engine } from './engine.js';
import type { Surroundings } from './surroundings.js';

// `Symbol.for` is typed as a plain symbol; a property's key has to be a unique one.
const brand: unique symbol = Symbol.for('grpc-cassette/cassette') as never;

/** Whether `value` is a `Cassette`, also one of another copy of this library in the process. */
export function isCassette(value: unknown): value is Cassette {
  return typeof value === 'object' && value !== null && brand in value;
}

/** A cassette: it plays what was recorded, and records. The file is opened at the first call. */
export class Cassette {
  /** The file's path, as it was given. */
  readonly path: string;
  /** The record mode in force. */
  readonly mode: RecordMode;
  /** @internal */
  readonly engine: Engine;
  /** @internal */
  readonly [brand] = true;

  /** @internal Use `openCassette`. */
  constructor(location: Location, options: ResolvedOptions, surroundings: Surroundings) {
    this.path = location.path;
    this.mode = options.mode;
    this.engine = new Engine(location, options, surroundings);
    // What shows a cassette, as a test runner does with what is compared, must not show what the options say of secrets.
    Object.defineProperty(this, 'engine', { enumerable: false });
  }

  /** What the mode means for this file. Opens it; throws a `CassetteError` when it cannot be read. */
  get plan(): Plan {
    return this.engine.open().plan;
  }

  /** What the file holds, or will hold once what was recorded is saved. Throws a `CassetteError` for a broken one. */
  get interactions(): readonly Interaction[] {
    return this.engine
      .open()
      .recorder.preview()
      .map((entry) => entry.read());
  }

  /** The recorded interactions that calls were answered with, in the order in which those calls started. */
  get played(): readonly Interaction[] {
    const taken = this.engine.open().recordings.all.filter((recording) => !recording.isFree);
    return taken
      .sort((a, b) => (a.takenBy ?? 0) - (b.takenBy ?? 0))
      .map((recording) => recording.interaction);
  }

  /** The recorded interactions that no call was or is being answered with, in recorded order; none while recording anew. */
  get unplayed(): readonly Interaction[] {
    return this.engine.unplayed.map((recording) => recording.interaction);
  }

  /** Blocks of the file that are no calls, such as a later seed version's `collections_method`. They are kept. */
  get notReplayable(): readonly { readonly line: number; readonly key: string | undefined }[] {
    return this.engine.open().recordings.notReplayable.map(({ line, head }) => ({ line, key: head.key }));
  }

  /** The calls that nothing recorded answered; the sure place to look, for programs may swallow their errors. */
  get misses(): readonly Miss[] {
    return this.engine.misses.all;
  }

  /**
   * What events of the replay waited for, and then went on without: the recorded program had done it before them, and this one
   * has not. Empty where the program is the recorded one.
   */
  get forgiven(): readonly Forgiven[] {
    return this.engine.forgiven;
  }

  /** The calls that have not ended, with what they wait for: a test that ends before them may have forgotten them. */
  get openCalls(): readonly OpenCall[] {
    return this.engine.openCalls;
  }

  /** Whether something was recorded that is not yet in the file. */
  get dirty(): boolean {
    return this.engine.dirty;
  }

  /**
   * Writes what was recorded of ended calls into the file. Rejects with a `CassetteError` (`write_failed`) when that is
   * not possible; the recordings are kept then.
   */
  save(): Promise<void> {
    return this.engine.save();
  }

  /**
   * Stores open calls as far as they came, saves, and ends the cassette's work. Rejects as `save` does, and with
   * `unplayed` where interactions were not played and the `onUnplayed` option is `error`.
   */
  close(): Promise<void> {
    return this.engine.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** @internal */
  get isClosed(): boolean {
    return this.engine.isClosed;
  }
}
