import { shelfProto } from '../support/shelf-proto.js';
import { TWO_BOOKS } from '../support/two-books.js';

/** An application as NestJS's generator lays it out: CommonJS, ts-jest, and the metadata of its decorators. */
function ofNest(test) {
  return {
    folder: 'nest',
    command: ['node_modules/jest/bin/jest.js', '--config', './test/jest-e2e.json', test],
    env: { SHELF_PROTO: shelfProto },
  };
}

export const NEST = {
  'an end-to-end test': {
    ...ofNest('app.e2e-spec.ts'),
    expected: {
      emma: { title: 'Emma', pages: 474 },
      missing: 'no book Dubliners',
      titles: ['Emma', 'Ulysses'],
      misses: 0,
      instances: 'one',
    },
    cassettes: ['books.yaml'],
  },
  'an application that listens before all tests': {
    ...ofNest('listening.e2e-spec.ts'),
    cassettes: TWO_BOOKS.cassettes,
    expected: { Emma: 474, Ulysses: 730, instances: 'one' },
  },
};
