import {
  bytesAreSame,
  CLIENT_TYPES,
  clientsReadTheRest,
  FIXTURE_TYPES,
  VALUES,
  valuesKeepLengths,
} from './support/exactness.js';

const RUNS = 10_000;

describe('ten thousand generated messages without their secrets', function () {
  this.timeout(600_000);

  for (const hasSchema of [true, false]) {
    it(`have all other bytes as they were, ${hasSchema ? 'by their schema' : 'without a schema'}`, () => {
      for (const type of FIXTURE_TYPES) bytesAreSame(type, hasSchema, RUNS / FIXTURE_TYPES.length);
    });
  }

  it('are read by four clients as they were, but for the named fields', () => {
    for (const type of CLIENT_TYPES) clientsReadTheRest(type, RUNS / CLIENT_TYPES.length);
  });

  for (const [title, values] of Object.entries(VALUES)) {
    it(`are as long, and their texts are what they were without ${title}`, () => {
      for (const type of CLIENT_TYPES) valuesKeepLengths(type, values, true, RUNS / CLIENT_TYPES.length);
    });
  }

  it('are as long, and their texts are what they were without a text, without a schema, too', () => {
    for (const type of CLIENT_TYPES)
      valuesKeepLengths(type, VALUES['a text'] ?? [], false, RUNS / CLIENT_TYPES.length);
  });
});
