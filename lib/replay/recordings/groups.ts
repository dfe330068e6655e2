import type { ArrangedGroup } from '../order/arrange.js';
import { Group, type GroupMember } from '../order/group.js';

/** The groups of a cassette, each made when one of its recordings is looked at: there may be tens of thousands. */
export class Groups {
  /** Those of which a call is open. */
  readonly atPlay: Set<Group> = new Set();
  readonly #arranged: readonly ArrangedGroup[];
  /** For each position, which group stands there, counted from 1; 0 for none. */
  readonly #at: Uint32Array;
  readonly #numbers = new Map<Group, number>();

  /** Of `count` recordings. */
  constructor(arranged: readonly ArrangedGroup[], count: number) {
    this.#arranged = arranged;
    this.#at = new Uint32Array(arranged.length === 0 ? 0 : count);
    for (const [index, { position, starts }] of arranged.entries())
      this.#at.fill(index + 1, position, position + starts.length);
  }

  /** The number of the group that stands at a position; 0 for none. */
  at(position: number): number {
    return this.#at[position] ?? 0;
  }

  /** The same of one that was made. */
  numberOf(group: Group): number {
    return this.#numbers.get(group) ?? 0;
  }

  /** Makes a group of its members, of which `memberAt` gives the one at a position. */
  make<Member extends GroupMember>(
    number: number,
    memberAt: (position: number) => Member,
  ): { readonly group: Group; readonly members: readonly Member[] } {
    const { position, starts } = this.#arranged[number - 1] ?? { position: 0, starts: [] };
    const members = starts.map((_, rank) => memberAt(position + rank));
    const group = new Group(members, starts, this.atPlay);
    this.#numbers.set(group, number);
    return { group, members };
  }
}
