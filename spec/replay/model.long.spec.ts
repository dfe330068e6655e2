import { expect } from 'chai';
import { cassette } from '../support/cassettes.js';
import { cassetteInTime, StandingClock } from '../support/standing-clock.js';
import { type Conversation, randomOf, recordedAs, Speaker, shuffled, talkAtOnce } from './conversations.js';

const CALLS = 10;
/** Of each kind of conversation; three kinds, two orders: 3,000 in all. */
const ROUNDS = 500;

/** What the conversations of a round are like; `call` is which of them, `length` how many distinct requests it sends. */
const kinds: Readonly<Record<string, (call: number, length: number) => Conversation>> = {
  'whose first messages differ': (call, length) => ({
    requests: numbers(length).map((index) => `${call}:${index}`),
    answers: numbers(length).map((index) => ({ after: index + 1, text: `re ${call}:${index}` })),
  }),
  'that begin with the same handshake': (call, length) => ({
    requests: ['hello', 'who is there?', ...numbers(length).map((index) => `${call}:${index}`)],
    answers: [
      { after: 1, text: 'welcome' },
      { after: 2, text: 'me' },
      ...numbers(length).map((index) => ({ after: index + 3, text: `re ${call}:${index}` })),
      { after: 'end', text: `bye ${call}` },
    ],
  }),
  'in which the server speaks first, and some requests are the same': (call, length) => ({
    requests: numbers(length).map((index) => (index % 2 === 0 ? 'next' : `${call}:${index}`)),
    answers: [
      { after: 0, text: 'welcome' },
      ...numbers(length)
        .filter((index) => index % 2 === 1)
        .map((index) => ({ after: index + 1, text: `re ${call}:${index}` })),
    ],
  }),
};

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

describe('ten open calls of one method', () => {
  for (const [what, make] of Object.entries(kinds)) {
    for (const order of ['the recorded', 'another'] as const) {
      it(`${what} each get their own recording, started in ${order} order`, async function () {
        this.timeout(60_000);
        for (let round = 0; round < ROUNDS; round += 1) {
          const random = randomOf(round);
          const conversations = numbers(CALLS).map((call) => make(call, 2 + Math.floor(random() * 3)));
          const opened = cassetteInTime(new StandingClock(), cassette(...conversations.map(recordedAs)));
          const started = order === 'another' ? shuffled(conversations, random) : conversations;
          const speakers = started.map((conversation) => new Speaker(conversation, random() < 0.7));
          await talkAtOnce(opened, speakers, random);
          const outcome = speakers.map(({ heard, ending }) => ({ heard, ending }));
          const expected = started.map(({ answers }) => ({
            heard: answers.map(({ text }) => text),
            ending: 'OK',
          }));
          expect(outcome, `round ${round}`).to.deep.equal(expected);
          expect(opened.misses, `round ${round}`).to.deep.equal([]);
          expect(opened.unplayed, `round ${round}`).to.deep.equal([]);
          await opened.close();
        }
      });
    }
  }
});
