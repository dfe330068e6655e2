import { expect } from 'chai';
import { entry } from '../../support/cassettes.js';
import { overlapping, watch } from '../../support/overlapping.js';
import { StageInTime } from './support/stage-in-time.js';

const WATCH = watch({ order: 'start: 1, headers: 4, end: 30' });
const twin = (response: string, order?: string): string =>
  order === undefined
    ? entry({ requests: ['x'], responses: [response] })
    : overlapping({ method: 'Unary', requests: ['x'], responses: [response], order });

describe('of recordings that would answer a call alike', () => {
  let stage: StageInTime;
  afterEach(() => stage.end());

  for (const match of ['request', 'method'] as const) {
    it(`one that overlapped a call at play goes first (match: ${match})`, async () => {
      stage = new StageInTime(
        [
          twin('alone'),
          WATCH,
          twin('first', 'start: 5, headers: 8, end: 9'),
          twin('second', 'start: 10, headers: 13, end: 14'),
        ],
        { match },
      );
      const watching = stage.watch();
      for (const expected of ['first', 'second', 'alone']) {
        stage.put('x');
        expect(await stage.heard()).to.deep.equal([expected]);
      }
      expect(stage.forgiven).to.deep.equal([]);
      watching.cancel();
      await stage.heard();
    });
  }

  it('the earliest goes first where no such call is at play, or none is any more', async () => {
    const entries = [twin('alone'), WATCH, twin('first', 'start: 5, headers: 8, end: 9')];
    stage = new StageInTime(entries);
    stage.put('x');
    expect(await stage.heard()).to.deep.equal(['alone']);
    await stage.end();
    stage = new StageInTime(entries);
    stage.watch().cancel();
    await stage.heard();
    stage.put('x');
    expect(await stage.heard()).to.deep.equal(['alone']);
  });

  for (const match of ['request', 'method'] as const) {
    it(`so it is with streamed calls (match: ${match})`, async () => {
      const chat = (response: string, order?: string): string =>
        overlapping({
          method: 'Bidi',
          requests: ['x'],
          responses: [response],
          after: [1],
          ...(order === undefined
            ? { group: 'aaaa-9', order: 'start: 1, end: 5', requestOrder: [2], responseOrder: [4] }
            : { order, requestOrder: [6], responseOrder: [8] }),
        });
      stage = new StageInTime(
        [chat('alone'), WATCH, chat('in company', 'start: 5, half_closed: 9, end: 11')],
        { match },
      );
      stage.watch();
      await stage.heard();
      for (const expected of ['in company', 'alone']) {
        stage.chat('chat', 'x').end();
        expect(await stage.heard()).to.deep.equal([`chat: ${expected}`, 'chat: status 0']);
      }
    });
  }
});
