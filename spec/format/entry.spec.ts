import { expect } from 'chai';
import { thrownBy } from '../support/errors.js';
import { type Case, parse, SECRET } from './support/broken-text.js';
import { emitEntry, recorded } from './support/entries.js';

const GOOD = emitEntry(recorded());
const REQUEST = '  request_sample:\n    raw: !!binary |\n      AAEC\n';
const RESPONSE = '  response_sample:\n    raw: null\n';
/** A `call` with one more line, at line 3 of its entry. */
const withField = (field: string): string =>
  `- call:\n    method: /a.B/C\n    ${field}\n${REQUEST}${RESPONSE}`;

describe('an interaction that cannot be read', () => {
  const cases: readonly (Case & { readonly text: string })[] = [
    {
      title: 'without response',
      text: `- call:\n    method: /a.B/C\n${REQUEST}`,
      line: 1,
      what: 'it has no response (response_sample or response_stream)',
    },
    {
      title: 'a misspelt response',
      text: `${REQUEST.replace('  request', '- request')}  response_samle:\n    raw: null\n`,
      line: 1,
      what: 'it has no response (response_sample or response_stream)',
    },
    {
      title: 'without method',
      text: `- call:\n    target: a\n${REQUEST}${RESPONSE}`,
      line: 2,
      what: 'call has no method',
    },
    {
      title: 'a call that is text',
      text: `- call: sesame\n${REQUEST}${RESPONSE}`,
      line: 1,
      what: 'call is not a mapping of keys',
    },
    {
      title: 'two requests',
      text: `- request_stream:\n    raw: null\n${REQUEST}${RESPONSE}`,
      line: 1,
      what: 'it has more than one request (request_sample and request_stream)',
    },
    {
      title: 'a request and a response of different kinds',
      text: `- request_stream:\n    raw: null\n${RESPONSE}`,
      line: 1,
      what: 'request_stream and response_sample do not belong together',
    },
    {
      title: 'a request without raw',
      text: `- request_sample:\n    json: sesame\n${RESPONSE}`,
      line: 2,
      what: 'request_sample has no raw',
    },
    {
      title: 'raw that is text',
      text: `- request_sample:\n    raw: sesame\n${RESPONSE}`,
      line: 2,
      what: 'raw of request_sample is not !!binary',
    },
    {
      title: 'chunks that are no list',
      text: `- request_chunks:\n    chunks_raw: sesame\n${RESPONSE}`,
      line: 2,
      what: 'chunks_raw is not a list',
    },
    {
      title: 'a chunk that is text',
      text: `- request_chunks:\n    chunks_raw:\n    - sesame\n${RESPONSE}`,
      line: 3,
      what: 'an item of chunks_raw is not !!binary',
    },
    {
      title: 'times for other messages',
      text: `- request_stream:\n    raw: null\n  response_stream:\n    chunks_raw: []\n    chunks_ms: [1]\n`,
      line: 1,
      what: 'chunks_ms has 1 items for 0 messages',
    },
    {
      title: 'half_closed: maybe',
      text: `- request_sample:\n    raw: null\n    half_closed: sesame\n${RESPONSE}`,
      line: 3,
      what: 'half_closed is neither true nor false',
    },
    {
      title: 'ended_ms: soon',
      text: withField('ended_ms: sesame'),
      line: 3,
      what: 'ended_ms is not a whole number',
    },
    {
      title: 'status_after: later',
      text: withField('status_after: sesame'),
      line: 3,
      what: 'status_after is not a whole number or the word end',
    },
    {
      title: 'cut_short: text',
      text: withField("cut_short: 'true'"),
      line: 3,
      what: 'cut_short is neither true nor false',
    },
    {
      title: 'metadata that is a list',
      text: withField('trailers: [sesame]'),
      line: 3,
      what: 'trailers is not a mapping of keys',
    },
    {
      title: 'metadata without a list',
      text: withField('trailers: {a: sesame}'),
      line: 3,
      what: 'a value of trailers is not a list',
    },
    {
      title: 'metadata that is nested',
      text: withField('trailers: {a: [{b: sesame}]}'),
      line: 3,
      what: 'a value of trailers is neither text nor !!binary',
    },
    {
      title: 'metadata that is no base64',
      text: withField('trailers: {a: [!!binary se-same]}'),
      line: 3,
      what: 'a !!binary is not base64',
    },
    {
      title: 'a status code beyond 32 bits',
      text: withField('status:\n      code: 2147483648\n      details: sesame'),
      line: 4,
      what: 'code is no status code',
    },
    {
      title: 'a status code beyond 32 bits, in braces',
      text: withField('status: {code: 999999999999999, details: sesame}'),
      line: 3,
      what: 'code is no status code',
    },
    {
      title: 'status that is text',
      text: withField('status: sesame'),
      line: 3,
      what: 'status is not a mapping of keys',
    },
    { title: 'a key twice', text: withField('method: sesame'), line: 3, what: 'it has a key twice' },
    {
      title: 'another tag',
      text: withField('target: !!python/name:sesame x'),
      line: 3,
      what: 'it uses a tag other than !!binary',
    },
    {
      title: 'an alias of nothing',
      text: withField('target: *sesame'),
      line: 3,
      what: 'it uses an alias without an anchor before it',
    },
    {
      title: 'quotes that stay open',
      text: withField('target: "sesame'),
      line: 4,
      what: 'it is not YAML (deficient indentation)',
    },
  ];
  for (const { title, text, line, what } of cases) {
    it(`is told, with the file's line: ${title}`, () => {
      const file = parse(`version: 1\ninteractions:\n${GOOD}${text}${GOOD}`);
      const before = 2 + GOOD.split('\n').length - 1;
      expect(file.entries).to.have.length(3);
      const error = thrownBy(() => file.entries[1]?.read());
      expect(error.message).to.equal(
        `a.yaml:${before + line}: this interaction cannot be read: ${what}. Mend it, or delete it and record the call again.`,
      );
      expect(error).to.include({ code: 'broken_interaction', path: 'a.yaml', line: before + line });
      expect(`${error.stack}${error.cause}`).not.to.include(SECRET);
      expect(file.entries[0]?.read().requests.length).to.equal(1);
      expect(file.entries[2]?.read().requests.length).to.equal(1);
    });
  }

  it('has all but one broken message', () => {
    const text =
      'version: 1\ninteractions:\n- request_stream:\n    raw: null\n  response_stream:\n    chunks_raw:\n    - !!binary |\n      AAEC\n    - !!binary |\n      AAE\n';
    const { responses } = parse(text).entries[0]?.read() ?? {};
    expect(responses?.at(0)).to.deep.equal(Uint8Array.of(0, 1, 2));
    const error = thrownBy(() => responses?.at(1));
    expect(error.message).to.equal(
      'a.yaml:9: this interaction cannot be read: a message is not base64. Mend it, or delete it and record the call again.',
    );
    expect(() => responses?.at(2)).to.throw(RangeError, 'There is no message 2: the list has 2.');
    expect(() => responses?.at(-1)).to.throw(RangeError);
  });

  it('takes no neighbour along when a line of it lost its indentation', () => {
    const responses = [Buffer.from([1]), Buffer.from([2])];
    const stream = emitEntry(recorded({ responseStream: true, responses, responseMs: [1, 2] }));
    const at = stream.lastIndexOf('    - !!binary');
    const torn = `${stream.slice(0, at)}${stream.slice(at).trimStart()}`;
    const { entries } = parse(`version: 1\ninteractions:\n${GOOD}${torn}${GOOD}`);
    expect(entries).to.have.length(3);
    expect(thrownBy(() => entries[1]?.read()).code).to.equal('broken_interaction');
    expect(entries[2]?.read().call?.method).to.equal('/a.B/C');
  });
});

describe('what is read otherwise than one might think', () => {
  const readField = (field: string) =>
    parse(`version: 1\ninteractions:\n${withField(field)}`).entries[0]?.read().call;

  it('text in call is text: numbers, booleans and null too', () => {
    expect(readField('request_metadata: {x-n: [0123, true, null, ~, 1e3]}')?.requestMetadata).to.deep.equal(
      new Map([['x-n', ['0123', 'true', 'null', '~', '1e3']]]),
    );
  });

  it('a status code may have no name', () => {
    for (const code of [17, 2_147_483_647]) {
      expect(readField(`status: {code: ${code}}`)?.status).to.deep.equal({ code, details: '' });
    }
  });

  it('absent is not empty: no headers came, or empty ones', () => {
    expect(readField('trailers: {}')?.responseMetadata).to.equal(undefined);
    expect(readField('response_metadata: {}')?.responseMetadata).to.deep.equal(new Map());
  });

  it('a collections_method is listed as not replayable, in any style', () => {
    const { entries } = parse(
      'version: 1\ninteractions:\n- collections_method:\n    a: b\n- {collections_method: {}}\n- 1\n',
    );
    expect(entries.map(({ head }) => head)).to.deep.equal([
      {
        method: undefined,
        target: undefined,
        order: undefined,
        replayable: false,
        key: 'collections_method',
      },
      {
        method: undefined,
        target: undefined,
        order: undefined,
        replayable: false,
        key: 'collections_method',
      },
      { method: undefined, target: undefined, order: undefined, replayable: false, key: undefined },
    ]);
  });

  it('an alias may stand for an anchor of an earlier entry', () => {
    const text = `version: 1\ninteractions:\n- request_sample: {raw: &a !!binary AAEC}\n${RESPONSE}- request_sample: {raw: *a}\n${RESPONSE}`;
    expect(parse(text).entries[1]?.read().requests.at(0)).to.deep.equal(Uint8Array.of(0, 1, 2));
  });

  it('a list of interactions that is indented, as formatters write it', () => {
    const indented = GOOD.replaceAll(/^(?=.)/gm, '  ');
    const { entries } = parse(`version: 1\ninteractions:\n${indented}${indented}`);
    expect(entries.map((entry) => entry.head.method)).to.deep.equal(['/a.B/C', '/a.B/C']);
    expect(entries[1]?.read().responses.at(0)).to.deep.equal(Uint8Array.of(3, 4));
  });

  it('json of a hundred levels is no trouble', () => {
    const deep = Array.from(
      { length: 100 },
      (_, level) => `${' '.repeat(6 + 3 * level)}a:\n${' '.repeat(7 + 3 * level)}- b:\n`,
    ).join('');
    const text = `version: 1\ninteractions:\n- request_sample:\n    json:\n${deep}${' '.repeat(320)}c: d\n    raw: !!binary AAEC\n${RESPONSE}`;
    expect(parse(text).entries[0]?.read().requests.at(0)).to.deep.equal(Uint8Array.of(0, 1, 2));
  });
});
