import { expect } from 'chai';
import { GroupName } from '../../../lib/record/order/group-name.js';
import { LASTING_PROCESSES, MemoryStorage } from '../../support/memory-storage.js';
import { takeOn } from '../support/takes.js';
import { begin, end } from './overlapping-takes.js';

/** Beyond what is ever whole in memory, and beyond what is added to a file in one write. */
const [LARGE, LARGEST] = [5 << 20, 13 << 20];
const DRAWN = new GroupName('mine').idOf(1).slice(0, 4);

/** A cassette that holds one call, of a group of this name. */
function holding(name: string): MemoryStorage {
  const storage = new MemoryStorage();
  const held = `- call:\n    method: /test.Test/Held\n    order: {group: ${name}-1, start: 1}\n  request_sample:\n    raw: null\n  response_sample:\n    raw: null\n`;
  storage.create('chat.yaml', [Buffer.from(`version: 1\ninteractions:\n${held}`)]);
  return storage;
}

/** The methods of a cassette and the groups behind them, in order. */
function found(storage: MemoryStorage): readonly string[] {
  const text = Buffer.from(storage.read('chat.yaml') ?? '').toString('latin1');
  const heads = /^- call:\n {4}method: \/test.Test\/(\w+)\n {4}order: \{group: (\S+),/gm;
  return [...text.matchAll(heads)].map(([, method, group]) => `${method} ${group}`);
}

describe('an entry too large to be whole in memory', () => {
  for (const [how, isOwned, size] of [
    ['with the whole file', true, LARGE],
    ['at the end of the file', false, LARGE],
    ['with the whole file, for it is too large to be added', false, LARGEST],
  ] as const) {
    it(`bears the name that was drawn anew, where it is written ${how}`, async () => {
      const storage = holding(DRAWN);
      const { cassette } = takeOn(storage, { isOwned, processes: LASTING_PROCESSES });
      for (const take of [begin(cassette, 'Large', Buffer.alloc(size)), begin(cassette, 'Small')]) end(take);
      await cassette.save();
      for (const take of [begin(cassette, 'Later'), begin(cassette, 'Last')]) end(take);
      await cassette.close();
      const name = found(storage)[1]?.replace(/^Large (\w{4})-1$/, '$1');
      expect(name).not.to.equal(DRAWN);
      const rest = [`Large ${name}-1`, `Small ${name}-1`, `Later ${name}-2`, `Last ${name}-2`];
      expect(found(storage)).to.deep.equal([`Held ${DRAWN}-1`, ...rest]);
    });
  }

  it('is put in order with the longer name that it goes on with', async () => {
    const storage = holding('12345678');
    const { cassette } = takeOn(storage, { mode: 'rewrite', isOwned: false, processes: LASTING_PROCESSES });
    const [large, small, last] = [
      begin(cassette, 'Large', Buffer.alloc(LARGE)),
      begin(cassette, 'Small'),
      begin(cassette, 'Last'),
    ] as const;
    end(small);
    await cassette.save();
    end(last);
    end(large);
    await cassette.save();
    await cassette.close();
    expect(found(storage)).to.deep.equal(['Large 12345678-1', 'Small 12345678-1', 'Last 12345678-1']);
  });

  it('is put in order where it was recorded before the longer name was known', async () => {
    const storage = holding('12345678');
    const { cassette } = takeOn(storage, { mode: 'rewrite', isOwned: false, processes: LASTING_PROCESSES });
    const [small, large] = [begin(cassette, 'Small'), begin(cassette, 'Large', Buffer.alloc(LARGE))];
    end(large);
    await cassette.save();
    end(small);
    await cassette.close();
    expect(found(storage)).to.deep.equal(['Small 12345678-1', 'Large 12345678-1']);
  });
});
