import { expect } from 'chai';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { emitJsonLines } from '../../lib/format/emit-json.js';
import { EntryText } from '../../lib/format/entry-text.js';
import type { JsonValue } from '../../lib/model/json.js';
import { EFFORT, FUZZ_TIMEOUT_MS } from './support/effort.js';

const UNARY = `- call:
    method: /a.B/C
  request_sample:
    raw: !!binary |
      AAEC
  response_sample:
    raw: null
`;

const BIDI = `- call:
    method: /a.B/C
  request_chunks:
    chunks_raw:
    - !!binary |
      AA==
    - !!binary ""
    half_closed: false
  response_stream:
    chunks_raw: []
`;

const json = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[ \t\n:#|>'"!&*yesno0-9.e+~-]{0,12}$/),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ unit: 'binary', maxLength: 8 }).filter((key) => key !== '__proto__'),
      tie('value'),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
  ),
})).value;

describe('the readable view', () => {
  it('stands before the bytes of each side, as the Python harness has it', () => {
    const text = new EntryText(Buffer.from(UNARY)).withView({
      requests: [{ question: 'why?\nand how?\n', list: [{ a: 1, b: [] }], on: 'yes' }],
      responses: [],
    });
    expect(Buffer.from(text).toString()).to.equal(`- call:
    method: /a.B/C
  request_sample:
    json:
      question: |
        why?
        and how?
      list:
      - a: 1
        b: []
      'on': 'yes'
    raw: !!binary |
      AAEC
  response_sample:
    raw: null
`);
  });

  it('wraps each message of a stream in a chunk, and leaves out what there is nothing to show of', () => {
    const text = new EntryText(Buffer.from(BIDI)).withView({ requests: [{ n: 1 }, {}], responses: [] });
    expect(Buffer.from(text).toString()).to.equal(
      BIDI.replace(
        '    chunks_raw:\n',
        "    chunks_json:\n    - chunk:\n        'n': 1\n    - chunk: {}\n    chunks_raw:\n",
      ),
    );
    expect(
      new EntryText(Buffer.from(UNARY)).withView({ requests: [{}], responses: undefined }),
    ).to.deep.equal(Buffer.from(UNARY));
  });

  it('is taken off again without a trace', () => {
    fc.assert(
      fc.property(json, json, (first, second) => {
        for (const entry of [UNARY, BIDI]) {
          const viewed = new EntryText(Buffer.from(entry)).withView({
            requests: [first, second],
            responses: [second],
          });
          expect(Buffer.from(new EntryText(viewed).withoutView()).toString()).to.equal(entry);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads as the same data, whatever it holds', function () {
    this.timeout(FUZZ_TIMEOUT_MS);
    fc.assert(
      fc.property(json, (value) => {
        expect(load(`key:\n${emitJsonLines(value, 2)}`)).to.deep.equal({ key: value });
      }),
      { ...EFFORT, numRuns: 3000 },
    );
  });
});
