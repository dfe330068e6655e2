import { expect } from 'chai';
import { drawHouse } from '../../scripts/house/draw-house.js';
import { directArrows, floorsOf } from '../../scripts/house/floors.js';
import { arrowsBetweenRooms } from '../../scripts/house/rooms.js';
import { houseOf } from './house-of.js';

const house = houseOf({
  'lib/index.ts': ['lib/open/warn.ts', 'lib/redact/fields.ts', 'lib/errors.ts'],
  'lib/open/warn.ts': ['lib/model/kind.ts', 'lib/errors.ts'],
  'lib/model/kind.ts': ['lib/errors.ts'],
  'lib/redact/fields.ts': [],
  'lib/errors.ts': [],
});

describe('a drawing of the house', () => {
  const arrows = directArrows(arrowsBetweenRooms(house));

  it('leaves out the arrows that a longer way says', () => {
    expect(
      [...arrows].flatMap(([room, below]) => [...below].map((each) => `${room} -> ${each}`)),
    ).to.deep.equal([
      'lib/index.ts -> lib/open',
      'lib/index.ts -> lib/redact',
      'lib/open -> lib/model',
      'lib/model -> lib/errors.ts',
    ]);
  });

  it('has each room above all that it imports, and near to who imports it', () => {
    expect(floorsOf(arrows)).to.deep.equal([
      ['lib/index.ts'],
      ['lib/open', 'lib/redact'],
      ['lib/model'],
      ['lib/errors.ts'],
    ]);
  });

  it('shows each room once, each arrow once, and what is near the system in its colour', () => {
    const drawn = drawHouse(house);
    const rooms = [...drawn.matchAll(/<rect class="(\w+)"[^>]*\/><text class="room"[^>]*>([^<]+)</g)];
    expect(rooms.map(([, kind, name]) => `${name}: ${kind}`)).to.have.members([
      'index.ts: core',
      'open: edge',
      'redact: core',
      'model: core',
      'errors.ts: core',
    ]);
    expect(drawn.match(/<path class="arrow"/g)).to.have.length(4);
  });
});
