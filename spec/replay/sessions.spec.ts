import { expect } from 'chai';
import { cassette, entry } from '../support/cassettes.js';
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

describe('a call that was given a response', () => {
  it('does not go on with a recording whose response was another: what it says then is a miss', async () => {
    const text = cassette(recordedAs(sessionOf('s1')), recordedAs(sessionOf('s2')));
    const opened = cassetteInTime(new StandingClock(), text);
    const guest = new Speaker({ ...sessionOf('s2'), answers: [] }, false);
    guest.start(opened);
    guest.step();
    while (guest.heard.length === 0) await new Promise(setImmediate);
    guest.step();
    while (guest.ending === undefined) await new Promise(setImmediate);
    expect(guest.heard).to.deep.equal(['session s1']);
    expect(opened.misses.map(({ error }) => error.differences)).to.deep.equal([
      [{ path: '', recorded: '"use s1"', asked: '"use s2"' }],
    ]);
    await opened.close();
  });

  it('does not make room for another call by going on with one whose response was another', async () => {
    const of = (target: string, answer: string): string =>
      entry({
        method: 'Bidi',
        requests: ['A'],
        responses: [answer, `${answer} again`],
        after: [1, 1],
        call: [`target: ${target}`, 'response_metadata: {}', 'status_after: end'],
      });
    const opened = cassetteInTime(new StandingClock(), cassette(of('one', '1'), of('two', '2')), {
      match: 'method',
    });
    const anywhere = new Speaker({ requests: ['A'], answers: [] }, false);
    anywhere.start(opened);
    anywhere.step();
    while (anywhere.heard.length < 2) await new Promise(setImmediate);
    const atOne = new Speaker({ requests: ['A'], answers: [] }, false, 'one');
    atOne.start(opened);
    while (atOne.ending === undefined) await new Promise(setImmediate);
    anywhere.step();
    while (anywhere.ending === undefined) await new Promise(setImmediate);
    expect(anywhere.heard).to.deep.equal(['1', '1 again']);
    expect(anywhere.ending).to.equal('OK');
    expect(opened.misses.map(({ error }) => error.code)).to.deep.equal(['already_played']);
    await opened.close();
  });
});

describe('a recording that ended before its client said anything', () => {
  it('answers a call that says more, when no recording holds what it says', async () => {
    const cancelled = entry({
      method: 'Bidi',
      requests: [],
      responses: ['welcome'],
      after: [0],
      halfClosed: false,
      call: ['response_metadata: {}', 'cancelled_by_client: true'],
    });
    const hello: Conversation = {
      requests: ['hello'],
      answers: [
        { after: 0, text: 'welcome' },
        { after: 1, text: 'hi' },
      ],
    };
    const opened = cassetteInTime(new StandingClock(), cassette(cancelled, recordedAs(hello)));
    const [first, second] = [new Speaker(hello, false), new Speaker(hello, false)];
    for (const speaker of [first, second]) {
      speaker.start(opened);
      speaker.step();
      while (speaker.heard.length < (speaker === first ? 2 : 1)) await new Promise(setImmediate);
    }
    expect([first?.heard, second?.heard]).to.deep.equal([['welcome', 'hi'], ['welcome']]);
    expect(opened.misses).to.deep.equal([]);
    expect(opened.openCalls.map(({ waitsFor }) => waitsFor)).to.include('its cancel');
    await opened.close();
  });

  it('does so as well where the call first held a recording that its request contradicts', async () => {
    const cancelled = entry({
      method: 'Bidi',
      requests: [],
      responses: [],
      halfClosed: false,
      call: ['response_metadata: {}', 'cancelled_by_client: true'],
    });
    const of = (request: string): Conversation => ({
      requests: [request],
      answers: [{ after: 1, text: 'hi' }],
    });
    const text = cassette(recordedAs(of('bye')), cancelled, recordedAs(of('hello')));
    const opened = cassetteInTime(new StandingClock(), text);
    const speakers = [new Speaker(of('hello'), false), new Speaker(of('hello'), false)];
    for (const speaker of speakers) {
      speaker.start(opened);
      speaker.step();
    }
    while (speakers[0]?.heard.length === 0) await new Promise(setImmediate);
    expect(opened.misses).to.deep.equal([]);
    expect(opened.openCalls.map(({ waitsFor }) => waitsFor)).to.include('its cancel');
    await opened.close();
  });
});
