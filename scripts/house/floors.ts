import { type Arrows, findWay } from './rooms.js';

/** The arrows that no longer way says as well. `arrows` must be without cycles. */
export function directArrows(arrows: Arrows): Arrows {
  return new Map(
    [...arrows].map(([room, below]) => [
      room,
      new Set([...below].filter((each) => !isImplied(arrows, room, each))),
    ]),
  );
}

function isImplied(arrows: Arrows, room: string, target: string): boolean {
  const others = [...(arrows.get(room) ?? [])].filter((each) => each !== target);
  return others.some((other) => findWay(arrows, other, (each) => each === target) !== undefined);
}

/**
 * The rooms by floor, the uppermost first: each stands above all that it has an arrow to, and as near to its
 * neighbours as that allows.
 */
export function floorsOf(arrows: Arrows): readonly (readonly string[])[] {
  const floors = new Map<string, number>();
  for (const room of arrows.keys()) settle(room, arrows, floors);
  for (const room of [...floors.keys()].sort((a, b) => floorOf(b, floors) - floorOf(a, floors))) {
    raise(room, arrows, floors);
  }
  const height = Math.max(...floors.values()) + 1;
  return Array.from({ length: height }, (_, index) =>
    [...floors.keys()].filter((room) => floorOf(room, floors) === height - 1 - index).sort(),
  );
}

function floorOf(room: string, floors: ReadonlyMap<string, number>): number {
  return floors.get(room) ?? 0;
}

/** As low as its arrows allow. */
function settle(room: string, arrows: Arrows, floors: Map<string, number>): number {
  const known = floors.get(room);
  if (known !== undefined) return known;
  const below = [...(arrows.get(room) ?? [])].map((each) => settle(each, arrows, floors));
  const floor = Math.max(-1, ...below) + 1;
  floors.set(room, floor);
  return floor;
}

/** As high as those above it allow, unless more arrows go out than come in: the arrows are not longer for it. */
function raise(room: string, arrows: Arrows, floors: Map<string, number>): void {
  const above = [...arrows.keys()].filter((each) => arrows.get(each)?.has(room));
  if (above.length === 0 || above.length < (arrows.get(room)?.size ?? 0)) return;
  floors.set(room, Math.min(...above.map((each) => floorOf(each, floors))) - 1);
}
