import { MESSAGE_SIZE } from '../calls/messages.js';
import type { Line } from '../line.js';
import { interleave, type Subject } from '../measure.js';
import type { Place } from '../place.js';
import { rememberedStream, rememberedUnary, replayedStream, replayedUnary } from '../work/replay.js';

const MIB = 1 << 20;
const LARGE_MESSAGES = 64;

/** Replayed calls and messages, against an interceptor that answers from memory, one event a turn. */
export async function* replayed({
  rounds,
  file,
  replayedCalls: count,
  messages,
}: Place): AsyncIterable<Line> {
  const opening: number[] = [];
  const unary = file('unary.yaml');
  const calls = [
    { title: 'replayed unary call', width: 1, again: false, aim: 1.8 },
    { title: '  looked at before', width: 1, again: true, aim: 1.4 },
    { title: '  100 at a time', width: 100, again: false, aim: 2 },
  ];
  for (const { title, aim, ...how } of calls) {
    const ours = replayedUnary(unary, { count, ...how }, opening);
    yield { row: 3, title, aim, ...(await beside(ours, rememberedUnary({ count, ...how }), rounds)) };
  }
  const streams = [
    {
      title: `replayed message of ${MESSAGE_SIZE} bytes`,
      number: messages,
      size: MESSAGE_SIZE,
      isText: false,
      aim: 1.35,
    },
    // A buffer that lies ready is handed over in no time, whatever its size: the least that a cassette can do is to decode its text.
    { title: '  of 1 MiB / decoding its base64', number: LARGE_MESSAGES, size: MIB, isText: true, aim: 1.1 },
  ];
  for (const { title, number, size, isText, aim } of streams) {
    const ours = replayedStream(file('stream.yaml'), number, size);
    yield { row: 4, title, aim, ...(await beside(ours, rememberedStream(number, size, isText), rounds)) };
  }
  yield {
    row: undefined,
    title: `opening ${count + 1} unary calls, an entry`,
    unit: 'µs',
    ours: opening,
  };
}

async function beside(ours: Subject, other: Subject, rounds: number): Promise<Pick<Line, 'unit' | 'ours'>> {
  const [mine = [], against = [], again = []] = await interleave([ours, other, other], rounds);
  return { unit: 'µs', ours: mine, ...{ against, again } };
}
