import { shelfProto } from '../support/shelf-proto.js';

/** An application as NestJS's generator lays it out: CommonJS, ts-jest, and the metadata of its decorators. */
export const NEST = {
  'an end-to-end test': {
    folder: 'nest',
    command: ['node_modules/jest/bin/jest.js', '--config', './test/jest-e2e.json'],
    env: { SHELF_PROTO: shelfProto },
    expected: {
      emma: { title: 'Emma', pages: 474 },
      missing: 'no book Dubliners',
      titles: ['Emma', 'Ulysses'],
      misses: 0,
      instances: 'one',
    },
    cassettes: ['books.yaml'],
  },
};
