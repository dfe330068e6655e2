import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { besideOf, cassette as cassetteText, requestsIn, unary } from '../../support/cassettes.js';
import { callUnary } from '../../support/echo-server.js';
import { cassetteOn, FailingStorage } from '../../support/failing-storage.js';
import { recordingRowOf, useOthersAtWork } from './suite.js';

describe('mode once with a file that another records at the moment', () => {
  const { clientOf, open, path, record, server, sign } = useOthersAtWork();

  /** What is there is played, what is not is recorded. */
  async function assertGoesOn(): Promise<void> {
    const { client, cassette } = open();
    expect(cassette.plan).to.equal('hybrid');
    const reached = server.reached.length;
    expect((await callUnary(client, 'A')).response).to.equal('re:A');
    expect((await callUnary(client, 'B')).response).to.equal('re:B');
    expect(server.reached.slice(reached)).to.deep.equal(['B']);
    await cassette.close();
    expect(requestsIn(path())).to.deep.equal(['A', 'B']);
  }

  it('records what is missing, where that is another process', async () => {
    await record('A');
    await assertGoesOn();
  });

  it('records what is missing, where that is another thread', async () => {
    const workerData = { path: path(), mode: 'once', address: server.address, calls: ['A'] };
    const thread = new Worker(new URL('../../support/thread-calls.js', import.meta.url), { workerData });
    await new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
    await assertGoesOn();
    await thread.terminate();
  });

  it('records what is missing, where that is another sandbox of this process', async () => {
    const other = cassetteOn(new FailingStorage(), path(), 'once');
    await callUnary(clientOf(other), 'A');
    await other.save();
    await assertGoesOn();
    await other.close();
    expect(requestsIn(path())).to.deep.equal(['A', 'B']);
    expect(besideOf(path())).to.deep.equal([]);
  });

  it('records what is missing, where that is on another host, and says that it leaves that one alone', async () => {
    writeFileSync(path(), cassetteText(unary('A', 're:A')));
    sign({ secondsAgo: 540, isElsewhere: true });
    await assertGoesOn();
  });

  for (const [where, stale] of [
    ['here', { secondsAgo: 11 }],
    ['elsewhere', { secondsAgo: 610, isElsewhere: true }],
  ] as const) {
    it(`only replays where the sign is stale (${where})`, async () => {
      writeFileSync(path(), cassetteText(unary('A', 'a')));
      sign(stale);
      const { client, cassette } = open();
      expect(cassette.plan).to.equal('replay');
      expect(await recordingRowOf(client, 'B')).to.equal(undefined);
      await cassette.close();
    });
  }

  it('only replays where the process was killed right after its commit, and a miss says so', async () => {
    const child = await record('A');
    await child.kill();
    const [name] = besideOf(path());
    expect(name).to.equal('.chat.yaml.*.recording');
    const { client, cassette } = open();
    expect(cassette.plan).to.equal('replay');
    const reached = server.reached.length;
    expect((await callUnary(client, 'A')).response).to.equal('re:A');
    expect(await recordingRowOf(client, 'B')).to.match(
      /^a process that was recording it until a few seconds ago has ended \(\S+\/\.chat\.yaml\.\S+\.recording\); what it had no time for is not there$/,
    );
    expect(server.reached.length).to.equal(reached);
    await cassette.close();
  });
});
