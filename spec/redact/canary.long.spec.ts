import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { entriesOf } from '../support/cassettes.js';
import { endChildren, startChild } from '../support/child.js';
import { metadataOf } from './support/vault.js';
import { useVault } from './support/vault-suite.js';

const VARIABLE = 'GRPC_CASSETTE_DEBUG';
const NOTHING = metadataOf([]);

describe('a canary', () => {
  const suite = useVault();
  const { vault, temporary } = suite;
  endChildren();

  it('is in nothing that a process prints or leaves, where its environment has it as a credential', async () => {
    const secret = suite.canaries.text('environment');
    const path = temporary('vault.yaml');
    vault.told = { headers: NOTHING, messages: [Buffer.from('a')], trailers: NOTHING };
    const environment = { VAULT_TOKEN: secret, [VARIABLE]: '1' };
    const job = { path, address: vault.address, calls: [`key=${secret}`, `${secret}=key`] };
    const recording = startChild('child-calls', { ...job, mode: 'once', exit: 0 }, environment);
    const asking = { ...job, mode: 'none', calls: [...job.calls, `other=${secret}`], exit: 0 };
    const ends = [await recording.ended, await startChild('child-calls', asking, environment).ended];
    expect(ends.map(({ code }) => code)).to.deep.equal([0, 0]);
    expect(ends[1]?.stderr).to.include('is answered by no recording');
    expect(suite.canaries.seenIn(ends.map(({ stderr }) => stderr).join())).to.deep.equal([]);
    expect(readdirSync(temporary('.'))).to.deep.equal(['vault.yaml']);
    expect(entriesOf(path)).to.have.length(2);
    expect(suite.canaries.seenIn(readFileSync(path, 'latin1'))).to.deep.equal([]);
  });
});
