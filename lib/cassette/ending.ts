import { CassetteError } from '../errors.js';
import type { Heartbeat } from '../record/heartbeat.js';
import type { Recorder } from '../record/recorder.js';
import type { Saving } from '../record/saving.js';
import type { Player } from '../replay/player.js';
import type { Keeping, Outcome } from './keeping.js';
import type { Opening } from './opening.js';
import type { Surroundings } from './surroundings.js';

/** `open`: calls come in; `closed`: none is recorded or answered any more; `finished`: what was recorded is where it belongs. */
type Life = 'open' | 'closed' | 'finished';

/** What there is to bring to an end. */
interface EndingParts {
  readonly opening: Opening;
  readonly keeping: Keeping;
  readonly saving: Saving;
  readonly player: Player;
  readonly heartbeat: Heartbeat;
  readonly surroundings: Pick<Surroundings, 'onClose' | 'onDone' | 'warn'>;
  noteFieldPaths(): void;
  /** Warns of what looks like a secret in what was recorded. */
  tellSecrets(): void;
  /** Throws a `CassetteError` (`unplayed`). */
  tellUnplayed(): void;
}

/** How a cassette's work comes to its end: closed by somebody, or by the end of the process. */
export class Ending {
  readonly #parts: EndingParts;
  #life: Life = 'open';
  /** Settled by who closes it first: an exit meanwhile must not commit what is to be set aside. */
  #outcome: Outcome = 'committed';

  constructor(parts: EndingParts) {
    this.#parts = parts;
  }

  get isClosed(): boolean {
    return this.#life !== 'open';
  }

  /** From `open` to `closed`: no call is recorded from here on, and none holds the process. */
  stop(outcome: Outcome): void {
    if (this.isClosed) return;
    this.#life = 'closed';
    this.#outcome = outcome;
    this.#parts.player.release();
    this.#recorder?.cutShort((error) => this.#parts.saving.note(error));
  }

  /** From `closed` to `finished`. Throws a `CassetteError` (`write_failed`, `unplayed`); what failed is tried again. */
  finish(): void {
    if (this.#life === 'finished') return;
    const { keeping, heartbeat, surroundings } = this.#parts;
    this.#parts.noteFieldPaths();
    try {
      if (this.#recorder !== undefined) keeping.finish(this.#recorder, this.#outcome);
      if (this.#outcome === 'committed') this.#parts.tellUnplayed();
    } finally {
      // Trouble that is told, and does not keep anything from where it belongs, is no reason to try again.
      if (this.#recorder?.isUnsettled !== true) {
        this.#life = 'finished';
        this.#recorder?.end();
      }
      this.#parts.tellSecrets();
      heartbeat.stop();
      surroundings.onClose();
      this.tellIfDone();
    }
  }

  /**
   * The process exits; there is nobody left to throw at. What somebody owns is committed where it exits well, and what nobody
   * owns in any case, but for a cassette that was being recorded anew. Whether all that was to be saved is.
   */
  atExit(isGood: boolean): boolean {
    const { keeping, surroundings } = this.#parts;
    try {
      if (isGood) this.stop('committed');
      if (isGood || this.isClosed) this.finish();
      else if (this.#recorder !== undefined) keeping.finishBadly(this.#recorder);
      return true;
    } catch (error) {
      surroundings.warn((error as Error).message);
      if (this.#recorder !== undefined) keeping.tellLost(this.#recorder);
      return CassetteError.is(error) && error.code !== 'write_failed';
    }
  }

  /** Tells when all is where it belongs and no call is being answered any more. */
  tellIfDone(): void {
    if (this.#life === 'finished' && this.#parts.player.isIdle) this.#parts.surroundings.onDone();
  }

  get #recorder(): Recorder | undefined {
    return this.#parts.opening.opened?.recorder;
  }
}
