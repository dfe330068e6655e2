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
 * Of `count` items, those of a group stand where the first of them does, in the order of their starts. Two with the same start
 * are of no order, for a merge has put together what does not belong together; neither is one that is alone. `places` are in
 * the order of their items.
 */
export function arrange(count: number, places: readonly GroupPlace[]): Arrangement {
  const groups = [...findGroups(places).values()].map(inStartOrder).filter(({ length }) => length > 1);
  const groupOf = new Map<number, readonly GroupPlace[]>();
  for (const group of groups) for (const { item } of group) groupOf.set(item, group);
  return inOrder(count, groupOf);
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

/** `groupOf` has few of the items, and is asked about those alone. */
function inOrder(count: number, groupOf: ReadonlyMap<number, readonly GroupPlace[]>): Arrangement {
  const items = new Uint32Array(count);
  const isGrouped = new Uint8Array(count);
  for (const item of groupOf.keys()) isGrouped[item] = 1;
  const begun = new Map<readonly GroupPlace[], ArrangedGroup>();
  let position = 0;
  for (let item = 0; item < count; item += 1) {
    const group = isGrouped[item] === 1 ? groupOf.get(item) : undefined;
    if (group === undefined) {
      items[position] = item;
      position += 1;
    } else if (!begun.has(group)) {
      begun.set(group, { position, starts: group.map(({ start }) => start) });
      for (const member of group) {
        items[position] = member.item;
        position += 1;
      }
    }
  }
  return { items, groups: [...begun.values()] };
}
