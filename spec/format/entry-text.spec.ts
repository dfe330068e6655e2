import { expect } from 'chai';
import fc from 'fast-check';
import { EntryText } from '../../lib/format/entry-text.js';
import { jsonValues } from './support/json-values.js';

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

describe('the text of one entry', () => {
  it('tells its method and its messages', () => {
    const entry = new EntryText(Buffer.from(BIDI));
    expect(entry.method).to.equal('/a.B/C');
    const { requests, responses } = entry.messages ?? {};
    expect([requests?.length, requests?.at(0), requests?.at(1)]).to.deep.equal([
      2,
      Buffer.from([0]),
      new Uint8Array(0),
    ]);
    expect(responses?.length).to.equal(0);
  });

  it('tells no messages, and has no view, where it is written otherwise than by this library', () => {
    for (const text of [
      '',
      '- 1\n',
      UNARY.replace('    raw: null\n', ''),
      UNARY.replace('  response_sample:\n    raw: null\n', '  response_sample: {raw: null}\n'),
      `${UNARY}  note: mine\n`,
      UNARY + UNARY,
    ]) {
      const entry = new EntryText(Buffer.from(text));
      expect(entry.messages, text).to.equal(undefined);
      expect(entry.withView({ requests: [{ a: 1 }], responses: [{ a: 1 }] }).toString()).to.equal(text);
      expect(entry.withoutView().toString()).to.equal(text);
    }
  });
});

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

  it('goes by the kind of each side', () => {
    const served = `- request_stream:
    raw: null
  response_stream:
    chunks_raw:
    - !!binary ""
`;
    const text = new EntryText(Buffer.from(served)).withView({ requests: [{ a: 1 }], responses: [{ b: 2 }] });
    expect(Buffer.from(text).toString()).to.equal(`- request_stream:
    json:
      a: 1
    raw: null
  response_stream:
    chunks_json:
    - chunk:
        b: 2
    chunks_raw:
    - !!binary ""
`);
  });

  it('is put behind the key of its own side, whatever the messages look like', () => {
    const key = '\n  response_sample:\n';
    const entry = UNARY.replace('/a.B/C', `"/a.B/C${JSON.stringify(key).slice(1, -1)}"`);
    const text = new EntryText(Buffer.from(entry)).withView({
      requests: [{ a: `b${key}` }],
      responses: [{ c: 1 }],
    });
    expect(Buffer.from(text).toString()).to.equal(
      entry
        .replace('  request_sample:\n', '$&    json:\n      a: |\n        b\n          response_sample:\n')
        .replace(/^ {2}response_sample:\n/m, '$&    json:\n      c: 1\n'),
    );
  });

  it('is taken off again without a trace', () => {
    fc.assert(
      fc.property(jsonValues, jsonValues, (first, second) => {
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
});
