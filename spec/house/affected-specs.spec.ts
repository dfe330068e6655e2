import { expect } from 'chai';
import { affectedSpecs } from '../../scripts/watch/affected-specs.js';
import { houseOf } from './house-of.js';

const specs = houseOf({
  'spec/replay/rules.spec.ts': ['spec/replay/playing.ts'],
  'spec/replay/playing.ts': ['lib/index.ts', 'spec/support/gate.ts'],
  'spec/replay/run.long.spec.ts': ['lib/index.ts'],
  'spec/record/written.spec.ts': ['lib/replay/script.ts'],
  'spec/support/gate.ts': [],
  'spec/xai/plan.spec.ts': ['lib/xai/plan.ts'],
});

describe('the specs that watching runs', () => {
  it('are those in the folder of the room, and those that import the file', () => {
    expect(affectedSpecs(['lib/replay/script.ts'], specs)).to.deep.equal([
      'spec/replay/rules.spec.ts',
      'spec/record/written.spec.ts',
    ]);
  });

  it('are found through helpers', () => {
    expect(affectedSpecs(['spec/support/gate.ts'], specs)).to.deep.equal(['spec/replay/rules.spec.ts']);
    expect(affectedSpecs(['lib/index.ts'], specs)).to.deep.equal(['spec/replay/rules.spec.ts']);
  });

  it('take long only where they have changed themselves', () => {
    expect(affectedSpecs(['spec/replay/run.long.spec.ts'], specs)).to.deep.equal([
      'spec/replay/run.long.spec.ts',
    ]);
  });

  it('are none where none imports what has changed', () => {
    expect(affectedSpecs(['bench/main.ts'], specs)).to.deep.equal([]);
  });
});
