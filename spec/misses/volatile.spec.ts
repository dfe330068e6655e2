import { expect } from 'chai';
import { isVolatile } from '../../lib/misses/volatile.js';

describe('a field that looks as if it differed in every run', () => {
  const differs = (recorded: string, asked: string, path = '2'): boolean =>
    isVolatile({ path, recorded, asked });

  for (const [what, recorded, asked] of [
    ['a UUID', '"0a9f4e1c-3b5d-4c7e-8f90-1a2b3c4d5e6f"', '"ffffffff-3b5d-4c7e-8f90-1a2b3c4d5e6f"'],
    ['a date with a time', '"2026-11-22T07:14:03.120Z"', '"2026-11-23T07:14:03.120Z"'],
    ['a hexadecimal token', '"9f86d081884c7d65"', '"9f86d081884c7d66"'],
    ['a ULID', '"01JDSVZ9H4B4S8QK3C6J5E7X2A"', '"01JDSVZB21M7W3T5Y9R0Q4P8N6"'],
    ['a nanoid', '"V1StGXR8_Z5jdHi6B-myT"', '"Uakgb_J5m9g-0JDMbcJqL"'],
    ['seconds since 1970', '1764500000', '1764500001'],
    ['milliseconds since 1970, as text', '"1764500000123"', '"1764500000456"'],
    ['nanoseconds since 1970', '"1764500000123456789"', '"1764500000123456790"'],
  ] as const) {
    it(`is ${what}`, () => expect(differs(recorded, asked)).to.equal(true));
  }

  for (const [what, recorded, asked] of [
    ['text', '"What is a cassette?"', '"What is a tape?"'],
    ["a model's name", '"grok-4-fast-non-reasoning"', '"gpt-4o-2024-08-06-preview"'],
    ['a small number', '42', '43'],
    ['a number of ten digits that is no time', '9876543210', '9876543211'],
    ['an identifier of a program', '"createdAtOfTheLastOne"', '"createdAtOfTheFirstOne"'],
    ['a UUID on one side only', '"0a9f4e1c-3b5d-4c7e-8f90-1a2b3c4d5e6f"', '"none"'],
  ] as const) {
    it(`is not ${what}`, () => expect(differs(recorded, asked)).to.equal(false));
  }

  it('is one that is named like an id or a time, whatever its values', () => {
    for (const path of ['request_id', 'createdAt', 'items[3].uuid', 'trace_context']) {
      expect(differs('"a"', '"b"', path), path).to.equal(true);
    }
    for (const path of ['identity', 'format', 'question'])
      expect(differs('"a"', '"b"', path), path).to.equal(false);
  });

  it('is none that only one side has, nor the message as a whole', () => {
    expect(isVolatile({ path: 'request_id', recorded: undefined, asked: '"a"' })).to.equal(false);
    expect(
      differs('"0a9f4e1c-3b5d-4c7e-8f90-1a2b3c4d5e6f"', '"1a9f4e1c-3b5d-4c7e-8f90-1a2b3c4d5e6f"', ''),
    ).to.equal(false);
  });
});
