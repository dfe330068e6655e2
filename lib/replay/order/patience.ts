import type { Clock } from '../../model/surroundings.js';
import type { Group, UndoneAct } from './group.js';

/** The longest that an event waits for one act, in milliseconds. */
const LONGEST = 1000;
/** So much longer than the client took when it was recorded. */
const SLACK = 100;
/** What an act is given that later ones have overtaken, where the program is known to be another one. */
const OVERTAKEN = 20;
/** So long before the call's deadline an event goes on all the same. */
const BEFORE_DEADLINE = 20;

/** An event of a group, which is to come next in it. */
export interface OrderedEvent {
  readonly group: Group;
  readonly number: number;
  /** The number of its call's start. */
  readonly since: number;
  /** How long before it, in the recording, the event before it came, or its call started; undefined where no times are known. */
  readonly gapMs: number | undefined;
  /** How long its call has still to live, in milliseconds. */
  timeLeft(): number;
}

/** What an event waited for in vain. */
export interface InVain {
  readonly act: UndoneAct;
  /** How long, in milliseconds. */
  readonly ms: number;
}

interface Stop {
  readonly act: UndoneAct;
  readonly since: number;
}

/**
 * How long events wait for what the recorded client did before them. A client that is the recorded one does it again; one that
 * has changed may never do it, and must not wait for long.
 */
export class Patience {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #stops = new Map<Group, Stop>();
  /** Methods of which a call asked for what nothing recorded answers: another call of theirs may not come. */
  readonly #strangers = new Set<string>();
  #hasForgiven = false;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** A call asked for what nothing recorded answers. */
  noteStranger(method: string): void {
    this.#strangers.add(method);
  }

  /**
   * How long the event has yet to wait, in milliseconds; 0: not any longer. `isNew` tells who looks for the first time that
   * the act stops it; `inVain` what was waited for and did not come.
   */
  left(event: OrderedEvent, isNew: (act: UndoneAct) => void, inVain: (inVain: InVain) => void): number {
    const { group, since, number } = event;
    for (;;) {
      const act = group.undone(since, number);
      if (act === undefined) {
        this.#stops.delete(group);
        return 0;
      }
      const now = this.#clock.now();
      const stop = this.#stopOf(group, act, now, isNew);
      const until = Math.min(
        stop.since + this.#patienceFor(event, act),
        now + event.timeLeft() - BEFORE_DEADLINE,
      );
      if (until > now) return until - now;
      this.#hasForgiven = true;
      group.forgive(since, number);
      inVain({ act, ms: now - stop.since });
    }
  }

  #stopOf(group: Group, act: UndoneAct, now: number, isNew: (act: UndoneAct) => void): Stop {
    const known = this.#stops.get(group);
    if (known?.act.number === act.number) return known;
    const stop = { act, since: now };
    this.#stops.set(group, stop);
    isNew(act);
    return stop;
  }

  /** Not less for what was overtaken as long as nothing was forgiven: parts of one program that go on at once overtake each other. */
  #patienceFor({ group, gapMs }: OrderedEvent, act: UndoneAct): number {
    const isStranger = group.isStart(act) && this.#strangers.has(group.members[act.rank]?.method ?? '');
    if (isStranger || (this.#hasForgiven && act.number < group.furthest)) return OVERTAKEN;
    return gapMs === undefined ? LONGEST : Math.min(LONGEST, 2 * gapMs + SLACK);
  }
}
