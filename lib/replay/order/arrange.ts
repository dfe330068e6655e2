/** Where an item stands in its group; `item` is its number among all, from 0. */
export interface GroupPlace {
  readonly item: number;
  readonly group: string;
  readonly start: number;
}

/** Items of a group that stand one behind the other, in the order of their starts. */
export interface ArrangedGroup {
  /** Where the first of them stands. */
  readonly position: number;
  readonly starts: readonly number[];
}

/** Items in the order in which they count, and the groups of those that count by numbers. */
export interface Arrangement {
  readonly items: Uint32Array;
  readonly groups: readonly ArrangedGroup[];
}

/**
 * Of `items`, those of a group stand where the first of them does, in the order of their starts. Two with the same start
 * are of no order, for a merge has put together what does not belong together; neither is one that is alone. `places` are in
 * the order of their items.
 */
export function arrange(items: Uint32Array, places: readonly GroupPlace[]): Arrangement {
  const groups = [...findGroups(places).values()].map(inStartOrder).filter(({ length }) => length > 1);
  if (groups.length === 0) return { items, groups: [] };
  const groupOf = new Map<number, readonly GroupPlace[]>();
  for (const group of groups) for (const { item } of group) groupOf.set(item, group);
  return inOrder(items, places, groupOf);
}

function findGroups(places: readonly GroupPlace[]): ReadonlyMap<string, readonly GroupPlace[]> {
  const groups = new Map<string, GroupPlace[]>();
  for (const place of places) {
    const group = groups.get(place.group);
    if (group === undefined) groups.set(place.group, [place]);
    else group.push(place);
  }
  return groups;
}

function inStartOrder(group: readonly GroupPlace[]): readonly GroupPlace[] {
  if (group.length < 2) return group;
  const sorted = [...group].sort((a, b) => a.start - b.start);
  return sorted.filter(
    ({ start }, index) => sorted[index - 1]?.start !== start && sorted[index + 1]?.start !== start,
  );
}

/** What stands between those of groups is copied as a whole: only few are of one. */
function inOrder(
  items: Uint32Array,
  places: readonly GroupPlace[],
  groupOf: ReadonlyMap<number, readonly GroupPlace[]>,
): Arrangement {
  const arranged = new Uint32Array(items.length);
  const begun = new Map<readonly GroupPlace[], ArrangedGroup>();
  let position = 0;
  let next = 0;
  const copyUntil = (item: number): void => {
    arranged.set(items.subarray(next, item), position);
    position += item - next;
    next = item + 1;
  };
  for (const { item } of places) {
    const group = groupOf.get(item);
    if (group === undefined) continue;
    copyUntil(item);
    if (begun.has(group)) continue;
    begun.set(group, { position, starts: group.map(({ start }) => start) });
    for (const member of group) {
      arranged[position] = items[member.item] as number;
      position += 1;
    }
  }
  copyUntil(items.length);
  return { items: arranged, groups: [...begun.values()] };
}
