import { expect } from 'chai';
import { composeNewFile } from '../../lib/format/cassette-file.js';
import { AFTER_HALF_CLOSE } from '../../lib/model/interaction.js';
import { emitEntry, fileOf, plain, type Recorded, readAll, recorded } from './support/entries.js';

interface Golden {
  readonly title: string;
  readonly entry: Recorded;
  readonly text: string;
}

const GOLDENS: readonly Golden[] = [
  {
    title: 'a unary call',
    entry: recorded({
      call: {
        method: '/xai_api.Chat/GetCompletion',
        startedAt: '2026-11-22T07:14:03.120Z',
        target: 'dns:api.x.ai:443',
        responseMetadata: new Map([['date', ['Sun, 22 Nov 2026 07:14:03 GMT']]]),
        metadataMs: 9,
        endedMs: 812,
      },
    }),
    text: `- call:
    method: /xai_api.Chat/GetCompletion
    started_at: '2026-11-22T07:14:03.120Z'
    target: dns:api.x.ai:443
    request_metadata: {}
    response_metadata:
      date:
      - Sun, 22 Nov 2026 07:14:03 GMT
    metadata_ms: 9
    trailers: {}
    status:
      code: 0
      name: OK
      details: ''
    ended_ms: 812
  request_sample:
    raw: !!binary |
      AAEC
  response_sample:
    raw: !!binary |
      AwQ=
`,
  },
  {
    title: 'a call that failed without a response message',
    entry: recorded({ call: { status: { code: 99, details: 'no: such #file' } }, responses: [] }),
    text: `- call:
    method: /a.B/C
    request_metadata: {}
    trailers: {}
    status:
      code: 99
      details: 'no: such #file'
  request_sample:
    raw: !!binary |
      AAEC
  response_sample:
    raw: null
`,
  },
  {
    title: 'server streaming, with an empty message and one of more than a line, and no bounds',
    entry: recorded({
      call: { metadataAfter: 1, statusAfter: AFTER_HALF_CLOSE },
      responseStream: true,
      responses: [new Uint8Array(0), new Uint8Array(58)],
      responseMs: [3.4, 12],
      responseAfter: [1, 1],
    }),
    text: `- call:
    method: /a.B/C
    request_metadata: {}
    trailers: {}
    status:
      code: 0
      name: OK
      details: ''
  request_stream:
    raw: !!binary |
      AAEC
  response_stream:
    chunks_raw:
    - !!binary ""
    - !!binary |
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      AA==
    chunks_ms: [3, 12]
`,
  },
  {
    title: 'client streaming, cut short',
    entry: recorded({
      call: { cutShort: true, metadataAfter: 2 },
      requestStream: true,
      requests: [],
      responses: [],
      halfClosed: false,
    }),
    text: `- call:
    method: /a.B/C
    request_metadata: {}
    metadata_after: 2
    trailers: {}
    cut_short: true
  request_chunks:
    chunks_raw: []
    half_closed: false
  response_sample:
    raw: null
`,
  },
  {
    title: 'bidirectional streaming, as the format document prints it',
    entry: recorded({
      requestStream: true,
      responseStream: true,
      halfClosed: false,
      call: {
        method: '/xai_api.Chat/GetCompletion',
        startedAt: '2026-11-22T07:14:03.120Z',
        target: 'dns:api.x.ai:443',
        requestMetadata: new Map<string, (string | Uint8Array)[]>([
          ['x-team', ['a', 'b']],
          ['trace-bin', [Buffer.from([0, 1, 2])]],
        ]),
        responseMetadata: new Map(),
        metadataMs: 9,
        status: { code: 5, details: 'no such file' },
        endedMs: 812,
      },
      requests: [Buffer.from([1])],
      responses: [Buffer.from([1]), Buffer.from([2]), Buffer.from([3])],
      responseMs: [12, 40, 41],
      responseAfter: [1, 1, AFTER_HALF_CLOSE],
    }),
    text: `- call:
    method: /xai_api.Chat/GetCompletion
    started_at: '2026-11-22T07:14:03.120Z'
    target: dns:api.x.ai:443
    request_metadata:
      x-team:
      - a
      - b
      trace-bin:
      - !!binary |
        AAEC
    response_metadata: {}
    metadata_ms: 9
    trailers: {}
    status:
      code: 5
      name: NOT_FOUND
      details: no such file
    ended_ms: 812
  request_chunks:
    chunks_raw:
    - !!binary |
      AQ==
    half_closed: false
  response_stream:
    chunks_raw:
    - !!binary |
      AQ==
    - !!binary |
      Ag==
    - !!binary |
      Aw==
    chunks_ms: [12, 40, 41]
    chunks_after: [1, 1, end]
`,
  },
];

describe('the text of an entry', () => {
  for (const { title, entry, text } of GOLDENS) {
    it(`is fixed: ${title}`, () => {
      expect(emitEntry(entry)).to.equal(text);
    });
  }

  it('reads back', () => {
    const [unary, failed, served, , bidirectional] = GOLDENS.map(({ entry }) => entry);
    const entries = [unary, failed, bidirectional] as Recorded[];
    expect(readAll(fileOf(entries)).map(plain)).to.deep.equal(entries.map(plain));
    const [read] = readAll(fileOf([served as Recorded]));
    expect(read?.responseMs).to.deep.equal(Float64Array.of(3, 12));
    expect(read?.responseAfter, 'bounds are for streamed requests').to.equal(undefined);
  });

  it('folds long lists of numbers at about 100 columns', () => {
    const responses = Array.from({ length: 60 }, () => new Uint8Array(0));
    const responseMs = responses.map((_, index) => index * 1000);
    const entry = recorded({ responseStream: true, responses, responseMs });
    const lines = emitEntry(entry).split('chunks_ms: ')[1]?.trimEnd().split('\n') ?? [];
    expect(lines.length).to.be.greaterThan(1);
    for (const line of lines.slice(1)) expect(line).to.match(/^ {6}\d/);
    for (const line of lines) expect(line.length).to.be.at.most(100);
    expect(readAll(fileOf([entry]))[0]?.responseMs).to.deep.equal(Float64Array.from(responseMs));
  });

  it('makes a new file', () => {
    const text = (added: readonly string[]): string =>
      Buffer.concat([...composeNewFile(added.map((entry) => Buffer.from(entry)))]).toString();
    expect(text([])).to.equal('version: 1\ninteractions: []\n');
    expect(text(['- a:\n', '- b:\n'])).to.equal('version: 1\ninteractions:\n- a:\n- b:\n');
  });
});
