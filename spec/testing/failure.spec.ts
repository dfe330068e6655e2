import { expect } from 'chai';
import type { Forgiven } from '../../lib/index.js';
import { explainFailure } from '../../lib/testing/failure.js';
import { cassette } from '../support/cassettes.js';
import { put } from '../support/overlapping.js';
import { NOWHERE, usePlainProject } from './support/plain-project.js';

const forgiven = (start: number, act: string): Forgiven => ({
  method: '/m.M/Watch',
  start: 1,
  event: `message ${start}`,
  waitedFor: { method: '/m.M/Put', start, act },
  ms: 100.4,
});
const NOTHING = { misses: [], openCalls: [], forgiven: [], trouble: undefined, hint: undefined };

describe('what the failure of a test says', () => {
  it('names what events waited for in vain, each act in its own words, three at most', () => {
    const acts = ['its start', 'request 7', 'the half-close', 'the cancel', 'its start'];
    const account = { ...NOTHING, forgiven: acts.map((act, index) => forgiven(index + 1, act)) };
    const told = explainFailure(new Error('its own'), account) as Error;
    expect(told.message.split('\n')).to.deep.equal([
      'its own',
      '',
      'Events came that had waited in vain:',
      '  the recorded program had made call 1 (/m.M/Put) before message 1 of /m.M/Watch, which waited 100 ms for it',
      '  the recorded program had sent request 7 of call 2 (/m.M/Put) before message 2 of /m.M/Watch, which waited 100 ms for it',
      '  the recorded program had half-closed call 3 (/m.M/Put) before message 3 of /m.M/Watch, which waited 100 ms for it',
      '  and 2 more',
      '  If the program is as it should be, record it again with GRPC_CASSETTE_MODE=rewrite.',
    ]);
    const last = { ...NOTHING, forgiven: [forgiven(4, 'the cancel')] };
    expect((explainFailure(new Error('its own'), last) as Error).message).to.include(
      '\n  the recorded program had cancelled call 4 (/m.M/Put) before message 4 of',
    );
  });

  it('does not say again what the error says, nor anything of a test that passed', () => {
    const account = { ...NOTHING, forgiven: [forgiven(1, 'its start')] };
    const said = (explainFailure(new Error('its own'), account) as Error).message;
    expect((explainFailure(new Error(said), account) as Error).message).to.equal(said);
    expect(explainFailure(undefined, account)).to.equal(undefined);
  });
});

describe('a test that was recorded with calls at the same time', () => {
  const project = usePlainProject();

  it('is told, where it fails, what it had done then', async () => {
    const times = [1000, 1, 1] as const;
    project.write(
      'tapes/spec/plain.test/one.yaml',
      cassette(
        put('A', { order: 'start: 1, headers: 7, end: 8', times }),
        put('B', { order: 'start: 4, headers: 9, end: 10', times }),
      ),
    );
    const job = { tests: [{ titles: ['one'], requests: ['A'], fails: 'its own' }], address: NOWHERE };
    const [end] = (await project.run(job)).ends;
    const lines = end?.message?.split('\n') ?? [];
    expect(lines.slice(0, 3)).to.deep.equal(['its own', '', 'Events came that had waited in vain:']);
    expect(lines[3]).to.match(
      /^ {2}the recorded program had made call 2 \(\/echo\.Echo\/Unary\) before the headers of \/echo\.Echo\/Unary, which waited \d+ ms for it$/,
    );
  });
});
