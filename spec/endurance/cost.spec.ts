import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { Holds } from '../../lib/replay/holds.js';
import { Recording } from '../../lib/replay/recordings/recording.js';
import { cassette, entry } from '../support/cassettes.js';
import { callUnary, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { cassetteOn, FailingStorage } from '../support/failing-storage.js';
import { listen } from '../support/listen.js';

/** How often `action` asks for recordings. */
async function looksDuring(action: () => Promise<void>): Promise<number> {
  const property = Object.getOwnPropertyDescriptor(Recording.prototype, 'interaction');
  const get = property?.get;
  if (property === undefined || get === undefined) throw new Error('There is no such property.');
  let looks = 0;
  Object.defineProperty(Recording.prototype, 'interaction', {
    ...property,
    get() {
      looks += 1;
      return get.call(this);
    },
  });
  try {
    await action();
  } finally {
    Object.defineProperty(Recording.prototype, 'interaction', property);
  }
  return looks;
}

describe('the work for a call does not grow', () => {
  const { temporary } = useEchoSuite();

  it('with the calls that were played before, of streamed requests that are alike', async () => {
    const talk = entry({ method: 'Bidi', requests: ['a'], responses: ['x'], after: [1] });
    const path = temporary('chat.yaml');
    const looksOf = async (count: number): Promise<number> => {
      writeFileSync(path, cassette(talk.repeat(count)));
      const opened = openCassette(path);
      const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
      const looks = await looksDuring(async () => {
        for (let index = 0; index < count; index += 1) {
          const call = client.Bidi();
          const { ended } = listen(call);
          call.write(Buffer.from('a'));
          call.end();
          expect(await ended).to.deep.equal(['x', 'status 0']);
        }
      });
      await opened.close();
      client.close();
      return looks;
    };
    const [few, many] = [await looksOf(50), await looksOf(200)];
    expect(many / few).to.be.at.most(5);
  });

  it('with the requests that a client sends beyond a recording which was cut short', async () => {
    const cut = entry({
      method: 'Bidi',
      requests: ['a'],
      responses: ['x'],
      after: [1],
      halfClosed: false,
      call: ['response_metadata: {}', 'cut_short: true'],
    });
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(cut));
    const opened = openCassette(path);
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
    const { prefer } = Holds.prototype;
    let preferences = 0;
    Holds.prototype.prefer = function (this: Holds, holder) {
      preferences += 1;
      prefer.call(this, holder);
    };
    try {
      const call = client.Bidi();
      const heard = listen(call);
      for (const request of ['a', ...'bcdefghijk']) {
        await new Promise((resolve) => call.write(Buffer.from(request), resolve));
      }
      call.cancel();
      expect(await heard.ended).to.include('status 1');
    } finally {
      Holds.prototype.prefer = prefer;
    }
    expect(preferences).to.equal(1);
    await opened.close();
    client.close();
  });

  it('with the twins of a recording that answers again', async () => {
    const path = temporary('chat.yaml');
    const looksOf = async (count: number): Promise<number> => {
      writeFileSync(path, cassette(entry({ requests: ['a'], responses: ['x'] }).repeat(count)));
      const opened = openCassette(path, { repeats: true });
      const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
      const ask = async (times: number): Promise<void> => {
        for (let index = 0; index < times; index += 1) {
          expect((await callUnary(client, 'a')).response).to.equal('x');
        }
      };
      await ask(count);
      const looks = await looksDuring(() => ask(10));
      await opened.close();
      client.close();
      return looks;
    };
    expect(await looksOf(200)).to.equal(await looksOf(20));
  });

  it('with the calls that found the file broken: it is read once', async () => {
    const path = temporary('chat.yaml');
    writeFileSync(path, 'nope');
    class Counting extends FailingStorage {
      reads = 0;

      override read(at: string): Uint8Array | undefined {
        this.reads += 1;
        return super.read(at);
      }
    }
    const storage = new Counting();
    const opened = cassetteOn(storage, path, 'none');
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
    for (const request of ['A', 'B', 'C']) {
      expect((await callUnary(client, request)).error?.code).to.equal(9);
    }
    expect(opened.misses.map(({ count }) => count)).to.deep.equal([3]);
    expect(storage.reads).to.equal(1);
    await opened.close();
    client.close();
  });
});
