/** Time as the cassette sees it; handed in, so that the core has no clock of its own. */
export interface Clock {
  /** Milliseconds that never go back. */
  now(): number;
  /** The time of day, ISO 8601 in UTC. */
  date(): string;
  /** Runs `action` after `ms` milliseconds; the returned function cancels it. `keepAlive` holds the process open. */
  after(ms: number, action: () => void, keepAlive: boolean): () => void;
  /** Runs `action` when the client's microtasks and ticks have run dry. */
  nextTurn(action: () => void): void;
  /** Runs `action` when the event loop has gone round once: timers that are due and sockets have had their turn. */
  nextRound(action: () => void): void;
  /** Holds up this thread for `ms` milliseconds: what is done when the process exits cannot be waited for otherwise. */
  sleep(ms: number): void;
}

/** The longest that a clock's `after` can wait, in milliseconds, for a timer of Node can wait no longer. */
export const LONGEST_WAIT: number = 2 ** 31 - 1;

/** Tells a person something that is no error of the call at hand. */
export type Warn = (message: string) => void;

/** Tells who looks for a fault what happens; `describe` is called at once. Undefined where nobody looks. */
export type Debug = (describe: () => string) => void;

/** The processes that leave files beside a cassette; handed in, so that the core knows of none. */
export interface Processes {
  /** A part of a file's name that no other has, without a dot, by which this process is known. */
  newTag(): string;
  /**
   * Whether the process of a tag has ended, as far as can be told here; also `false` for what is no tag. `touchedMs`: when
   * what bears the tag was last changed, in milliseconds since 1970.
   */
  hasEnded(tag: string, touchedMs: number): boolean;
  /** Whether the process of a tag is one of this host and this container, of which is known whether it has ended. */
  isHere(tag: string): boolean;
  /** Whether what bears a tag was changed so lately that whoever does it must be at work. */
  isFresh(tag: string, touchedMs: number): boolean;
}

/** All that one parent process starts, or `GRPC_CASSETTE_RUN` names: what belongs together in one recording made anew. */
export interface Run {
  /** Whether the run has begun to record the cassette in this file anew. */
  hasReplaced(file: string): boolean;
  /** Notes that for the others of the run. */
  noteReplaced(file: string): void;
}
