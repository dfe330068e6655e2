import { expect } from 'chai';
import { Recording } from './recording.js';

/**
 * The suite of `programs/<program>.js`: recorded through each door against a server of its own, replayed through the same
 * one with the server gone and the network refused. What is recorded through the first door is replayed through the last
 * one as well. The recording has to hold `methods` and no others, and the program to hear each of `words`: nothing is
 * equal to nothing, too. `leftOpen` are the methods of calls that the program does not wait for.
 */
export function describeSdk(program, { startServer, doors, methods, words, leftOpen = [] }) {
  describe(program, () => {
    const recordings = new Map(doors.map((door) => [door, new Recording(program)]));

    after(() => {
      for (const recording of recordings.values()) recording.remove();
    });

    for (const [door, recording] of recordings) {
      it(`is recorded through ${door}`, async () => {
        await recording.record(door, startServer);
        expect(recording.methods).to.have.members(methods);
        expect(recording.leftOpen).to.deep.equal(leftOpen);
        for (const word of words) expect(recording.heard.join('\n')).to.include(word);
      });

      it(`hears the same through ${door} with the server gone`, () => recording.replay(door));
    }

    const [first] = doors;
    const last = doors.at(-1);
    if (last !== first) {
      it(`hears the same through ${last} of what ${first} recorded`, () =>
        recordings.get(first).replay(last));
    }
  });
}
