import { Group } from '../../../../lib/replay/order/group.js';
import { Acting } from './acting.js';
import { NaiveGroup } from './naive-group.js';

/** A group of calls that do by chance what calls do, beside one that looks at each of them. */
export class GroupTrial {
  readonly wrong: string[] = [];
  checks = 0;
  readonly #random: () => number;
  /** Of each call: its start, and its other acts. */
  readonly #acts: readonly (readonly number[])[];
  readonly #last: number;
  readonly #atPlay = new Set<Group>();
  readonly #group: Group;
  readonly #naive: NaiveGroup;
  readonly #holders: Acting[][];

  constructor(count: number, random: () => number) {
    this.#random = random;
    this.#last = 12 * count;
    this.#acts = this.#drawActs(count);
    this.#holders = this.#acts.map(() => []);
    const starts = this.#acts.map(([start = 0]) => start);
    const members = starts.map((_, position) => ({ method: `/m${position}`, position }));
    this.#group = new Group(members, starts, this.#atPlay);
    this.#naive = new NaiveGroup(starts);
  }

  /** Something happens, and both are asked a few times. */
  step(): void {
    const rank = this.#below(this.#acts.length);
    const held = this.#holders[rank] ?? [];
    const holder = held[this.#below(held.length)];
    if (holder === undefined || this.#random() < 0.1) this.#start(rank, held);
    else if (this.#random() < 0.7) this.#act(rank, holder);
    else this.#end(rank, held, holder);
    for (let look = 0; look < 3; look += 1) this.#look();
    this.#expect('the furthest', this.#group.furthest, this.#naive.furthest);
    this.#expect('at play', this.#atPlay.has(this.#group), this.#naive.isAtPlay);
  }

  /** Starts lie between the acts of others, which are spread over one row of numbers. */
  #drawActs(count: number): readonly (readonly number[])[] {
    const acts = Array.from({ length: count }, (_, rank): number[] => [1 + 3 * rank]);
    for (let number = 2; number < this.#last; number += 1) {
      const own = acts[this.#below(count)];
      const isStart = number % 3 === 1 && number < 3 * count;
      if (!isStart && number > (own?.[0] ?? 0) && this.#random() < 0.7) own?.push(number);
    }
    return acts;
  }

  #start(rank: number, held: Acting[]): void {
    const acting = new Acting(...(this.#acts[rank]?.slice(1) ?? []));
    held.push(acting);
    this.#group.hold(rank, acting, undefined);
    this.#naive.hold(rank, acting);
  }

  #act(rank: number, holder: Acting): void {
    const number = holder.act();
    if (number === undefined) return;
    this.#group.acted(rank, holder, number);
    this.#naive.acted(rank, holder, number);
  }

  #end(rank: number, held: Acting[], holder: Acting): void {
    held.splice(held.indexOf(holder), 1);
    const chance = this.#random();
    if (chance < 0.6) {
      this.#group.leave(rank, holder);
      this.#naive.end(rank, holder, 'over');
    } else {
      this.#group.release(rank, holder, chance < 0.8);
      this.#naive.end(rank, holder, chance < 0.8 ? 'let go' : 'unstarted');
    }
  }

  #look(): void {
    const since = this.#below(this.#last) - 1;
    const at = since + this.#below(this.#last);
    const found = this.#group.undone(since, at);
    this.#expect(`undone(${since}, ${at})`, found, this.#naive.undone(since, at));
    if (found === undefined || this.#random() > 0.3) return;
    const [starts, performers] = [this.#random() < 0.7, this.#random() < 0.7];
    if (starts) this.#group.forgiveStarts(since, at);
    if (performers) this.#group.forgivePerformers(since, at);
    this.#naive.forgive(since, at, { starts, performers });
    this.#expect('forgiven', this.#group.undone(since, at), this.#naive.undone(since, at));
  }

  #expect(what: string, found: unknown, expected: unknown): void {
    this.checks += 1;
    const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
    if (one !== other) this.wrong.push(`${what} is ${one}, not ${other}`);
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }
}
