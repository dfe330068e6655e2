/** Where an item stands in its group. */
export interface GroupPlace {
  readonly group: string;
  readonly start: number;
}

/** Items in the order in which they count, and the groups of those that count by numbers, in the order of their starts. */
export interface Arrangement<Item> {
  readonly items: readonly Item[];
  readonly groups: readonly (readonly Item[])[];
}

interface Placed<Item> {
  readonly item: Item;
  readonly start: number;
}

/**
 * Those of a group stand where the first of them does, in the order of their starts. Two with the same start are of no
 * order, for a merge has put together what does not belong together; neither is one that is alone.
 */
export function arrange<Item>(
  items: readonly Item[],
  placeOf: (item: Item) => GroupPlace | undefined,
): Arrangement<Item> {
  const byId = findGroups(items, placeOf);
  if (byId.size === 0) return { items, groups: [] };
  const groupOf = new Map<Item, readonly Item[]>();
  const groups = [...byId.values()].map(inStartOrder).filter(({ length }) => length > 1);
  for (const group of groups) for (const item of group) groupOf.set(item, group);
  return { items: inOrder(items, groupOf), groups };
}

function findGroups<Item>(
  items: readonly Item[],
  placeOf: (item: Item) => GroupPlace | undefined,
): ReadonlyMap<string, readonly Placed<Item>[]> {
  const groups = new Map<string, Placed<Item>[]>();
  for (const item of items) {
    const place = placeOf(item);
    if (place === undefined) continue;
    const { group: id, start } = place;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [{ item, start }]);
    else group.push({ item, start });
  }
  return groups;
}

function inStartOrder<Item>(group: readonly Placed<Item>[]): readonly Item[] {
  const sorted = [...group].sort((a, b) => a.start - b.start);
  return sorted
    .filter(({ start }, index) => sorted[index - 1]?.start !== start && sorted[index + 1]?.start !== start)
    .map(({ item }) => item);
}

function inOrder<Item>(items: readonly Item[], groupOf: ReadonlyMap<Item, readonly Item[]>): readonly Item[] {
  const begun = new Set<readonly Item[]>();
  const ordered: Item[] = [];
  for (const item of items) {
    const group = groupOf.get(item);
    if (group === undefined) ordered.push(item);
    else if (!begun.has(group)) {
      begun.add(group);
      for (const member of group) ordered.push(member);
    }
  }
  return ordered;
}
