import type { UndoneAct } from '../../../../lib/replay/order/group.js';
import type { Acting } from './acting.js';

interface Member {
  readonly start: number;
  state: 'unstarted' | 'open' | 'over' | 'let go';
  acting: Acting | undefined;
  isForgiven: boolean;
}

/** What `Group` says, by a look at each member. */
export class NaiveGroup {
  readonly members: readonly Member[];
  furthest = -1;

  constructor(starts: readonly number[]) {
    this.members = starts.map((start) => ({
      start,
      state: 'unstarted',
      acting: undefined,
      isForgiven: false,
    }));
  }

  get isAtPlay(): boolean {
    return this.members.some(({ state }) => state === 'open');
  }

  hold(rank: number, acting: Acting): void {
    const member = this.#at(rank);
    if (member.state === 'over' && !this.isAtPlay) {
      for (const each of this.members) Object.assign(each, { state: 'unstarted', isForgiven: false });
      this.furthest = -1;
    }
    if (member.state === 'over' || member.state === 'open') return;
    Object.assign(member, { state: 'open', acting, isForgiven: false });
    this.furthest = Math.max(this.furthest, member.start);
  }

  end(rank: number, acting: Acting, state: 'unstarted' | 'over' | 'let go'): void {
    const member = this.#at(rank);
    if (member.state !== 'open' || member.acting !== acting) return;
    Object.assign(member, { state, isForgiven: false });
  }

  acted(rank: number, acting: Acting, number: number): void {
    const member = this.#at(rank);
    if (member.state !== 'open' || member.acting !== acting) return;
    this.furthest = Math.max(this.furthest, number);
    member.isForgiven = false;
  }

  undone(since: number, at: number): UndoneAct | undefined {
    let found: UndoneAct | undefined;
    for (const [rank, member] of this.members.entries()) {
      const number = nextOf(member, since);
      if (number !== undefined && number < (found?.number ?? at)) found = { number, rank };
    }
    return found;
  }

  forgive(since: number, at: number, { starts, performers }: Record<'starts' | 'performers', boolean>): void {
    for (const member of this.members) {
      const isMeant = member.state === 'unstarted' ? starts : performers;
      if (isMeant && (nextOf(member, since) ?? at) < at) member.isForgiven = true;
    }
  }

  #at(rank: number): Member {
    return this.members[rank] as Member;
  }
}

function nextOf({ start, state, acting, isForgiven }: Member, since: number): number | undefined {
  if (isForgiven) return undefined;
  if (state === 'unstarted') return start > since ? start : undefined;
  return state === 'open' ? acting?.nextAct(since) : undefined;
}
