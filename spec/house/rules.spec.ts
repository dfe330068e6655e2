import { expect } from 'chai';
import { type LinterSettings, unguardedRooms } from '../../scripts/house/guards.js';
import {
  circles,
  crowdedRooms,
  faceFromWithin,
  nodeInTheCore,
  waysBetweenWings,
} from '../../scripts/house/rules.js';
import { houseOf } from './house-of.js';

describe('the rules of the house', () => {
  it('name the files, and the rooms, of a circle', () => {
    const house = houseOf({
      'lib/cassette/engine.ts': ['lib/model/kind.ts'],
      'lib/model/json.ts': ['lib/cassette/engine.ts', 'lib/model/status.ts'],
      'lib/model/kind.ts': [],
      'lib/model/status.ts': ['lib/model/json.ts'],
    });
    expect(circles(house)).to.deep.equal([
      'lib/model/json.ts -> lib/model/status.ts -> lib/model/json.ts',
      'lib/cassette -> lib/model -> lib/cassette',
    ]);
  });

  it('name the way from one wing to the other, also one through a third room', () => {
    const house = houseOf({
      'lib/record/take.ts': ['lib/model/kind.ts'],
      'lib/replay/player.ts': ['lib/record/take.ts'],
      'lib/record/journal.ts': ['lib/redact/fields.ts'],
      'lib/record/recorder.ts': ['lib/record/journal.ts'],
      'lib/redact/fields.ts': ['lib/replay/player.ts'],
    });
    expect(waysBetweenWings(house)).to.deep.equal([
      'lib/replay/player.ts -> lib/record/take.ts',
      'lib/record/journal.ts -> lib/redact/fields.ts -> lib/replay/player.ts',
    ]);
  });

  it("name who of the core, and of a room that is new, imports Node's modules", () => {
    const house = houseOf({
      'lib/storage/file.ts': ['node:fs'],
      'lib/format/load-library.ts': ['node:module'],
      'lib/format/split.ts': ['js-yaml', 'node:buffer'],
      'lib/attic/box.ts': ['node:fs'],
      'lib/options.ts': ['node:process'],
    });
    expect(nodeInTheCore(house)).to.deep.equal([
      'lib/format/split.ts imports node:buffer',
      'lib/attic/box.ts imports node:fs',
      'lib/options.ts imports node:process',
    ]);
  });

  it('name who imports the face from within', () => {
    const house = houseOf({
      'lib/open/warn.ts': ['lib/index.ts'],
      'lib/mocha/run.ts': ['lib/index.ts'],
    });
    expect(faceFromWithin(house)).to.deep.equal(['lib/open/warn.ts imports lib/index.ts']);
  });

  it('count the files of a room, without those of the rooms within', () => {
    const files = Array.from({ length: 21 }, (_, index) => `lib/grpc/file-${index}.ts`);
    const within = Array.from({ length: 20 }, (_, index) => `lib/grpc/channel/file-${index}.ts`);
    const house = houseOf(Object.fromEntries([...files, ...within].map((path) => [path, []])));
    expect(crowdedRooms(house)).to.deep.equal(['lib/grpc holds 21 files; the most is 20']);
  });

  it('name the rooms for which the linter has no rule', () => {
    const settings: LinterSettings = {
      overrides: [
        { includes: ['lib/messages/**'], linter: { rules: { correctness: { noNodejsModules: 'error' } } } },
        {
          includes: ['lib/messages/wire/**', 'lib/grpc/*.ts', 'lib/errors.ts', 'lib/model/**'],
          linter: { rules: { style: { noRestrictedImports: 'error' } } },
        },
      ],
    };
    const house = houseOf({
      'lib/errors.ts': [],
      'lib/options.ts': [],
      'lib/messages/wire/text.ts': [],
      'lib/messages/view/text.ts': [],
      'lib/model/kind.ts': [],
      'lib/grpc/tap.ts': [],
      'lib/grpc/channel/bytes.ts': [],
    });
    expect(unguardedRooms(house, settings)).to.deep.equal([
      'biome.json does not say what lib/options.ts may import',
      'biome.json does not say what lib/messages/view may import',
      "biome.json does not forbid Node's modules in lib/model",
      'biome.json does not say what lib/grpc/channel may import',
    ]);
  });
});
