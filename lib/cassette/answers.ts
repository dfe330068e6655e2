import { CassetteError } from '../errors.js';
import type { Misses } from '../misses/misses.js';
import type { Kind } from '../model/kind.js';
import type { Debug } from '../model/surroundings.js';
import { sentence } from '../model/text/printable.js';
import type { Call, Unanswered } from '../replay/call.js';
import { Holds } from '../replay/holds.js';
import type { Rule } from '../replay/match-rules.js';
import type { Player } from '../replay/player.js';
import type { Recording } from '../replay/recordings/recording.js';
import type { Explanation, Stage } from '../replay/stage.js';
import type { ExplanationSources, Explanations } from './explanations.js';
import { loadExplanations } from './load-explanations.js';

/** What the answers are drawn from. */
interface AnswersOptions extends ExplanationSources {
  readonly misses: Misses;
  readonly debug: Debug | undefined;
  /** Whether a call that nothing answers goes to the server. */
  readonly recordsNew: () => boolean;
  /** Why a call that goes live could not be recorded, as it was thrown. */
  readonly findUnrecordable: () => unknown;
}

/** What the calls of an opened cassette are answered with, and why one of them is not. */
export class Answers implements Stage {
  readonly player: Player;
  readonly rule: Rule;
  readonly holds: Holds;
  readonly debug: Debug | undefined;
  readonly #options: AnswersOptions;
  #madeExplanations: Explanations | undefined;

  constructor(options: AnswersOptions) {
    this.#options = options;
    this.player = options.player;
    this.debug = options.debug;
    this.rule = options.matcher.rule;
    this.holds = new Holds(options.recordings, options.matcher);
  }

  get recordsNew(): boolean {
    return this.#options.recordsNew();
  }

  noteMiss(error: CassetteError): CassetteError {
    return this.#options.misses.add(error);
  }

  findUnrecordable(method: string): CassetteError | undefined {
    const cause = this.#options.findUnrecordable();
    if (cause === undefined) return undefined;
    const { path, mode } = this.#options;
    return this.noteMiss(
      new CassetteError(
        'write_failed',
        `${path}: nothing can be recorded (mode ${mode}): ${sentence((cause as Error).message)} The call ${method} was not made. Mend the cause and record again.`,
        { path, mode, method },
        { cause },
      ),
    );
  }

  findBroken(method: string): CassetteError | undefined {
    const broken = this.#options.recordings.findBroken(method);
    return broken && this.noteMiss(broken);
  }

  explain(call: Call, unanswered: Unanswered): Explanation {
    try {
      const { error, text } = this.#explanations.explain(call, unanswered);
      return { error: this.noteMiss(error), text };
    } catch (error) {
      // To explain a miss, the user's match function is asked about taken recordings as well, and may fail.
      if (!CassetteError.is(error)) throw error;
      return { error: this.noteMiss(error), text: error.message };
    }
  }

  /** The interactions that no call was or is being answered with, in recorded order. */
  get unplayed(): readonly Recording[] {
    const { all } = this.#options.recordings;
    return all.filter((recording) => recording.isFree && !this.holds.isHeld(recording));
  }

  /** What to say of them. */
  explainUnplayed(unplayed: readonly Recording[]): CassetteError {
    return this.#explanations.explainUnplayed(unplayed);
  }

  /** The miss of a call for which there is no cassette at all. */
  explainMissing(method: string, kind: Kind): CassetteError {
    return this.noteMiss(this.#explanations.explainMissing(method, kind));
  }

  /** The miss of a call that starts when the cassette's work is over. */
  explainClosed(method: string): CassetteError {
    const { path } = this.#options;
    return this.noteMiss(
      new CassetteError(
        'closed',
        `The cassette ${path} was closed before the call ${method} started. Close it after the last call, or open it again.`,
        { path, method },
      ),
    );
  }

  get #explanations(): Explanations {
    this.#madeExplanations ??= new (loadExplanations().Explanations)(this.#options);
    return this.#madeExplanations;
  }
}
