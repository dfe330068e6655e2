import { relative } from 'node:path';
import { fallbackCassette, type InCharge, withCassette } from '../grpc/current.js';
import { type Cassette, CassetteError } from '../index.js';
import { openCassette } from '../open/open-cassette.js';
import { rejectCassette } from '../open/reject-cassette.js';
import { isThere } from '../open/storage.js';
import { warn } from '../open/warn.js';
import { describeOpenCalls, explainFailure } from './failure.js';
import { findHint } from './hints.js';
import type { Runner } from './runner.js';
import { type CassetteSetting, type EffectiveSetting, settle } from './setting.js';

/** https://grpc.io/docs/guides/status-codes/ */
const UNAVAILABLE = 14;

/** What a scene is made of. */
interface SceneFacts {
  /** The test's or suite's titles in one. */
  readonly title: string;
  /** The command that runs it alone. */
  readonly command: string;
  readonly runner: Runner;
  /** Asked for when a cassette is wanted. */
  path(): string;
  /** What the configuration and the suites say, the outermost first. */
  readonly settings: readonly CassetteSetting[];
  /**
   * Whether what was started here may make calls for whoever is on later: a server that `before` starts serves the tests.
   * What a test started stays with the test.
   */
  readonly servesLater: boolean;
  /** Told of each call that asks for the cassette. */
  noteCall(): void;
  /** Told of a call that comes when all is over. */
  noteLateCall(): void;
}

/**
 * A part of the run that has a cassette of its own: a test with its each-hooks, or the all-hooks of a suite. A runner's entry
 * has its bodies run in it, hands in how each of them ended, and settles it after the last.
 */
export class Scene {
  /** Gives the cassette to calls, and opens it for the first. */
  readonly inCharge: InCharge = () => this.#findCassette();
  readonly #facts: SceneFacts;
  readonly #settings: CassetteSetting[];
  /** How many calls of each miss were told. */
  readonly #told = new Map<string, number>();
  #path: string | undefined;
  #cassette: Cassette | undefined;
  #wasAsked = false;
  #hasFailed = false;
  #isOver = false;

  constructor(facts: SceneFacts) {
    this.#facts = facts;
    this.#settings = [...facts.settings];
  }

  get title(): string {
    return this.#facts.title;
  }

  get path(): string {
    this.#path ??= this.#facts.path();
    return this.#path;
  }

  /** The cassette, opened where it is not; undefined where there is to be none. */
  get cassette(): Cassette | undefined {
    this.#cassette ??= this.#open();
    return this.#cassette;
  }

  /** Whether `settle` has something to do. */
  get #isUnsettled(): boolean {
    return !this.#isOver && (this.#cassette !== undefined || this.#wantsAllPlayed);
  }

  /** What a test or hook says itself. Throws a `CassetteError` when its cassette is in use already. */
  configure(setting: CassetteSetting): void {
    if (this.#cassette !== undefined) {
      throw new CassetteError(
        'invalid_option',
        `cassette() was called when ${this.#cassette.path} was in use already. Call it before the first gRPC call of the test, or in its describe.`,
        { option: 'cassette', path: this.#cassette.path },
      );
    }
    this.#settings.push(setting);
  }

  /** Runs a part of the scene: the calls that it makes are this cassette's. */
  run(action: () => void): void {
    withCassette(this.inCharge, action);
  }

  /**
   * A test or hook has ended, with `error` or without. Returns what it is to fail with, if anything: misses fail it, also
   * where its program swallowed their errors.
   */
  ended(error: unknown, trouble?: Error): unknown {
    const misses = this.#takeMisses();
    const hasFailed = error !== undefined || misses.length > 0 || trouble !== undefined;
    if (!hasFailed) return undefined;
    this.#hasFailed = true;
    const openCalls = this.#cassette?.openCalls ?? [];
    const forgiven = this.#cassette?.forgiven ?? [];
    return explainFailure(error, { misses, openCalls, forgiven, trouble, hint: this.#hint(error, misses) });
  }

  /**
   * The scene is over: what it recorded is saved, or set aside where something failed. Resolves to what is to be told:
   * `failure`, which is told already, with what else there is. Never rejects.
   */
  async settle(failure?: unknown): Promise<unknown> {
    const isUnsettled = this.#isUnsettled;
    const told = failure ?? this.ended(undefined);
    this.#isOver = true;
    if (!isUnsettled) return told;
    try {
      this.#cassette ??= this.#open();
      if (!this.#hasFailed) this.#tellOpenCalls();
      if (this.#cassette !== undefined)
        await (this.#hasFailed ? rejectCassette(this.#cassette) : this.#cassette.close());
      return told;
    } catch (trouble) {
      return this.ended(told, trouble as Error);
    }
  }

  /**
   * Settles the scene, whose last body has ended, and calls `done` with what is to be told; where nothing is to be settled,
   * in the same turn, as runners that call back go on by themselves.
   */
  finish(failure: unknown, done: (told: unknown) => void): void {
    if (this.#isUnsettled) {
      void this.settle(failure).then(done);
      return;
    }
    this.#isOver = true;
    done(failure);
  }

  /** A call asks. One that comes when all is over is not to reach a server, nor another test's cassette. */
  #findCassette(): Cassette | undefined {
    this.#wasAsked = true;
    this.#facts.noteCall();
    if (!this.#isOver) return this.cassette;
    if (this.#facts.servesLater) {
      const cassette = fallbackCassette();
      if (cassette !== undefined) return cassette;
    }
    const { cassette } = this;
    if (cassette === undefined) return undefined;
    this.#facts.noteLateCall();
    void cassette.close();
    return cassette;
  }

  #open(): Cassette | undefined {
    const { isOn, options } = this.#effective();
    return isOn ? openCassette(shown(this.path), options) : undefined;
  }

  #effective(): EffectiveSetting {
    return settle(this.#settings);
  }

  /** Whether interactions that no call asked for are to be told; those of a cassette that was never opened are such. */
  get #wantsAllPlayed(): boolean {
    const { isOn, options } = this.#effective();
    return isOn && (options.onUnplayed ?? 'ignore') !== 'ignore' && isThere(this.path);
  }

  #takeMisses(): Cassette['misses'] {
    const misses = (this.#cassette?.misses ?? []).filter(
      ({ error, count }) => count > (this.#told.get(error.message) ?? 0),
    );
    for (const { error, count } of misses) this.#told.set(error.message, count);
    return misses;
  }

  #tellOpenCalls(): void {
    const openCalls = this.#cassette?.openCalls ?? [];
    if (openCalls.length === 0) return;
    warn(`${shown(this.path)}: at the end of "${this.title}". ${describeOpenCalls(openCalls)}`);
  }

  get #isRecording(): boolean {
    try {
      const plan = this.#cassette?.plan;
      return plan === 'record' || plan === 'hybrid';
    } catch (trouble) {
      // A file that cannot be read is told by the calls that needed it.
      if (CassetteError.is(trouble)) return false;
      throw trouble;
    }
  }

  #hint(error: unknown, misses: Cassette['misses']): string | undefined {
    const { isOn, heldBack } = this.#effective();
    const { command, runner } = this.#facts;
    if (isOn && !this.#wasAsked && isOutage(error))
      return `  No call of the test asked for its cassette. ${runner.howToReach}`;
    const { path } = this;
    if (isOutage(error) && this.#isRecording)
      return `  The test was recording ${shown(path)}, and nobody answers at the address of its call. Start the server, and record again.`;
    return findHint({ runner, command, path, shownPath: shown(path), misses, heldBack });
  }
}

/** Whether a call reached no server. */
function isOutage(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && (error as { readonly code?: unknown }).code === UNAVAILABLE
  );
}

/** As a person would write it. */
function shown(path: string): string {
  const way = relative(process.cwd(), path);
  return way.startsWith('..') ? path : way;
}
