import { expect } from 'chai';
import { overlapping, put, watch } from '../../support/overlapping.js';
import { StageInTime } from './support/stage-in-time.js';

/** A conversation that begins like the others, and whose second request tells which it is. */
const chat = (request: string, numbers: readonly [number, number, number], group = 'aaaa-1'): string =>
  overlapping({
    method: 'Bidi',
    group,
    order: `start: ${numbers[0]}, half_closed: 20, end: 40`,
    requests: ['x', request],
    requestOrder: [numbers[1], numbers[2]],
    responses: [`re:${request}`],
    responseOrder: [30],
    after: [2],
    halfClosed: false,
  });
const seen = (at: number, group = 'aaaa-1'): string =>
  watch({
    group,
    order: 'start: 1, headers: 4, end: 50',
    requests: [`watch ${group}`],
    responses: [`seen ${group}`],
    responseOrder: [at],
  });

describe('a streamed call that turns out to be another one', () => {
  let stage: StageInTime;
  afterEach(() => stage.end());

  it('exchanges its recording with an open one, and both have started', async () => {
    stage = new StageInTime([seen(25), chat('1', [5, 7, 9]), chat('2', [6, 8, 10])]);
    stage.watch('watch aaaa-1', 'watch');
    const one = stage.chat('one', 'x');
    const two = stage.chat('two', 'x');
    one.write(Buffer.from('2'));
    expect(await stage.heard()).to.deep.equal([]);
    two.write(Buffer.from('1'));
    expect(await stage.heard()).to.deep.equal([
      'watch: seen aaaa-1',
      'one: re:2',
      'two: re:1',
      'one: status 0',
      'two: status 0',
    ]);
    expect(stage.forgiven).to.deep.equal([]);
  });

  it('passes its recording on along a row of open ones, and all have started', async () => {
    stage = new StageInTime([
      seen(25),
      chat('1', [5, 7, 9]),
      chat('2', [6, 8, 10]),
      chat('3', [11, 12, 13]),
      chat('2', [14, 15, 16]),
    ]);
    stage.watch('watch aaaa-1', 'watch');
    const chats = ['a', 'b', 'c', 'd'].map((name) => stage.chat(name, 'x'));
    for (const [index, request] of ['3', '2', '2', '1'].entries()) chats[index]?.write(Buffer.from(request));
    expect((await stage.heard()).slice(0, 1)).to.deep.equal(['watch: seen aaaa-1']);
    expect(stage.forgiven).to.deep.equal([]);
    expect(stage.cassette.misses).to.deep.equal([]);
  });

  it('has its next event where that stands in the other', async () => {
    const of = (request: string, order: string, requestOrder: readonly number[], at: number): string =>
      overlapping({
        method: 'Bidi',
        order,
        requests: ['x', request],
        requestOrder,
        responses: [`re:${request}`],
        responseOrder: [at],
        after: [0],
        halfClosed: false,
      });
    stage = new StageInTime([
      seen(40),
      of('1', 'start: 5, end: 50', [7, 9], 30),
      of('2', 'start: 6, end: 51', [8, 10], 13),
      put('A', { order: 'start: 20, headers: 23, end: 24' }),
    ]);
    stage.watch('watch aaaa-1', 'watch');
    const chat = stage.chat('chat', 'x');
    expect(await stage.heard()).to.deep.equal([]);
    chat.write(Buffer.from('2'));
    expect(await stage.heard()).to.deep.equal(['chat: re:2']);
  });

  it('goes on with one that was played before, and what it had done in the first is undone there', async () => {
    stage = new StageInTime(
      [
        seen(22, 'aaaa-1'),
        chat('1', [5, 7, 9], 'aaaa-1'),
        seen(30, 'aaaa-2'),
        chat('2', [5, 7, 9], 'aaaa-2'),
      ],
      { repeats: true },
    );
    stage.chat('early', 'x', '2');
    expect(await stage.heard()).to.deep.equal(['early: re:2', 'early: status 0']);
    stage.watch('watch aaaa-1', 'one');
    stage.chat('chat', 'x', '2');
    expect(await stage.heard(900)).to.deep.equal(['chat: re:2', 'chat: status 0']);
    stage.chat('late', 'x', '1');
    expect(await stage.heard()).to.deep.equal(['one: seen aaaa-1', 'late: re:1', 'late: status 0']);
    expect(stage.forgiven).to.deep.equal([]);
  });

  it('leaves one group for another, and what it had done in the first is undone there', async () => {
    stage = new StageInTime([
      seen(22, 'aaaa-1'),
      chat('1', [5, 7, 9], 'aaaa-1'),
      seen(23, 'aaaa-2'),
      chat('2', [5, 7, 9], 'aaaa-2'),
    ]);
    stage.watch('watch aaaa-1', 'one');
    stage.watch('watch aaaa-2', 'two');
    stage.chat('chat', 'x', '2');
    expect(await stage.heard()).to.deep.equal(['two: seen aaaa-2', 'chat: re:2', 'chat: status 0']);
    stage.chat('late', 'x', '1');
    expect(await stage.heard(900)).to.deep.equal(['one: seen aaaa-1', 'late: re:1', 'late: status 0']);
    expect(stage.forgiven).to.deep.equal([]);
  });
});
