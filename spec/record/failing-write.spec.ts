import { expect } from 'chai';
import { CassetteError } from '../../lib/index.js';
import { type Plan, Trial } from './support/trial.js';

function* plans(): Iterable<Plan> {
  for (const mode of ['new_episodes', 'rewrite'] as const)
    for (const isOwned of [true, false])
      for (const end of ['close', 'reject'] as const)
        for (const failing of ['once', 'from then on', 'in part'] as const)
          yield { mode, isOwned, end, failing };
}

/** With what it was told of, each once. */
function codesOf({ rejections }: Trial): readonly string[] {
  return [...new Set(rejections.map((error) => (CassetteError.is(error) ? error.code : String(error))))];
}

/** All that was recorded is in one place; what was there before, where it belongs. */
function expectAll({ mode, isOwned, end }: Plan, { recorded, found }: Trial, because: string): void {
  const [kept = [], aside = []] = found;
  if (end === 'close') {
    const isReplaced = mode === 'rewrite' && recorded.length > 0;
    expect([kept, aside], because).to.deep.equal([isReplaced ? recorded : ['Former', ...recorded], []]);
    return;
  }
  // What somebody has saved before the end has replaced it.
  if (mode === 'new_episodes') expect(kept[0], because).to.equal('Former');
  else if (!isOwned) expect(kept, because).to.deep.equal(['Former']);
  const all = [...kept, ...aside].filter((name) => name !== 'Former');
  expect([...all].sort(), because).to.deep.equal([...recorded].sort());
}

describe('a storage of which a write fails', () => {
  for (const plan of plans()) {
    const { mode, isOwned, end, failing } = plan;
    it(`loses and doubles nothing, whichever it is: ${mode}, ${isOwned ? 'owned' : 'not owned'}, ${end}, ${failing}`, async () => {
      for (let broken = 0; ; broken += 1) {
        const trial = new Trial(plan, broken);
        await trial.run();
        const because = `write ${broken}`;
        expect(codesOf(trial), because).to.deep.equal(trial.rejections.length === 0 ? [] : ['write_failed']);
        expectAll(plan, trial, because);
        expect(trial.atEnd ?? trial.found, because).to.deep.equal(trial.found);
        expect(trial.left, because).to.deep.equal([]);
        if (trial.storage.writes <= broken) break;
      }
    });
  }
});
