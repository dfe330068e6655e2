import { readFileSync, writeFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { rejectionOf, thrownBy } from '../support/errors.js';
import { callEachKind, SAID } from '../support/one-of-each-kind.js';
import { CONVERSED, converse } from './order/conversation.js';
import { ordersIn } from './order/recorded-order.js';

describe('a recording without times', () => {
  const { server, temporary } = useEchoSuite();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  /** What is heard while a cassette records, or plays. */
  async function hear<T>(
    options: Parameters<typeof openCassette>[1],
    talk: (client: grpc.Client) => Promise<T>,
  ): Promise<T> {
    const opened = openCassette(path, options);
    const client = new grpc.Client(server.address, grpc.credentials.createInsecure(), {
      interceptors: [cassetteInterceptor(opened)],
    });
    const heard = await talk(client);
    await opened.close();
    client.close();
    return heard;
  }

  it('says nowhere when anything happened, and is played as any other', async () => {
    expect(await hear({ mode: 'once', times: false }, callEachKind)).to.deep.equal(SAID);
    const text = readFileSync(path, 'utf8');
    expect(text.match(/^ *(?:started_at|\w+_ms)\b.*$/gm)).to.equal(null);
    expect(text).to.include('chunks_after: [').and.include('status_after: end');
    const reached = server.reached.length;
    for (const timing of ['instant', 'recorded', 0.5] as const)
      expect(await hear({ timing }, callEachKind)).to.deep.equal(SAID);
    expect(server.reached.length).to.equal(reached);
  });

  it('is the one with times but for these', async () => {
    await hear({ mode: 'once', times: true }, callEachKind);
    const timed = readFileSync(path, 'utf8');
    expect(timed.match(/^ *(?:started_at|metadata_ms|ended_ms|chunks_ms)/gm)).to.have.length(6 * 3 - 1 + 3);
    await hear({ mode: 'rewrite', times: false }, callEachKind);
    // What says the same stays as it is, with its times.
    expect(readFileSync(path, 'utf8')).to.equal(timed);
    writeFileSync(path, 'version: 1\ninteractions: []\n');
    await hear({ mode: 'rewrite', times: false }, callEachKind);
    const untimed = timed.replaceAll(/^ *(?:started_at|\w+_ms): .*\n/gm, '');
    expect(withoutDates(readFileSync(path, 'utf8'))).to.equal(withoutDates(untimed));
  });

  it('keeps the order of what overlapped', async () => {
    await hear({ mode: 'once', times: false }, converse);
    expect(ordersIn(path)).to.deep.equal(CONVERSED);
  });

  it('is wanted by true or false', async () => {
    for (const option of ['times', 'keepFailures']) {
      const options = { mode: 'once', [option]: 'no' } as unknown as Parameters<typeof openCassette>[1];
      expect(thrownBy(() => openCassette(path, options)).message).to.include(option);
    }
    const failing = rejectionOf(Promise.reject(thrownBy(() => openCassette(path, { times: 0 } as never))));
    expect((await failing).code).to.equal('invalid_option');
  });
});

const withoutDates = (text: string): string => text.replaceAll(/( {6}date:\n {6}- ).*/g, '$1');
