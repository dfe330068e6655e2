import type { Clock } from '../../model/surroundings.js';
import type { Group, UndoneAct } from './group.js';

/** The longest that an event waits for one act, in milliseconds. */
const LONGEST = 1000;
/** So much longer than the client took when it was recorded. */
const SLACK = 100;
/** What the start of a call is given that may well not come, for the program is known to be another one. */
const OVERTAKEN = 20;
/** So long before the call's deadline an event goes on all the same. */
const BEFORE_DEADLINE = 20;

/** An event of a group, which is to come next in it, as far as it tells what is to be done before it. */
interface Stoppable {
  readonly group: Group;
  /** What it is the first of: as long as that has something in it, an act that stops it is the same stop. */
  readonly queue: object;
  readonly number: number;
  /** The number of its call's start. */
  readonly since: number;
}

/** The same, and how long it may wait for that. */
export interface OrderedEvent extends Stoppable {
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

/** What stops a group, and since when. */
interface Stop {
  readonly act: UndoneAct;
  readonly since: number;
}

/** How often in a row a group went on without what it had waited for, and how many acts had been done by then. */
interface Vain {
  readonly times: number;
  readonly actsDone: number;
}

/**
 * How long events wait for what the recorded client did before them. A client that is the recorded one does it again; one that
 * has changed may never do it, and must not wait for long.
 */
export class Patience {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #stops = new WeakMap<object, Stop>();
  readonly #vain = new WeakMap<Group, Vain>();
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

  /** Whether an act that is undone stops the event. */
  isStopped(event: Stoppable): boolean {
    return this.#undone(event) !== undefined;
  }

  /**
   * How long the event has yet to wait, in milliseconds; 0: not any longer. `isNew` tells who looks for the first time that
   * the act stops it; `inVain` what was waited for and did not come.
   */
  left(event: OrderedEvent, isNew: (act: UndoneAct) => void, inVain: (inVain: InVain) => void): number {
    for (;;) {
      const act = this.#undone(event);
      if (act === undefined) return 0;
      const now = this.#clock.now();
      const stop = this.#stopOf(event.queue, act, now, isNew);
      const until = Math.min(
        stop.since + this.#patienceFor(event, act),
        now + event.timeLeft() - BEFORE_DEADLINE,
      );
      if (until > now) return until - now;
      this.#forgive(event, act);
      inVain({ act, ms: now - stop.since });
    }
  }

  #undone({ group, queue, since, number }: Stoppable): UndoneAct | undefined {
    const act = group.undone(since, number);
    if (act === undefined) this.#stops.delete(queue);
    return act;
  }

  #stopOf(queue: object, act: UndoneAct, now: number, isNew: (act: UndoneAct) => void): Stop {
    const known = this.#stops.get(queue);
    if (known?.act.number === act.number) return known;
    const stop = { act, since: now };
    this.#stops.set(queue, stop);
    isNew(act);
    return stop;
  }

  /** The less, the more often in a row it was in vain: a program that only listens must not wait for each event. */
  #patienceFor({ group, gapMs }: OrderedEvent, act: UndoneAct): number {
    const whole = gapMs === undefined ? LONGEST : Math.min(LONGEST, 2 * gapMs + SLACK);
    return (this.#isDoubtful(group, act) ? OVERTAKEN : whole) / 2 ** this.#timesInVain(group);
  }

  /**
   * Whether a call may well not come that was to start. Not for being overtaken alone, as long as nothing was forgiven: parts
   * of one program that go on at once overtake each other.
   */
  #isDoubtful(group: Group, act: UndoneAct): boolean {
    if (!group.isStart(act)) return false;
    const isOvertaken = this.#hasForgiven && act.number < group.furthest;
    return isOvertaken || this.#strangers.has(group.members[act.rank]?.method ?? '');
  }

  #timesInVain(group: Group): number {
    const vain = this.#vain.get(group);
    return vain?.actsDone === group.actsDone ? vain.times : 0;
  }

  /** All that was waited for as long goes with it, as nothing of it has come meanwhile. */
  #forgive({ group, since, number }: OrderedEvent, act: UndoneAct): void {
    this.#vain.set(group, { times: this.#timesInVain(group) + 1, actsDone: group.actsDone });
    if (this.#isDoubtful(group, act)) {
      group.forgiveStarts(since, Math.max(act.number + 1, Math.min(number, group.furthest)));
    } else {
      group.forgiveStarts(since, number);
      group.forgivePerformers(since, number);
    }
    this.#hasForgiven = true;
  }
}
