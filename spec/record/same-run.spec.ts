import { expect } from 'chai';
import type { Run } from '../../lib/model/surroundings.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { methodsIn, type Taking, takeOn } from './support/takes.js';

/** A run whose recorders tell each other. */
function createRun(): Run {
  const replaced = new Set<string>();
  return {
    hasReplaced: (file) => replaced.has(file),
    noteReplaced: (file) => void replaced.add(file),
  };
}

describe('recorders of one run that record a cassette anew', () => {
  let storage: MemoryStorage;
  let run: Run;
  beforeEach(async () => {
    storage = new MemoryStorage();
    run = createRun();
    const { cassette, take } = takeOn(storage);
    take('One');
    take('Two');
    await cassette.close();
  });

  const begin = (isOwned = true): Taking => takeOn(storage, { mode: 'rewrite', run, isOwned });

  /** What both have recorded, when the first ends before the second calls. */
  async function recordBoth(first: Taking, second: Taking): Promise<readonly string[]> {
    expect([first.cassette.plan, second.cassette.plan]).to.deep.equal(['record', 'record']);
    first.take('One');
    first.take('Two');
    await first.cassette.close();
    second.take('Three');
    await second.cassette.close();
    return methodsIn(storage.read('chat.yaml'));
  }

  for (const isOwned of [true, false]) {
    it(`keep each other's, also what says the same as before: ${isOwned ? 'owned' : 'not owned'}`, async () => {
      expect(await recordBoth(begin(isOwned), begin(isOwned))).to.deep.equal(['One', 'Two', 'Three']);
      expect([...storage.files.keys()]).to.deep.equal(['chat.yaml']);
    });
  }

  it('keep what was recorded before the second began', async () => {
    const first = begin();
    first.take('Four');
    await first.cassette.close();
    const second = begin();
    second.take('Five');
    await second.cassette.close();
    expect(methodsIn(storage.read('chat.yaml'))).to.deep.equal(['Four', 'Five']);
  });
});
