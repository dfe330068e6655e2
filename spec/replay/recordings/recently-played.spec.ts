import { expect } from 'chai';
import { RecentlyPlayed } from '../../../lib/replay/recordings/recently-played.js';

/** Which of so many recordings, played one after another, have let go of what was read of them. */
function forgottenOf(count: number, repeats: boolean): readonly number[] {
  const played = new RecentlyPlayed(repeats);
  const forgotten: number[] = [];
  for (let recording = 0; recording < count; recording += 1)
    played.add({ forget: () => forgotten.push(recording) });
  return forgotten;
}

describe('what was read of recordings that were played', () => {
  it('is let go soon where none answers again, the oldest first', () => {
    expect(forgottenOf(16, false)).to.deep.equal([]);
    expect(forgottenOf(19, false)).to.deep.equal([0, 1, 2]);
  });

  it('is kept for a second pass over thousands where they may answer again', () => {
    expect(forgottenOf(8192, true)).to.deep.equal([]);
    expect(forgottenOf(8194, true)).to.deep.equal([0, 1]);
  });
});
