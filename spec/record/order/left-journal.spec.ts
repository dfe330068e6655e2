import { expect } from 'chai';
import { GroupName } from '../../../lib/record/order/group-name.js';
import { MemoryStorage } from '../../support/memory-storage.js';
import { processesOf, takeOn } from '../support/takes.js';
import { begin, end, overlap } from './overlapping-takes.js';
import { groupsIn } from './recorded-order.js';

const FILE = 'chat.yaml';

/** A recorder whose process dies between its commit, which has named its groups otherwise, and the removal of its journal. */
async function dieAfterCommit(storage: MemoryStorage, large: boolean): Promise<void> {
  const processes = { ...processesOf('dead'), newTag: () => 'dead' };
  const name = new GroupName('dead').idOf(1).slice(0, 4);
  storage.create(FILE, [
    Buffer.from(
      `version: 1\ninteractions:\n- call:\n    method: /test.Test/X\n    order: {group: ${name}-1, start: 1}\n  request_sample:\n    raw: null\n  response_sample:\n    raw: null\n`,
    ),
  ]);
  const { cassette } = takeOn(storage, { processes });
  if (large)
    for (const take of [begin(cassette, 'L', Buffer.alloc(5 << 20)), begin(cassette, 'S')]) end(take);
  else overlap(cassette, ['A', 'B']);
  const [journal = ''] = [...storage.files.keys()].filter((path) => path.endsWith('.journal'));
  const bytes = Buffer.from(storage.read(journal) ?? '');
  await cassette.close();
  storage.create(journal, [bytes]);
}

describe('a journal whose entries a commit has named otherwise', () => {
  for (const large of [false, true]) {
    it(`is not taken in once more${large ? ', though they are large' : ''}`, async () => {
      const storage = new MemoryStorage();
      await dieAfterCommit(storage, large);
      const before = Buffer.from(storage.read(FILE) ?? '');
      expect(before.toString('latin1').match(/group: (\w+)-1/g)).to.have.length(3);
      const { cassette, warnings, take } = takeOn(storage, { processes: processesOf('next', 'dead') });
      take('Next');
      await cassette.close();
      expect(warnings).to.deep.equal([]);
      const after = Buffer.from(storage.read(FILE) ?? '');
      expect(after.subarray(0, before.length).equals(before)).to.equal(true);
      expect(
        after
          .subarray(before.length)
          .toString()
          .match(/method/g),
      ).to.have.length(1);
      expect([...storage.files.keys()]).to.deep.equal([FILE]);
    });
  }

  it('is taken in with the name it has, where nothing of it is in the file', async () => {
    const storage = new MemoryStorage();
    const dead = takeOn(storage, { processes: { ...processesOf('dead'), newTag: () => 'dead' } });
    overlap(dead.cassette, ['A', 'B']);
    const { cassette } = takeOn(storage, { processes: processesOf('next', 'dead') });
    overlap(cassette, ['C', 'D']);
    await cassette.close();
    const groups = groupsIn(storage.read(FILE) ?? new Uint8Array());
    expect(groups).to.have.length(2);
    expect(groups[0]).to.equal(new GroupName('dead').idOf(1));
  });
});
