import {
  bytesAreSame,
  CLIENT_TYPES,
  clientsReadTheRest,
  FIXTURE_TYPES,
  VALUES,
  valuesKeepLengths,
} from './support/exactness.js';

const RUNS = 30;

describe('a generated message without its secrets', () => {
  for (const type of FIXTURE_TYPES) {
    for (const hasSchema of [true, false]) {
      it(`has all other bytes as they were (${type}, ${hasSchema ? 'by its schema' : 'without a schema'})`, () =>
        bytesAreSame(type, hasSchema, RUNS));
    }
  }

  for (const type of CLIENT_TYPES) {
    it(`is read by four clients as it was, but for the named fields (${type})`, () =>
      clientsReadTheRest(type, RUNS));
    for (const [title, values] of Object.entries(VALUES)) {
      it(`is as long, and its texts are what they were without ${title} (${type})`, () =>
        valuesKeepLengths(type, values, true, RUNS));
    }
    it(`is as long, and its texts are what they were, without a schema, too (${type})`, () =>
      valuesKeepLengths(type, VALUES['a text'] ?? [], false, RUNS));
  }
});
