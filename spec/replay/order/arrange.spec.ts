import { expect } from 'chai';
import { arrange } from '../../../lib/replay/order/arrange.js';

/** Items are written as `name`, or `name group start`. */
function arranged(...texts: readonly string[]) {
  const all = texts.map((text) => text.split(' '));
  const places = all.flatMap(([, group, start], item) =>
    group === undefined ? [] : [{ item, group, start: Number(start) }],
  );
  const { items, groups } = arrange(Uint32Array.from(all.keys()), places);
  const names = Array.from(items, (item) => all[item]?.[0]).join('');
  return {
    items: names,
    groups: groups.map(({ position, starts }) => names.slice(position, position + starts.length)),
  };
}

describe('the order in which recordings count', () => {
  it('is that of the file where none has an order', () => {
    expect(arranged('a', 'b', 'c')).to.deep.equal({ items: 'abc', groups: [] });
  });

  it('has a group stand where its first entry does, by its starts', () => {
    expect(arranged('a', 'c g 9', 'x', 'b g 1', 'y', 'd g 20', 'z')).to.deep.equal({
      items: 'abcdxyz',
      groups: ['bcd'],
    });
  });

  it('keeps groups apart that lie between each other', () => {
    expect(arranged('b g 5', 'd h 2', 'a g 1', 'c h 1')).to.deep.equal({
      items: 'abcd',
      groups: ['ab', 'cd'],
    });
  });

  it('leaves where they stand those that have the same start', () => {
    expect(arranged('c g 7', 'x g 3', 'a g 1', 'y g 3', 'z g 3', 'b g 2')).to.deep.equal({
      items: 'abcxyz',
      groups: ['abc'],
    });
  });

  it('has no group of one, be it alone or all that a bad merge has left', () => {
    expect(arranged('b', 'a g 1', 'c')).to.deep.equal({ items: 'bac', groups: [] });
    expect(arranged('c g 2', 'a g 1', 'b g 2')).to.deep.equal({ items: 'cab', groups: [] });
  });

  it('is of items that have other numbers than their places', () => {
    const places = [
      { item: 0, group: 'g', start: 2 },
      { item: 2, group: 'g', start: 1 },
    ];
    const { items, groups } = arrange(Uint32Array.of(4, 7, 9, 12), places);
    expect([Array.from(items), groups]).to.deep.equal([[9, 4, 7, 12], [{ position: 0, starts: [1, 2] }]]);
  });
});
