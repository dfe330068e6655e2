import { expect } from 'chai';
import fc from 'fast-check';
import { Numbering } from '../../../lib/record/order/numbering.js';
import { Rounds } from './rounds.js';

/**
 * What two calls that are open do and are told: `a` and `b` are events, `A` and `B` acts, `x` and `y` their ends, and `-` is a
 * round of the event loop. Returns it with a dot where a number is left out, and without the rounds.
 */
function numbered(story: string): string {
  const rounds = new Rounds();
  const numbering = new Numbering(rounds, (group) => `g-${group}`);
  const calls = [numbering.begin(), numbering.begin()] as const;
  const used = new Map<number, string>([[2, '']]);
  const end = (index: 0 | 1, letter?: string): void => {
    const count = [...story].filter((each) => each === 'AB'[index]).length;
    const ended = calls[index].end('told', { requestStream: true, requestCount: count, halfClosed: false });
    for (let at = 0; at < count; at += 1) used.set(ended?.requests.at(at) ?? -1, letterOf(index, true));
    for (let at = 0; at < (ended?.responses.length ?? 0); at += 1)
      used.set(ended?.responses.at(at) ?? -1, letterOf(index, false));
    if (letter !== undefined) used.set(ended?.order.end ?? -1, letter);
  };
  const sent = [0, 0];
  for (const letter of story) {
    const index = 'aAx'.includes(letter) ? 0 : 1;
    if (letter === '-') rounds.goRound();
    else if ('xy'.includes(letter)) end(index, letter);
    else if ('ab'.includes(letter)) calls[index].response();
    else {
      calls[index].request(sent[index] ?? 0);
      sent[index] = (sent[index] ?? 0) + 1;
    }
  }
  if (!story.includes('x')) end(0);
  if (!story.includes('y')) end(1);
  const last = Math.max(...used.keys());
  return Array.from({ length: last - 2 }, (_, at) => used.get(at + 3) ?? '.').join('');
}

const letterOf = (index: 0 | 1, isAct: boolean): string => (isAct ? 'AB' : 'ab')[index] ?? '';

/** The same by the rule as it is written, without a thought of what that costs. */
function byTheRule(story: string): string {
  let text = '';
  for (const [at, letter] of [...story].entries()) {
    if (letter !== '-') text += (isLeftOut(story.slice(0, at), letter) ? '.' : '') + letter;
  }
  return text;
}

/** Whether a number is left out before an event: the first of its call with a round since another call's last, or since an act, such as the starts. */
function isLeftOut(before: string, event: string): boolean {
  if (!/[abxy]/.test(event)) return false;
  const others = 'ax'.includes(event) ? /[byAB]/ : /[axAB]/;
  const last = [...before].findLastIndex((letter) => others.test(letter));
  return /^[^-]*-+$/.test(before.slice(last + 1));
}

describe('a number that is left out', () => {
  const stories: readonly (readonly [story: string, numbered: string, why: string])[] = [
    ['ab-xy', 'ab.xy', 'before the first event behind a round, be it not the first of its call'],
    ['a-bxy', 'a.bxy', 'before the first event of another call, a round later'],
    ['abxy', 'abxy', 'not within one round'],
    ['aab-a-axy', 'aab.aaxy', 'once between events of one call'],
    ['a-b-b-b-by', 'a.bbbby', 'once for each change of call'],
    ['a-b-a-by', 'a.b.a.by', 'at each change of call'],
    ['a-Aby', 'aAby', 'not where an act came in the same round'],
    ['a-B-by', 'aB.by', 'behind an act of its own'],
    ['aA-by', 'aA.by', 'behind an act of another call'],
    ['aAa-by', 'aAa.by', 'where the act lies before the last event'],
    ['ba-a-by', 'ba.a.by', 'by the last event of the other'],
    ['ba-aby', 'ba.aby', 'not where the round lay before that'],
    ['a--by', 'a.by', 'once, however many rounds there were'],
    ['x-by', 'x.by', 'behind the end of a call as behind any event'],
    ['x-b-by', 'x.bby', 'once behind that'],
    ['xb-by', 'xb.by', 'behind the end of a call, at the second event of the one that is left'],
    ['xBb-by', 'xBbby', 'not where a call is alone since the last act'],
    ['-axy', '.axy', 'behind the starts as behind any act'],
  ];
  for (const [story, expected, why] of stories) {
    it(`stands ${why}: ${story}`, () => {
      expect(numbered(story)).to.equal(expected);
    });
  }

  it('stands where the rule says, in whatever happens', () => {
    const stories = fc
      .array(fc.constantFrom('a', 'b', 'a', 'b', 'A', 'B', '-', '-'), { maxLength: 30 })
      .map((letters) => letters.join(''));
    const ends = fc.constantFrom('xy', 'yx', 'x-y', '-x-y', 'x-b-y', 'y-a-a-x');
    fc.assert(
      fc.property(stories, ends, (middle, end) => {
        expect(numbered(middle + end)).to.equal(byTheRule(middle + end));
      }),
      { numRuns: 500 },
    );
  });
});
