import { expect } from 'chai';
import type { Kind } from '../../../lib/model/kind.js';
import { NO_METADATA } from '../../../lib/model/metadata.js';
import type { Take } from '../../../lib/record/take.js';
import { methodsIn, type Taking, takeOn } from '../../record/support/takes.js';
import { MemoryStorage } from '../../support/memory-storage.js';
import { StandingClock } from '../../support/standing-clock.js';

const SINGLE: Kind = { requestStream: false, responseStream: false };

describe('what nobody closes, while another call is open', () => {
  let clock: StandingClock;
  let storage: MemoryStorage;
  let taking: Taking;
  beforeEach(() => {
    clock = new StandingClock();
    storage = new MemoryStorage();
    taking = takeOn(storage, { mode: 'once', isOwned: false, clock });
  });

  function begin(kind: Kind): Take {
    const call = { method: '/test.Test/Open', kind, target: undefined, requestMetadata: NO_METADATA };
    const take = taking.cassette.engine.record(call);
    if (take === undefined) throw new Error('the cassette is closed');
    return take;
  }

  /** Undefined before there is a file. */
  function committed(): readonly string[] | undefined {
    const bytes = storage.read('chat.yaml');
    return bytes && methodsIn(bytes);
  }

  it('is committed when that has been open for two milliseconds', async () => {
    taking.take('One');
    begin(SINGLE);
    await clock.goOn(1);
    const before = committed();
    await clock.goOn(1);
    expect([before, committed()]).to.deep.equal([undefined, ['One']]);
    expect(clock.holdsProcess).to.equal(false);
  });

  it('is committed when that is over, with it', async () => {
    taking.take('One');
    const take = begin(SINGLE);
    await clock.goOn(1);
    take.end({ code: 0, details: '' }, NO_METADATA, false);
    await clock.goOn(0);
    expect(committed()).to.deep.equal(['One', 'Open']);
  });

  for (const kind of [
    { requestStream: false, responseStream: true },
    { requestStream: true, responseStream: false },
    { requestStream: true, responseStream: true },
  ]) {
    it(`is committed at once where that is a stream (${JSON.stringify(kind)})`, async () => {
      taking.take('One');
      begin(kind);
      await clock.goOn(0);
      expect(committed()).to.deep.equal(['One']);
    });
  }

  it('is committed at once where that has been open for longer', async () => {
    begin(SINGLE);
    await clock.goOn(2);
    taking.take('One');
    await clock.goOn(0);
    expect(committed()).to.deep.equal(['One']);
  });

  it('is committed after a tenth of a second where call follows upon call', async () => {
    while (committed() === undefined && clock.now() < 200) {
      const take = begin(SINGLE);
      await clock.goOn(1);
      take.end({ code: 0, details: '' }, NO_METADATA, false);
    }
    expect([clock.now(), committed()?.length]).to.deep.equal([101, 100]);
  });
});
