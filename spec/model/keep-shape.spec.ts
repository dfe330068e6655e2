import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { keepShape } from '../../lib/model/keep-shape.js';
import { bytesHeld } from '../support/memory-usage.js';

class Small {}
class Large {
  readonly bytes: Buffer = Buffer.alloc(64);
}

/** Keeps objects, each under its key, and gives a weak reference to each. */
function keep(examples: readonly (readonly [object, unknown?])[]): readonly WeakRef<object>[] {
  return examples.map(([example, key]) => {
    keepShape(example, key);
    return new WeakRef(example);
  });
}

async function areLeft(refs: readonly WeakRef<object>[]): Promise<readonly boolean[]> {
  // What a weak reference was asked for in this turn of the event loop is not collected in it.
  await setImmediate();
  bytesHeld();
  return refs.map((ref) => ref.deref() !== undefined);
}

describe('objects that are kept for their shape', () => {
  it('are one of each class', async () => {
    const refs = keep([[new Small()], [new Large()], [new Small()]]);
    expect(await areLeft(refs)).to.deep.equal([false, true, true]);
  });

  it('are the last of those that were kept under one key', async () => {
    const key = {};
    const refs = keep([
      [new Small(), key],
      [new Large(), key],
    ]);
    expect(await areLeft(refs)).to.deep.equal([false, true]);
  });
});
