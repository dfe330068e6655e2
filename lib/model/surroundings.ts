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
}

/** Tells a person something that is no error of the call at hand. */
export type Warn = (message: string) => void;

/** The processes that leave files beside a cassette; handed in, so that the core knows of none. */
export interface Processes {
  /** A part of a file's name that no other has, without a dot, by which this process is known. */
  newTag(): string;
  /** Whether the process of a tag has ended; also `false` for what is no tag. */
  hasEnded(tag: string): boolean;
}
