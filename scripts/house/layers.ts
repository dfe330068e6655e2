import type { Arrows } from './rooms.js';

/** A place on a floor: a room, or where an arrow passes that leads further down. */
export interface Spot {
  readonly room: string | undefined;
  /** The spots one floor below that a line leads to. */
  readonly below: Spot[];
  readonly above: Spot[];
}

/** An arrow as the spots that it leads through, from room to room. */
export type Line = readonly Spot[];

/** What is drawn: floors of spots, the uppermost first, from left to right, and the lines between them. */
export interface Layers {
  readonly floors: readonly Spot[][];
  readonly lines: readonly Line[];
}

/** Often enough for the order to come to rest. */
const SWEEPS = 24;

/** Puts the rooms of each floor, and the arrows that pass, into an order in which few arrows cross. */
export function layersOf(floors: readonly (readonly string[])[], arrows: Arrows): Layers {
  const { spots, layers } = layOut(floors);
  const lines = [...arrows].flatMap(([from, targets]) =>
    [...targets].sort().map((to) => lead(from, to, spots, layers, floors)),
  );
  let best = layers.map((floor) => [...floor]);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const isDown = sweep % 2 === 0;
    const order = isDown ? layers : [...layers].reverse();
    for (const [index, floor] of order.entries()) {
      if (index > 0) sortBy(floor, order[index - 1] ?? [], isDown ? 'above' : 'below');
    }
    if (crossings(layers) < crossings(best)) best = layers.map((floor) => [...floor]);
  }
  return { floors: best, lines };
}

function layOut(floors: readonly (readonly string[])[]): {
  readonly spots: Map<string, Spot>;
  readonly layers: Spot[][];
} {
  const spots = new Map<string, Spot>();
  const layers = floors.map((rooms) =>
    rooms.map((room) => {
      const spot: Spot = { room, below: [], above: [] };
      spots.set(room, spot);
      return spot;
    }),
  );
  return { spots, layers };
}

/** Leads an arrow down floor by floor, and makes a spot where it passes. */
function lead(
  from: string,
  to: string,
  spots: ReadonlyMap<string, Spot>,
  layers: Spot[][],
  floors: readonly (readonly string[])[],
): Line {
  const [start, end] = [spots.get(from), spots.get(to)];
  if (start === undefined || end === undefined) throw new Error(`An arrow leads from ${from} to ${to}.`);
  const first = floors.findIndex((rooms) => rooms.includes(from));
  const last = floors.findIndex((rooms) => rooms.includes(to));
  const passing = layers.slice(first + 1, last).map((floor) => {
    const spot: Spot = { room: undefined, below: [], above: [] };
    floor.push(spot);
    return spot;
  });
  let above = start;
  for (const spot of [...passing, end]) {
    above.below.push(spot);
    spot.above.push(above);
    above = spot;
  }
  return [start, ...passing, end];
}

/** Sorts a floor by where the neighbours of each spot stand on the floor beside it, on average. */
function sortBy(floor: Spot[], beside: readonly Spot[], side: 'above' | 'below'): void {
  const wish = new Map(
    floor.map((spot, index) => {
      const places = spot[side].map((each) => beside.indexOf(each));
      return [spot, places.length === 0 ? index : mean(places)] as const;
    }),
  );
  floor.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
}

function crossings(layers: readonly (readonly Spot[])[]): number {
  let count = 0;
  for (const [index, floor] of layers.entries()) {
    const next = layers[index + 1] ?? [];
    const ends = floor.flatMap((spot, from) => spot.below.map((each) => [from, next.indexOf(each)] as const));
    for (const [a, b] of ends) for (const [c, d] of ends) if (a < c && b > d) count += 1;
  }
  return count;
}

/** The mean; 0 of no numbers. */
export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);
}
