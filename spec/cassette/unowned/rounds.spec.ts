import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { cassetteChannel, cassetteInterceptor, openCassette } from '../../../lib/index.js';
import { besideOf, entriesOf, requestsIn } from '../../support/cassettes.js';
import { callUnary, echoClient } from '../../support/echo-server.js';
import { projectRoot } from '../../support/shared-folder.js';
import { turns } from '../../support/time.js';
import { assertCommitted, assertLeft, endWatch, openWatch, quietRound, useUnowned } from './suite.js';

describe('what a cassette records that nobody owns', () => {
  const { open, path, server } = useUnowned();

  it('is in the file after a quiet round, and no journal is left', async () => {
    const { client, cassette } = open();
    await callUnary(client, 'A');
    await quietRound();
    assertCommitted(path(), ['A']);
    expect(cassette.dirty).to.equal(false);
    await callUnary(client, 'B');
    await quietRound();
    assertCommitted(path(), ['A', 'B']);
    await cassette.close();
    assertLeft(path(), ['A', 'B']);
  });

  it('is there by a channel as well', async () => {
    const factory = cassetteChannel(path(), { mode: 'once' });
    const client = echoClient(server.address, { channelFactoryOverride: factory });
    await callUnary(client, 'A');
    await quietRound();
    assertCommitted(path(), ['A']);
    await cassetteInterceptor(path(), { mode: 'once' }).cassette?.close();
    client.close();
  });

  it('is there with a stream still open, which is not, and comes at the end as far as it got', async () => {
    const { client, cassette } = open();
    const watch = await openWatch(client, 'watch');
    await callUnary(client, 'A');
    await quietRound();
    assertCommitted(path(), ['A']);
    await cassette.close();
    assertLeft(path(), ['watch', 'A']);
    const [stored] = entriesOf(path());
    expect(stored?.call['cut_short']).to.equal(true);
    expect(stored?.responses).to.deep.equal(['watch']);
    await endWatch(watch);
    assertLeft(path(), ['watch', 'A']);
  });

  it('is put off by a call that starts in each round', async () => {
    const { client, cassette } = open();
    await callUnary(client, 'A');
    const calls: Promise<unknown>[] = [];
    for (let round = 0; round < 20; round += 1) {
      calls.push(callUnary(client, `${round}`));
      await turns(1);
      expect(existsSync(path()), `round ${round}`).to.equal(false);
    }
    await Promise.all(calls);
    await quietRound();
    expect(entriesOf(path())).to.have.length(21);
    await cassette.close();
  });

  it('is there while a schema is being fetched only when that has come', async () => {
    let give: (descriptors: Uint8Array) => void = () => undefined;
    const schema = (): Promise<Uint8Array> =>
      new Promise((resolve) => {
        give = resolve;
      });
    const { client, cassette } = open({ schema });
    await callUnary(client, 'A');
    await turns(10);
    expect(existsSync(path())).to.equal(false);
    expect(besideOf(path())).to.deep.equal(['.chat.yaml.*.journal']);
    give(readFileSync(join(projectRoot, 'proto-gen/xai.binpb')));
    await turns(10);
    assertCommitted(path(), ['A']);
    await cassette.close();
  });

  it('is there once more than one call is at work at once', async () => {
    const { client, cassette } = open();
    await Promise.all(['A', 'B', 'C'].map((request) => callUnary(client, request)));
    await quietRound();
    assertCommitted(path(), ['A', 'B', 'C']);
    await cassette.close();
  });

  it('is in the file no more in rounds once somebody owns it', async () => {
    const { client, cassette } = open();
    await callUnary(client, 'A');
    await quietRound();
    expect(openCassette(path(), { mode: 'once' })).to.equal(cassette);
    await callUnary(client, 'B');
    await turns(10);
    expect(requestsIn(path())).to.deep.equal(['A']);
    expect(besideOf(path())).to.deep.equal(['.chat.yaml.*.journal']);
    await cassette.close();
    assertLeft(path(), ['A', 'B']);
  });
});

describe('what a cassette records that somebody owns', () => {
  const { clientOf, path } = useUnowned();

  it('is in its journal alone until it is closed, however many rounds go by', async () => {
    const opened = openCassette(path(), { mode: 'once' });
    await callUnary(clientOf(opened), 'A');
    await turns(10);
    expect(existsSync(path())).to.equal(false);
    expect(besideOf(path())).to.deep.equal(['.chat.yaml.*.journal']);
    await opened.close();
    assertLeft(path(), ['A']);
  });
});
