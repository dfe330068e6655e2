import { ratios, type Spread, spreadOf } from './measure.js';

/** One thing that was measured, round by round. */
export interface Line {
  /** Its number in the table of aims; undefined for what has none there. */
  readonly row: number | undefined;
  readonly title: string;
  /** Of what was measured: `µs`, `ms`, `MiB` … */
  readonly unit: string;
  readonly ours: readonly number[];
  /** What ours is held against; where there is nothing, ours itself is the figure. */
  readonly against?: readonly number[];
  /** That once more: how far two equal things lie apart here. */
  readonly again?: readonly number[];
  /** At most, of the figure. */
  readonly aim?: number;
}

/** What a line comes to: how many times `against` ours is, or ours. */
export function figureOf({ ours, against }: Line): Spread {
  return spreadOf(against === undefined ? ours : ratios(ours, against));
}

/** How far two equal things lay apart in the same rounds; undefined where that was not measured. */
export function noiseOf({ again, against }: Line): Spread | undefined {
  return again === undefined || against === undefined ? undefined : spreadOf(ratios(again, against));
}
