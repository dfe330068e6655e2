import { KINDS } from './kinds.js';
import type { Change, Program } from './program.js';

/** An item that no drawn program has. */
const NEW_ITEM = 'v9';

/** Changes a program in one of the ways that its kind allows. `draw` gives a whole number below its argument. */
export function drawChanged(program: Program, draw: (below: number) => number): Program {
  const { changes } = KINDS[program.kind];
  const what = changes[draw(changes.length)] ?? 'reversed';
  const at = drawPlace(what, program.items.length, draw);
  const change = { what, at };
  // One that swallows errors may wait for what its own change prevents, as it would live.
  return { ...program, swallowsErrors: false, items: changedItems(program.items, change), change };
}

function drawPlace(what: Change['what'], items: number, draw: (below: number) => number): number {
  switch (what) {
    case 'one call more':
      return draw(items);
    case 'one call fewer':
    case 'two swapped':
      return draw(items - 1);
    case 'watches cancelled early':
      return 1 + draw(items - 1);
    default:
      return 0;
  }
}

function changedItems(items: readonly string[], { what, at }: Change): readonly string[] {
  const [before, after] = [items.slice(0, at), items.slice(at)];
  switch (what) {
    case 'one call more':
      return [...before, NEW_ITEM, ...after];
    case 'one call fewer':
      return [...before, ...after.slice(1)];
    case 'two swapped':
      return [...before, ...after.slice(0, 2).reverse(), ...after.slice(2)];
    case 'reversed':
      return items.toReversed();
    default:
      return items;
  }
}
