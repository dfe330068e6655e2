import { expect } from 'chai';
import { cassette } from '../support/cassettes.js';
import { cassetteInTime, StandingClock } from '../support/standing-clock.js';
import { type Conversation, recordedAs, Speaker } from './conversations.js';

/** A server gives each session an id, which the client sends back: nothing tells the calls apart before. */
const sessionOf = (id: string): Conversation => ({
  requests: ['open', `use ${id}`],
  answers: [
    { after: 1, text: `session ${id}` },
    { after: 2, text: `used ${id}` },
  ],
});

/** A client that learns its session's id from the answer. */
class Guest extends Speaker {
  get id(): string | undefined {
    return this.heard[0]?.replace('session ', '');
  }
}

describe('calls that differ only after an answer that itself differs', () => {
  it('pair in the order in which they start: the first is given the session that was recorded first', async () => {
    const text = cassette(recordedAs(sessionOf('s1')), recordedAs(sessionOf('s2')));
    const opened = cassetteInTime(new StandingClock(), text);
    // Two clients of one program; what they send second depends on what they hear.
    const guests = [new Guest(sessionOf('s1'), true), new Guest(sessionOf('s2'), true)];
    for (const guest of guests) {
      guest.start(opened);
      guest.step();
    }
    while (guests.some(({ heard }) => heard.length === 0)) await new Promise(setImmediate);
    expect(guests.map(({ id }) => id)).to.deep.equal(['s1', 's2']);
    while (guests.some(({ ending }) => ending === undefined)) {
      for (const guest of guests) guest.step();
      await new Promise(setImmediate);
    }
    expect(guests.map(({ heard }) => heard[1])).to.deep.equal(['used s1', 'used s2']);
    expect(opened.misses).to.deep.equal([]);
    await opened.close();
  });
});
