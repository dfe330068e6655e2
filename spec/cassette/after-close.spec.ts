import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { CassetteError, cassetteInterceptor, openCassette } from '../../lib/index.js';
import { cassette, entry, requestsIn, unary } from '../support/cassettes.js';
import { endChildren, startChild } from '../support/child.js';
import type { ReplayJob } from '../support/child-replay.js';
import { callUnary, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { listen } from '../support/listen.js';
import { projectRoot } from '../support/shared-folder.js';
import { cassetteInTime, StandingClock } from '../support/standing-clock.js';

describe('after a cassette was closed', () => {
  const { clientOf, server, temporary } = useEchoSuite();
  endChildren();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  it('a call that an interceptor above starts only then is not recorded, and leaves no journal', async () => {
    let start: () => void = () => undefined;
    const slow: grpc.Interceptor = (options, nextCall) =>
      new grpc.InterceptingCall(nextCall(options), {
        start(metadata, listener, next) {
          start = () => next(metadata, listener);
        },
      });
    const opened = openCassette(path, { mode: 'once' });
    await callUnary(clientOf(opened), 'first');
    const client = echoClient(server.address, { interceptors: [slow, cassetteInterceptor(opened)] });
    const late = callUnary(client, 'late');
    await opened.close();
    start();
    expect((await late).response).to.equal('re:late');
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
    expect(requestsIn(path)).to.deep.equal(['first']);
    client.close();
  });

  it('and again meanwhile: the second waits for what the first is to save, and hears nothing more', async () => {
    writeFileSync(path, cassette(unary('left', 'x')));
    let give: (descriptors: Uint8Array) => void = () => undefined;
    const schema = (): Promise<Uint8Array> =>
      new Promise((resolve) => {
        give = resolve;
      });
    const opened = openCassette(path, { mode: 'new_episodes', onUnplayed: 'error', schema });
    await callUnary(clientOf(opened), 'new');
    const first = opened.close().catch((error: { readonly code?: unknown }) => error.code);
    const second = opened.close().then(() => requestsIn(path));
    give(readFileSync(join(projectRoot, 'proto-gen/xai.binpb')));
    expect([await first, await second]).to.deep.equal(['unplayed', ['left', 'new']]);
  });

  it('a held call does not go live: it is a miss, reaches nobody and leaves no journal', async () => {
    const patient = entry({
      method: 'Bidi',
      requests: ['a', 'b'],
      responses: ['x'],
      after: ['end'],
      call: ['response_metadata: {}', 'metadata_after: end', 'status_after: end'],
    });
    writeFileSync(path, cassette(patient));
    const opened = openCassette(path, { mode: 'new_episodes' });
    const client = clientOf(opened);
    const reached = server.reached.length;
    const call = client.Bidi();
    const heard = listen(call);
    await new Promise((resolve) => call.write(Buffer.from('a'), resolve));
    await opened.close();
    call.write(Buffer.from('q'));
    call.end();
    expect(await heard.ended).to.deep.equal(['error 9', 'status 9']);
    expect(CassetteError.is(heard.error?.cause)).to.equal(true);
    expect(opened.misses.map(({ error }) => error.message)).to.deep.equal([heard.error?.details]);
    expect(server.reached.length).to.equal(reached);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
    expect(requestsIn(path)).to.deep.equal(['a']);
    client.close();
  });

  it('a replayed call that waits for its client still ends in a miss, and not silently with the process', async () => {
    const waiting = entry({
      method: 'Bidi',
      requests: ['one', 'two'],
      responses: ['1', '2'],
      after: [1, 2],
    });
    writeFileSync(path, cassette(waiting));
    const job: ReplayJob = { path, mode: 'none', requests: ['one'], closesAtFirst: true };
    const { stdout, code } = await startChild('child-replay', job).ended;
    expect(stdout.split('\n').slice(0, 4)).to.deep.equal([
      'heard 1',
      'closed',
      'error 9 stalled',
      'The client sent 1 request, and the recorded server was waiting for request 2 of 2.',
    ]);
    expect(code).to.equal(0);
  });

  it('a replayed call that was open then is played to its end', async () => {
    const lines = entry({ method: 'Bidi', requests: ['one', 'two'], responses: ['1', '2'], after: [1, 2] });
    writeFileSync(path, cassette(lines));
    const opened = openCassette(path);
    const call = clientOf(opened).Bidi();
    const heard = listen(call);
    call.write(Buffer.from('one'));
    await heard.hears(1);
    await opened.close();
    call.write(Buffer.from('two'));
    call.end();
    expect(await heard.ended).to.deep.equal(['1', '2', 'status 0']);
    expect(existsSync(path)).to.equal(true);
  });
});

describe('a replay at the recorded times', () => {
  const stream = `${entry({
    method: 'ServerStream',
    requests: ['x'],
    responses: ['1', '2'],
    call: ['response_metadata: {}', 'metadata_ms: 1', 'ended_ms: 9000'],
  })}    chunks_ms: [2, 8000]\n`;
  const other = entry({
    requests: ['u'],
    responses: ['v'],
    call: ['response_metadata: {}', 'metadata_ms: 100', 'ended_ms: 100'],
  });

  it('whose client cancels holds the process no longer', async () => {
    const clock = new StandingClock();
    const opened = cassetteInTime(clock, cassette(stream), { mode: 'none', timing: 'recorded' });
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
    const call = client.ServerStream(Buffer.from('x'));
    const heard = listen(call);
    await clock.goOn(43);
    expect(heard.log).to.deep.equal(['1']);
    expect(clock.holdsProcess).to.equal(true);
    call.cancel();
    await clock.goOn(0);
    expect(heard.log).to.deep.equal(['1', 'error 1', 'status 1']);
    expect(clock.timers).to.equal(0);
    await opened.close();
    client.close();
  });

  it('whose client cancels leaves the other calls their times', async () => {
    const clock = new StandingClock();
    const opened = cassetteInTime(clock, cassette(stream, other), { mode: 'none', timing: 'recorded' });
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
    const call = client.ServerStream(Buffer.from('x'));
    call.on('error', () => undefined);
    call.on('data', () => undefined);
    let answer: string | undefined;
    client.Unary(Buffer.from('u'), (_, response) => {
      answer = response?.toString();
    });
    await clock.goOn(43);
    call.cancel();
    await clock.goOn(56);
    expect(answer).to.equal(undefined);
    await clock.goOn(1);
    expect(answer).to.equal('v');
    expect(clock.timers).to.equal(0);
    await opened.close();
    client.close();
  });
});
