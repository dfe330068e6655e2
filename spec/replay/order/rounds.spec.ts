import { expect } from 'chai';
import { type OverlappingPlan, overlapping } from '../../support/overlapping.js';
import { StageInTime } from './support/stage-in-time.js';

/** Two streams at the same time, of which the second stays open; `numbers` are those of the messages of the first, and of the one of the second. */
function streams(
  numbers: readonly [first: readonly number[], second: readonly number[]],
  responseMs?: readonly number[],
): readonly string[] {
  const [first, second] = numbers;
  const times = [1000, 1, 90] as const;
  const stream = (name: string, order: string, responseOrder: readonly number[]): OverlappingPlan => ({
    method: 'ServerStream',
    requests: [name],
    responses: responseOrder.map(String),
    order,
    responseOrder,
  });
  return [
    overlapping({
      ...stream('one', 'start: 1, headers: 7, end: 31', first),
      ...(responseMs && { times, responseMs }),
    }),
    overlapping({ ...stream('two', 'start: 4, headers: 8, end: 32', second), isCancelled: true }),
  ];
}

describe('a round of the event loop', () => {
  let stage: StageInTime;
  afterEach(() => stage.end());

  /** What is heard, and when what the client put off at the first message has its turn. */
  async function heard(entries: readonly string[], isAlone = false): Promise<readonly string[]> {
    stage = new StageInTime(entries);
    stage.watch('one').once('data', () => setImmediate(() => stage.log.push('immediate')));
    if (!isAlone) stage.watch('two');
    return (await stage.heard(isAlone ? 1000 : 0)).filter((line) => !line.includes('status'));
  }

  it('passes before an event before whose number one is left out', async () => {
    expect(await heard(streams([[9], [11]]))).to.deep.equal(['one: 9', 'immediate', 'two: 11']);
    await stage.end();
    expect(await heard(streams([[9, 11], []]))).to.deep.equal(['one: 9', 'immediate', 'one: 11']);
  });

  it('does not pass where none is, between two calls', async () => {
    expect(await heard(streams([[9], [10]], [50]))).to.deep.equal(['one: 9', 'two: 10', 'immediate']);
  });

  it('passes by the times where the numbers do not say', async () => {
    expect(await heard(streams([[11, 12], []], [50, 51]))).to.deep.equal(['one: 11', 'one: 12', 'immediate']);
    await stage.end();
    expect(await heard(streams([[11, 12], []], [50, 52]))).to.deep.equal(['one: 11', 'immediate', 'one: 12']);
    await stage.end();
    expect(await heard(streams([[11, 12], []]))).to.deep.equal(['one: 11', 'one: 12', 'immediate']);
  });

  it('does not pass, whatever the times, between events of a call that came in the round of another', async () => {
    expect(await heard(streams([[9, 10], []], [50, 90]))).to.deep.equal(['one: 9', 'one: 10', 'immediate']);
  });

  it('does not pass where a call is open alone', async () => {
    expect(await heard(streams([[9, 11], []]), true)).to.deep.equal(['one: 9', 'one: 11', 'immediate']);
  });
});
