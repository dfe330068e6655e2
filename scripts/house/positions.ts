import { type Layers, mean, type Spot } from './layers.js';

/** How much room a spot takes from left to right. */
export type WidthOf = (spot: Spot) => number;

/** Often enough for the positions to come to rest. */
const ROUNDS = 200;

/** The middle of each spot, from left to right, near to those that it is joined with; the leftmost edge is 0. */
export function positionsOf({ floors }: Layers, widthOf: WidthOf): ReadonlyMap<Spot, number> {
  const middles = new Map<Spot, number>();
  for (const floor of floors) place(floor, () => 0, widthOf, middles);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const floor of round % 2 === 0 ? floors : [...floors].reverse()) {
      const wish = ({ above, below }: Spot): number =>
        mean([...above, ...below].map((each) => middles.get(each) ?? 0));
      place(floor, wish, widthOf, middles);
    }
  }
  const left = Math.min(...floors.flat().map((spot) => (middles.get(spot) ?? 0) - widthOf(spot) / 2));
  return new Map([...middles].map(([spot, middle]) => [spot, Math.round(middle - left)]));
}

/** Spots that stand side by side without a gap. */
interface Block {
  readonly spots: readonly Spot[];
  readonly width: number;
  /** Where its left edge would be for each spot to be where it wishes. */
  readonly lefts: readonly number[];
}

/**
 * Sets the spots of a floor as near to their wishes as their order and widths allow: those that would overlap are put
 * side by side around the mean of what they wish (pool adjacent violators).
 */
function place(
  floor: readonly Spot[],
  wish: (spot: Spot) => number,
  widthOf: WidthOf,
  middles: Map<Spot, number>,
): void {
  const blocks: Block[] = [];
  for (const spot of floor) {
    let block: Block = { spots: [spot], width: widthOf(spot), lefts: [wish(spot) - widthOf(spot) / 2] };
    for (let last = blocks.at(-1); last !== undefined && overlap(last, block); last = blocks.at(-1)) {
      block = joined(last, block);
      blocks.pop();
    }
    blocks.push(block);
  }
  for (const { spots, lefts } of blocks) {
    let left = mean(lefts);
    for (const spot of spots) {
      middles.set(spot, left + widthOf(spot) / 2);
      left += widthOf(spot);
    }
  }
}

function overlap(one: Block, next: Block): boolean {
  return mean(one.lefts) + one.width > mean(next.lefts);
}

function joined(one: Block, next: Block): Block {
  return {
    spots: [...one.spots, ...next.spots],
    width: one.width + next.width,
    lefts: [...one.lefts, ...next.lefts.map((left) => left - one.width)],
  };
}
