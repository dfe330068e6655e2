import { putInCharge } from '../grpc/current.js';
import { setUsualOutside } from '../grpc/outside.js';
import { beginRun } from '../open/run.js';
import { warn } from '../open/warn.js';
import type { Configuration } from './configuration.js';
import type { Runner } from './runner.js';
import { Scene } from './scene.js';
import type { CassetteSetting } from './setting.js';

/** A part of the run that is to have a cassette, as its runner's entry hands it in: a test, or the all-hooks of a suite. */
export interface Part {
  /** Of the suites around it, the outermost first, and its own, if it is a test. */
  readonly titles: readonly string[];
  /** The command that runs it alone. */
  readonly command: string;
  /** The path of its cassette; asked for when that is wanted. */
  path(): string;
  /** What the suites around it say, the outermost first. */
  readonly settings: readonly CassetteSetting[];
}

/**
 * The tests that run in this process: what all have in common, and whose turn it is. A runner's entry makes one for each
 * process, gets a scene for each attempt at a test and for the all-hooks of each suite, and has it entered and left around
 * what the runner calls for it.
 */
export class TestRun {
  readonly configuration: Configuration;
  readonly #runner: Runner;
  readonly #late = new Set<string>();
  #current: Scene | undefined;
  /** Whether a test has begun, and whether any call has asked for a cassette. */
  #isRunning = false;
  #wasAsked = false;

  constructor(configuration: Configuration, runner: Runner) {
    this.configuration = configuration;
    this.#runner = runner;
    setUsualOutside(configuration.outside);
  }

  /** A runner that watches files runs its tests again: what is recorded anew takes the place of what the last run recorded. */
  beginAgain(): void {
    beginRun();
  }

  /** The scene that is on. */
  get current(): Scene | undefined {
    return this.#current;
  }

  /** The scene of an attempt at a test, with its each-hooks. */
  createTestScene(part: Part): Scene {
    this.#isRunning = true;
    return this.#createScene(part, false);
  }

  /** The scene of a suite's all-hooks; what they start may make calls for the tests. */
  createHooksScene(part: Part): Scene {
    return this.#createScene(part, true);
  }

  /** Puts a scene on. */
  enter(scene: Scene): void {
    this.#current = scene;
    putInCharge(scene.inCharge);
  }

  /** Takes a scene off, if it is on. */
  leave(scene: Scene): void {
    if (this.#current !== scene) return;
    this.#current = undefined;
    putInCharge(undefined);
  }

  /** Tells, once, of the tests that left calls behind. */
  tellLateCalls(): void {
    for (const title of this.#late) {
      warn(
        `"${title}" left something behind that made calls after its end. They were not answered. Wait for them in the test.`,
      );
    }
    this.#late.clear();
  }

  /**
   * Tells a person who records that nothing was: a client without an interceptor goes its own way in silence. `isPart`:
   * this process runs some of the files only, which may have no calls.
   */
  tellUnasked({ GRPC_CASSETTE_MODE: mode }: NodeJS.ProcessEnv, isPart: boolean): void {
    const isRecording = /^\s*(?:once|new_episodes|rewrite|all)\s*$/i.test(mode ?? '');
    if (this.#wasAsked || !isRecording || isPart || !this.#isRunning) return;
    warn(`no gRPC call asked for a cassette, and nothing was recorded. ${this.#runner.howToReach}`);
  }

  #createScene({ titles, command, path, settings }: Part, servesLater: boolean): Scene {
    const title = titles.join(' ');
    return new Scene({
      title,
      command,
      runner: this.#runner,
      path,
      settings: [...this.configuration.settings, ...settings],
      servesLater,
      noteCall: () => {
        this.#wasAsked = true;
      },
      noteLateCall: () => this.#late.add(title),
    });
  }
}
