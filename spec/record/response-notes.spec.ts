import { expect } from 'chai';
import { AFTER_HALF_CLOSE } from '../../lib/model/interaction.js';
import { ResponseNotes } from '../../lib/record/response-notes.js';

describe('what is noted of the responses of a stream', () => {
  it('is when each came, and behind how many requests', () => {
    const notes = new ResponseNotes();
    const responses = [
      [0, 1],
      [0, 1],
      [7, 2],
      [5_000_000, 2],
      [5_000_001, AFTER_HALF_CLOSE],
      [5_000_001, AFTER_HALF_CLOSE],
    ] as const;
    for (const [ms, bound] of responses) notes.add(ms, bound);
    expect(notes.count).to.equal(6);
    expect(Array.from(notes.times)).to.deep.equal(responses.map(([ms]) => ms));
    expect([...notes.bounds]).to.deep.equal(responses.map(([, bound]) => bound));
  });

  it('is no time where none is stored', () => {
    const notes = new ResponseNotes();
    for (let count = 0; count < 40; count += 1) notes.add(undefined, count >> 2);
    expect(Array.from(notes.times)).to.deep.equal([]);
    expect([...notes.bounds]).to.deep.equal(Array.from({ length: 40 }, (_, count) => count >> 2));
  });

  it('is nothing before the first', () => {
    const notes = new ResponseNotes();
    expect([notes.count, Array.from(notes.times), [...notes.bounds]]).to.deep.equal([0, [], []]);
  });
});
