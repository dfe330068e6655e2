import { rmSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { besideOf, cassette as cassetteText, unary } from '../../support/cassettes.js';
import { callUnary } from '../../support/echo-server.js';
import { recordingRowOf, useOthersAtWork } from './suite.js';

describe('mode none with a file that another records at the moment', () => {
  const { open, path, sign } = useOthersAtWork();
  beforeEach(() => writeFileSync(path(), cassetteText(unary('A', 'a'))));

  const atTheMoment = (at: string): string =>
    `a process is recording it at the moment (${at}); what it has not recorded yet is not there`;

  it('looks whether there is one when a call misses, and each time', async () => {
    const { client, cassette } = open({ mode: 'none' });
    expect((await callUnary(client, 'A')).response).to.equal('a');
    expect(await recordingRowOf(client, 'B')).to.equal(undefined);
    const first = sign();
    expect(await recordingRowOf(client, 'C')).to.equal(atTheMoment(first));
    rmSync(first);
    expect(await recordingRowOf(client, 'D')).to.equal(undefined);
    await cassette.close();
  });

  it('only replays, and leaves the sign', async () => {
    sign();
    const { client, cassette } = open({ mode: 'none' });
    expect(cassette.plan).to.equal('replay');
    await recordingRowOf(client, 'B');
    await cassette.close();
    expect(besideOf(path())).to.deep.equal(['.chat.yaml.*.recording']);
  });

  it('says it where there is no cassette yet', async () => {
    rmSync(path());
    const at = sign();
    const { client, cassette } = open({ mode: 'none' });
    expect(await recordingRowOf(client, 'A')).to.equal(atTheMoment(at));
    await cassette.close();
  });

  it('says it of another host or container', async () => {
    const at = sign({ secondsAgo: 540, isElsewhere: true });
    const { client, cassette } = open({ mode: 'none' });
    expect(await recordingRowOf(client, 'B')).to.equal(
      `a process of another host or container is recording it, or was within the last ten minutes (${at})`,
    );
    await cassette.close();
  });
});
