import { expect } from 'chai';
import { NO_METADATA } from '../../lib/model/metadata.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { WatchedStorage } from '../support/watched-storage.js';
import { methodsIn, type Taking, takeOn } from './support/takes.js';

function takeLarge({ cassette }: Taking, size: number): void {
  const take = cassette.engine.record({
    method: '/test.Test/Large',
    kind: { requestStream: false, responseStream: false },
    target: undefined,
    requestMetadata: NO_METADATA,
  });
  take?.request(Buffer.alloc(size));
  take?.response(Buffer.alloc(1));
  take?.end({ code: 0, details: '' }, NO_METADATA, false);
}

describe('a cassette that nobody owns', () => {
  for (const [mebibytes, way] of [
    [1, 'append'],
    [13, 'replace'],
  ] as const) {
    it(`is added to in one write where that is no more than 16 MiB: a message of ${mebibytes} MiB, ${way}`, async () => {
      const memory = new MemoryStorage();
      const first = takeOn(memory);
      first.take('One');
      await first.cassette.close();
      const storage = new WatchedStorage(memory);
      const done: string[] = [];
      storage.after = (action, path) => {
        if (path === 'chat.yaml' && ['append', 'replace'].includes(action)) done.push(action);
      };
      const taking = takeOn(storage, { isOwned: false });
      takeLarge(taking, mebibytes << 20);
      await taking.cassette.close();
      expect(done).to.deep.equal([way]);
      expect(methodsIn(memory.read('chat.yaml'))).to.deep.equal(['One', 'Large']);
      expect([...memory.files.keys()]).to.deep.equal(['chat.yaml']);
    });
  }
});
