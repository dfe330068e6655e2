import type { MessageTypes } from '../messages/meaning/message-types.js';
import type { Clock } from '../model/surroundings.js';
import { CommitPace } from './commit-pace.js';
import type { Keeping } from './keeping.js';
import type { Opening } from './opening.js';
import { QuietRounds } from './quiet-rounds.js';

interface MeanwhileParts {
  readonly clock: Pick<Clock, 'nextRound' | 'now' | 'after'>;
  readonly opening: Opening;
  readonly keeping: Keeping;
  readonly messageTypes: Pick<MessageTypes, 'fetching'>;
  isClosed(): boolean;
  /** Warns of what looks like a secret in what was recorded. */
  tellSecrets(): void;
}

/** What is done between calls: what nobody closes is committed. */
export class Meanwhile {
  readonly #parts: MeanwhileParts;
  readonly #rounds: QuietRounds;
  readonly #pace: CommitPace;

  constructor(parts: MeanwhileParts) {
    this.#parts = parts;
    this.#rounds = new QuietRounds(parts.clock, () => this.#commit());
    this.#pace = new CommitPace(parts.clock, () => this.note());
  }

  /** A call starts to be recorded: when it is over there may be something to commit. */
  noteStart(): void {
    this.#rounds.disturb();
  }

  /** A call ends, or starts to be answered. */
  note(): void {
    this.#rounds.note();
  }

  /** Whether a whole round has gone by since such a call started, or any ended. */
  get isQuiet(): boolean {
    return this.#rounds.isQuiet;
  }

  /** A schema that is being fetched is waited for. */
  #commit(): void {
    const { clock, opening, keeping, messageTypes } = this.#parts;
    const recorder = opening.opened?.recorder;
    if (!keeping.isMeanwhile || this.#parts.isClosed() || recorder === undefined) return;
    const { fetching } = messageTypes;
    if (fetching !== undefined) {
      void fetching.then(() => this.note());
      return;
    }
    if (recorder.dirty && !this.#pace.isTime((time) => recorder.hasStartedSince(time))) return;
    const begun = clock.now();
    keeping.commitMeanwhile(recorder);
    this.#pace.noteCommit(clock.now() - begun);
    this.#parts.tellSecrets();
  }
}
