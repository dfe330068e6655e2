/**
 * Programs of several linked calls, as plain data: `JSON.stringify` prints all of one, and its kind (kinds.ts) says what is
 * done with it.
 */

/** Thoughts that take no timer. */
export const TIMELESS_THOUGHTS = ['none', 'microtask', 'setImmediate'] as const;

/** What a program does between what it hears and what it does next. */
export type Thought = (typeof TIMELESS_THOUGHTS)[number] | '2 ms' | '40 ms';

export const KIND_NAMES = [
  'push',
  'controller',
  'ping-pong',
  'informer',
  'two watches',
  'cancelled watch',
  'upload',
  'tie',
  'chat',
  'queue',
  'cas',
  'sessions',
  'pool',
  'merge',
] as const;

export type KindName = (typeof KIND_NAMES)[number];

export interface Program {
  readonly kind: KindName;
  /** In all that it asks, so that programs on one cassette are told apart by their requests. */
  readonly name: string;
  readonly thought: Thought;
  /** What it writes, says or asks for, in order. */
  readonly items: readonly string[];
  /** How many do the same at once, where the kind has workers. */
  readonly workers: number;
  /** A choice that the kind has: whether a watch begins with what is there, whether an upload waits for its own events. */
  readonly variant: boolean;
  /** Whether its writes say how many events it has heard: then a replay that tells too much, or too little, misses. */
  readonly tellsHeard: boolean;
  /** Whether it goes on after a call that failed, and waits for what that was to cause. */
  readonly swallowsErrors: boolean;
  /** Which of the trial's doors its calls take: those that read, and those that write. */
  readonly doors: readonly [reading: number, writing: number];
  readonly change?: Change;
}

/** How a program differs from the one that was recorded. */
export const CHANGES = [
  'one call more',
  'one call fewer',
  'two swapped',
  'reversed',
  'all in parallel',
  'all in series',
  'watches cancelled early',
] as const;

export type ChangeName = (typeof CHANGES)[number];

export interface Change {
  readonly what: ChangeName;
  /** The first step that is another than in the recording, from 0. */
  readonly at: number;
}
