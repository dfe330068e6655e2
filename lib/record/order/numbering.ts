import { keepShape } from '../../model/keep-shape.js';
import type { Kind } from '../../model/kind.js';
import type { CallOrder } from '../../model/order/call-order.js';
import { NumberRanges } from '../../model/order/number-ranges.js';
import type { Clock } from '../../model/surroundings.js';

/** Who numbers a call: what it was told and what it did, among those that overlapped it. */
interface Counter {
  /** The client does something. */
  act(): number;
  /** The client is told something by the call. */
  event(call: CallNumbers): number;
  /** The call is over; what gives its group's id where others overlapped it. */
  leave(): (() => string) | undefined;
}

/**
 * Numbers the acts and events of one recorder's calls, each when the library is told of it and before it passes it on. A
 * group of calls lasts as long as one of them is open at each moment; its numbers begin with 1.
 *
 * A number is left out before the first event after which the event loop has gone round since another call's last event, or
 * since an act: the replay lets it go round there, and nowhere else. `idOf` gives the id of the `n`th group that needs one.
 */
export class Numbering implements Counter {
  readonly #clock: Pick<Clock, 'nextRound'>;
  readonly #idOf: (group: number) => string;
  #groups = 0;
  #hasId = false;
  #open = 0;
  #last = 0;
  /** The call of the last event; undefined when an act has followed it. */
  #lastCall: CallNumbers | undefined;
  /** The round of the last event of another call, as long as a number may be left out for it. */
  #since: number | undefined;
  #lastRound = 0;
  #round = 0;
  #looks = false;

  constructor(clock: Pick<Clock, 'nextRound'>, idOf: (group: number) => string) {
    this.#clock = clock;
    this.#idOf = idOf;
  }

  /** A call starts. */
  begin(): CallNumbers {
    if (this.#open === 0) {
      this.#last = 0;
      this.#hasId = false;
    } else if (!this.#hasId) {
      this.#hasId = true;
      this.#groups += 1;
    }
    this.#open += 1;
    return new CallNumbers(this);
  }

  act(): number {
    this.#lastCall = undefined;
    if (this.#open > 1) {
      this.#look();
      this.#lastRound = this.#round;
    }
    this.#last += 1;
    return this.#last;
  }

  event(call: CallNumbers): number {
    // A call that was alone since the last act has nobody to be told apart from: an act stands before another's first event.
    if (this.#open > 1 || this.#lastCall !== undefined) this.#leaveOut(call);
    this.#last += 1;
    return this.#last;
  }

  leave(): (() => string) | undefined {
    this.#open -= 1;
    const group = this.#groups;
    return this.#hasId ? () => this.#idOf(group) : undefined;
  }

  #leaveOut(call: CallNumbers): void {
    this.#look();
    if (this.#lastCall !== call) {
      this.#since = this.#lastRound;
      this.#lastCall = call;
    }
    if (this.#since !== undefined && this.#since !== this.#round) {
      this.#since = undefined;
      this.#last += 1;
    }
    this.#lastRound = this.#round;
  }

  #look(): void {
    if (this.#looks) return;
    this.#looks = true;
    this.#clock.nextRound(() => {
      this.#looks = false;
      this.#round += 1;
    });
  }
}

/** `told`: its client was told a status; `cancelled`: by the client; `cut short`: the recording stops before. */
export type CallEnd = 'told' | 'cancelled' | 'cut short';

/** What is recorded of a client's acts: of a call that went live late, and ended soon, it may be less than it did. */
export interface RecordedActs extends Pick<Kind, 'requestStream'> {
  readonly requestCount: number;
  readonly halfClosed: boolean;
}

/** What a call's `order` and the lists of its messages say. */
export interface CallNumbering {
  readonly order: CallOrder;
  readonly requests: NumberRanges;
  readonly responses: NumberRanges;
}

/** The numbers of one call. */
export class CallNumbers {
  readonly #counter: Counter;
  readonly #start: number;
  /** The first request's number; the lists are made when they are needed, for most calls send one message and are alone. */
  #request: number | undefined;
  #requests: NumberRanges | undefined;
  #responses: NumberRanges | undefined;
  #halfClosed: number | undefined;
  #headers: number | undefined;
  #isOver = false;

  constructor(counter: Counter) {
    this.#counter = counter;
    this.#start = counter.act();
  }

  /** The client sends its `index`th message, counted from 0; one that was numbered keeps its number. */
  request(index: number): void {
    if (this.#isOver || index < this.#requestCount) return;
    if (this.#request === undefined) this.#request = this.#counter.act();
    else this.#requestList().push(this.#counter.act());
  }

  halfClose(): void {
    if (!this.#isOver) this.#halfClosed ??= this.#counter.act();
  }

  headers(): void {
    this.#headers = this.#counter.event(this);
  }

  response(): void {
    this.#responses ??= new NumberRanges();
    this.#responses.push(this.#counter.event(this));
  }

  /** The call ends. Undefined where it was alone. Of streamed requests the numbers are in their list alone. */
  end(how: CallEnd, { requestStream, requestCount, halfClosed }: RecordedActs): CallNumbering | undefined {
    const end = this.#endNumber(how);
    const idOfGroup = this.#leave();
    if (idOfGroup === undefined) return undefined;
    const requests = this.#requestList().upTo(requestCount);
    const order = {
      group: idOfGroup(),
      start: this.#start,
      request: requestStream ? undefined : unlessNext(requests.at(0), this.#start),
      halfClosed: halfClosed
        ? unlessNext(this.#halfClosed, requests.at(requests.length - 1) ?? this.#start)
        : undefined,
      headers: this.#headers,
      end,
    };
    return { order, requests, responses: this.#responses ?? new NumberRanges() };
  }

  get #requestCount(): number {
    return this.#requests?.length ?? (this.#request === undefined ? 0 : 1);
  }

  #requestList(): NumberRanges {
    if (this.#requests === undefined) {
      this.#requests = new NumberRanges();
      if (this.#request !== undefined) this.#requests.push(this.#request);
    }
    return this.#requests;
  }

  /** The call is over, or another's business, and nothing is to be said of it. */
  leave(): void {
    this.#leave();
  }

  #leave(): (() => string) | undefined {
    if (this.#isOver) return undefined;
    this.#isOver = true;
    return this.#counter.leave();
  }

  #endNumber(how: CallEnd): number | undefined {
    if (how === 'told') return this.#counter.event(this);
    return how === 'cancelled' ? this.#counter.act() : undefined;
  }
}

function unlessNext(number: number | undefined, before: number): number | undefined {
  return number === before + 1 ? undefined : number;
}

keepShape(new NumberRanges());
