import { expect } from 'chai';
import { entry } from '../../support/cassettes.js';
import { overlapping, put, watch } from '../../support/overlapping.js';
import { StageInTime } from './support/stage-in-time.js';

/** As it is recorded without order: by earlier versions, or alone. */
const stream = (name: string, startedMs: number, responseMs: readonly number[]): string =>
  entry({
    method: 'ServerStream',
    requests: [name],
    responses: responseMs.map((ms) => String(startedMs + ms)),
    responseMs,
    call: [
      `started_at: ${new Date(startedMs).toISOString()}`,
      'response_metadata: {}',
      'metadata_ms: 1',
      'ended_ms: 99',
    ],
  });

/** As the Python harness writes it. */
const seed = (request: string): string =>
  entry({ requests: [request], responses: [`py:${request}`] }).replace(/^- call:\n(?: {4}.*\n)+ {2}/, '- ');

const GROUP = [
  // Its client cancelled 5 ms after its start: an act like others, which nothing without order waits for.
  watch({
    order: 'start: 1, headers: 4, end: 11',
    responses: ['seen'],
    responseOrder: [10],
    responseMs: [4],
    times: [0, 1, 5],
  }),
  put('A', { order: 'start: 5, headers: 8, end: 9' }),
];

describe('groups of calls that overlapped', () => {
  it('go by times among each other, and with what has no order', async () => {
    const numbered = (name: string, group: string, responseMs: readonly number[]): readonly string[] => [
      overlapping({
        method: 'ServerStream',
        group,
        order: 'start: 1, headers: 4, end: 40',
        requests: [name],
        responses: responseMs.map(String),
        responseOrder: [10, 11],
        responseMs,
        times: [0, 1, 99],
      }),
      put(group, { group, order: 'start: 20, headers: 23, end: 24' }),
    ];
    const stage = new StageInTime([
      ...numbered('one', 'aaaa-1', [10, 40]),
      stream('two', 0, [20, 50]),
      ...numbered('three', 'aaaa-2', [30, 60]),
    ]);
    for (const name of ['three', 'two', 'one']) stage.watch(name);
    const lines = await stage.heard();
    expect(lines.filter((line) => !line.includes('status'))).to.deep.equal([
      'one: 10',
      'two: 20',
      'three: 30',
      'one: 40',
      'two: 50',
      'three: 60',
    ]);
    await stage.end();
  });
});

describe('entries without order', () => {
  let stage: StageInTime;
  afterEach(() => stage.end());

  it('go by times, with and without others that have one', async () => {
    for (const beside of [[], GROUP]) {
      stage = new StageInTime([stream('one', 0, [10, 40]), ...beside, stream('two', 0, [20, 30])]);
      stage.watch('one');
      stage.watch('two');
      expect(await stage.heard()).to.deep.equal([
        'one: 10',
        'two: 20',
        'two: 30',
        'one: 40',
        'one: status 0',
        'two: status 0',
      ]);
      await stage.end();
    }
  });

  it('wait for nothing that others with one wait for, and keep those from nothing', async () => {
    stage = new StageInTime([...GROUP, stream('one', 0, [10, 40]), stream('two', 0, [20, 30]), seed('P')]);
    stage.watch();
    stage.watch('one');
    stage.put('P');
    expect(await stage.heard()).to.have.members(['one: 10', 'one: 40', 'one: status 0', 'py:P']);
    stage.put('A');
    expect(await stage.heard()).to.deep.equal(['re:A', 'watch: seen']);
    stage.watch('two');
    expect(await stage.heard()).to.deep.equal(['two: 20', 'two: 30', 'two: status 0']);
    expect(stage.forgiven).to.deep.equal([]);
  });

  it('of the Python harness answer in their order, whatever is asked', async () => {
    stage = new StageInTime([seed('P'), ...GROUP, seed('Q')]);
    stage.watch();
    for (const request of ['any', 'A', 'other']) stage.put(request);
    expect(await stage.heard()).to.have.members(['py:P', 're:A', 'watch: seen', 'py:Q']);
    expect(stage.cassette.misses).to.deep.equal([]);
  });

  it('wait for a cancel that was recorded before them, for as long as the client took', async () => {
    const left = entry({
      method: 'ServerStream',
      requests: ['left'],
      responses: [],
      call: [
        'response_metadata: {}',
        'metadata_ms: 1',
        'ended_ms: 50',
        'status:',
        '  code: 1',
        '  details: Cancelled on client',
        'cancelled_by_client: true',
      ],
    });
    stage = new StageInTime([left, stream('one', 0, [10, 60])]);
    const leaving = stage.watch('left');
    stage.watch('one');
    expect(await stage.heard(40)).to.deep.equal(['one: 10']);
    leaving.cancel();
    expect(await stage.heard()).to.deep.equal(['left: status 1', 'one: 60', 'one: status 0']);
  });
});
