import { writeFileSync } from 'node:fs';
import { type InterceptorOptions, Metadata, type NextCall } from '@grpc/grpc-js';
import { expect } from 'chai';
import { type CassetteInterceptor, cassetteInterceptor } from '../../lib/index.js';
import { cassette, entry } from '../support/cassettes.js';
import { echoClient, echoService } from '../support/echo-server.js';
import { withoutModeVariable } from '../support/environment.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { sleep, turns } from '../support/time.js';

/** The call object that interceptors hand to each other. */
type Call = ReturnType<NextCall>;
type Listener = NonNullable<Parameters<Call['start']>[1]>;
type Definition = InterceptorOptions['method_definition'];

const MESSAGES = 3000;
const texts = Array.from({ length: MESSAGES }, (_, index) => `message ${index}`);

describe('flow control', () => {
  /** What records is closed before its folder goes. */
  const interceptors: CassetteInterceptor[] = [];
  afterEach(async () => {
    for (const interceptor of interceptors.splice(0)) await interceptor.cassette?.close();
  });
  const inFolder = useTemporaryFolder();
  withoutModeVariable();

  describe('on replay: one message for one startRead', () => {
    it('gives a reader that asks once a message each of them, one at a time', async () => {
      const reader = new Reader(replaying(entryOf('ServerStream')), 'ServerStream');
      for (const text of texts) {
        reader.ask();
        await settled();
        expect(reader.heard.at(-1)).to.equal(text);
        expect(reader.heard.length).to.equal(reader.asked);
      }
      await settled();
      expect(reader.heard).to.deep.equal(texts);
      expect(reader.code).to.equal(0);
    });

    it('does not add up what is asked before a message comes', async () => {
      const reader = new Reader(replaying(entryOf('ServerStream')), 'ServerStream');
      for (const [burst, text] of texts.entries()) {
        for (let times = 0; times <= burst % 7; times += 1) reader.ask();
        expect(reader.heard.length, 'nothing is delivered while the reader asks').to.equal(burst);
        await settled();
        expect(reader.heard.length).to.equal(burst + 1);
        expect(reader.heard.at(-1)).to.equal(text);
      }
      await settled();
      expect(reader.code).to.equal(0);
    });

    it('keeps to the count of a reader that asks again as each message comes, and pauses', async () => {
      const reader = new Reader(replaying(entryOf('ServerStream')), 'ServerStream');
      for (let burst = 1, wanted = 0; wanted < MESSAGES; burst += 1) {
        wanted = Math.min(MESSAGES, wanted + ((burst * 37) % 101) + 1);
        reader.askUpTo(wanted);
        while (reader.heard.length < wanted) await settled();
        await settled();
        expect(reader.heard.length).to.equal(wanted);
        expect(reader.heard.length).to.equal(reader.asked);
      }
      await settled();
      expect(reader.mostUnasked).to.equal(0);
      expect(reader.heard).to.deep.equal(texts);
      expect(reader.code).to.equal(0);
    });

    it('gives no message and no status to a reader that has paused', async () => {
      const reader = new Reader(replaying(entryOf('ServerStream')), 'ServerStream');
      await turns(50);
      expect(reader.heard).to.deep.equal([]);
      for (let count = 1; count <= 3; count += 1) {
        reader.ask();
        await settled();
      }
      await turns(500);
      await sleep(20);
      expect(reader.heard).to.deep.equal(texts.slice(0, 3));
      expect(reader.code).to.equal(undefined);

      reader.ask();
      await settled();
      expect(reader.heard).to.deep.equal(texts.slice(0, 4));
    });

    it('holds for a bidirectional call as well, however much the client sends', async () => {
      const reader = new Reader(replaying(entryOf('Bidi')), 'Bidi');
      for (const text of texts) reader.call.sendMessage(Buffer.from(text));
      reader.call.halfClose();
      await turns(20);
      expect(reader.heard).to.deep.equal([]);
      for (let wanted = 10; wanted <= MESSAGES; wanted += 10) {
        reader.askUpTo(wanted);
        while (reader.heard.length < wanted) await settled();
        await settled();
        expect(reader.heard.length).to.equal(wanted);
      }
      await settled();
      expect(reader.mostUnasked).to.equal(0);
      expect(reader.heard).to.deep.equal(texts);
      expect(reader.code).to.equal(0);
    });

    it('keeps two open calls apart', async () => {
      const interceptor = replaying(entryOf('ServerStream'), entryOf('ServerStream'));
      const [first, second] = [
        new Reader(interceptor, 'ServerStream'),
        new Reader(interceptor, 'ServerStream'),
      ];
      for (let count = 1; count <= 500; count += 1) {
        first.ask();
        await settled();
        expect([first.heard.length, second.heard.length]).to.deep.equal([count, 0]);
      }
      second.askUpTo(2);
      await turns(20);
      expect([first.heard.length, second.heard.length]).to.deep.equal([500, 2]);
    });

    it('fills no more than the buffer of a client that reads slowly', async () => {
      const counts = new Counts();
      const client = echoClient('127.0.0.1:1', {
        interceptors: [counts.interceptor, replaying(entryOf('ServerStream'))],
      });
      let read = 0;
      for await (const message of client.ServerStream(Buffer.from('go'))) {
        expect(String(message)).to.equal(texts[read]);
        read += 1;
        expect(counts.messages).to.be.at.most(counts.reads);
        expect(counts.messages - read).to.be.at.most(CLIENT_BUFFER);
        if (read % 100 === 0) await turns(5);
      }
      expect(read).to.equal(MESSAGES);
      expect(counts.most).to.equal(1);
    });

    it('stops where stream.pause() stops it, and goes on', async () => {
      const counts = new Counts();
      const client = echoClient('127.0.0.1:1', {
        interceptors: [counts.interceptor, replaying(entryOf('ServerStream'))],
      });
      const stream = client.ServerStream(Buffer.from('go'));
      const heard: string[] = [];
      stream.on('data', (message: Buffer) => {
        heard.push(String(message));
        if (heard.length === 100) stream.pause();
      });
      while (heard.length < 100) await settled();
      await turns(500);
      expect(heard.length).to.equal(100);
      expect(counts.messages).to.be.at.most(100 + CLIENT_BUFFER);
      const atPause = counts.messages;
      await turns(500);
      expect(counts.messages).to.equal(atPause);

      const ended = new Promise((resolve) => stream.on('end', resolve));
      stream.resume();
      await ended;
      expect(heard).to.deep.equal(texts);
    });
  });

  describe('while recording: nothing is read ahead', () => {
    it('asks beneath as often as it is asked, and when it is asked', () => {
      const server = new FakeServer();
      const reader = new Reader(recording(), 'ServerStream', server.nextCall);
      expect(server.reads).to.equal(0);
      server.headers();
      expect(server.reads).to.equal(0);
      for (const text of texts) {
        for (let times = 0; times < (server.sent % 3) + 1; times += 1) reader.ask();
        expect(server.reads).to.equal(reader.asked);
        server.message(text);
        expect(server.reads).to.equal(reader.asked);
      }
      server.end();
      expect(server.reads).to.equal(reader.asked);
      expect(reader.heard).to.deep.equal(texts);
      expect(reader.code).to.equal(0);
    });

    it('passes on what it is not asked for at once, and keeps none of it back', () => {
      const server = new FakeServer();
      const reader = new Reader(recording(), 'ServerStream', server.nextCall);
      server.headers();
      for (const [index, text] of texts.entries()) {
        server.message(text);
        expect(reader.heard.length).to.equal(index + 1);
      }
      expect(server.reads).to.equal(0);
      server.end();
      expect(reader.code).to.equal(0);
    });
  });

  /** An interceptor for a new cassette with these entries. */
  function replaying(...entries: readonly string[]): CassetteInterceptor {
    const path = inFolder('recorded.yaml');
    writeFileSync(path, cassette(...entries));
    return cassetteInterceptor(path, { mode: 'none' });
  }

  function recording(): CassetteInterceptor {
    const interceptor = cassetteInterceptor(inFolder('new.yaml'), { mode: 'all' });
    interceptors.push(interceptor);
    return interceptor;
  }
});

/** What a readable stream of objects takes in ahead (its high-water mark), and the message that is on its way. */
const CLIENT_BUFFER = 16 + 1;

function entryOf(method: 'ServerStream' | 'Bidi'): string {
  return method === 'Bidi'
    ? entry({ method, requests: texts, responses: texts, after: texts.map((_, index) => index + 1) })
    : entry({ method, requests: ['go'], responses: texts });
}

/** Lets everything happen that was going to happen without anybody's doing. */
function settled(): Promise<void> {
  return turns(2);
}

/** Drives a call object by hand, and counts what it asks for and what it is given. */
class Reader {
  readonly call: Call;
  readonly heard: string[] = [];
  asked = 0;
  /** By how much it was ever given more than it had asked for. */
  mostUnasked = 0;
  code: number | undefined;
  #wanted = 0;

  constructor(
    interceptor: CassetteInterceptor,
    method: 'ServerStream' | 'Bidi',
    nextCall: NextCall = noCall,
  ) {
    const options = { method_definition: { ...echoService[method] } as Definition };
    this.call = interceptor(options, nextCall);
    this.call.start(new Metadata(), {
      onReceiveMetadata: (_metadata) => undefined,
      onReceiveMessage: (message) => this.#hear(String(message)),
      onReceiveStatus: (status) => {
        this.code = status.code;
      },
    });
    if (method === 'Bidi') return;
    this.call.sendMessage(Buffer.from('go'));
    this.call.halfClose();
  }

  ask(): void {
    this.asked += 1;
    this.call.startRead();
  }

  /** Asks again as each message comes, until `count` messages are there. */
  askUpTo(count: number): void {
    this.#wanted = count;
    this.ask();
  }

  #hear(text: string): void {
    this.heard.push(text);
    this.mostUnasked = Math.max(this.mostUnasked, this.heard.length - this.asked);
    if (this.heard.length < this.#wanted) this.ask();
  }
}

/** A replay lets nothing run beneath it. */
const noCall: NextCall = () => {
  throw new Error('A replayed call reached for the call beneath it.');
};

/** Counts, between a real client and the cassette, what is asked and what is given. */
class Counts {
  reads = 0;
  messages = 0;
  /** The most messages that ever came for one that was asked for. */
  most = 0;
  #sinceRead = 0;

  readonly interceptor = ((options: InterceptorOptions, nextCall: NextCall): Call => {
    const call = nextCall(options);
    const startRead = call.startRead.bind(call);
    const start = call.start.bind(call);
    call.startRead = () => {
      this.reads += 1;
      this.#sinceRead = 0;
      startRead();
    };
    call.start = (metadata, listener) => {
      start(metadata, {
        ...listener,
        onReceiveMessage: (message: unknown) => {
          this.messages += 1;
          this.#sinceRead += 1;
          this.most = Math.max(this.most, this.#sinceRead);
          listener?.onReceiveMessage?.(message);
        },
      });
    };
    return call;
    // An InterceptingCall has private members; grpc-js uses what its interface has and no more.
  }) as unknown as CassetteInterceptor;
}

/** The call beneath a recording one: it answers what the test says, and counts what it is asked for. */
class FakeServer {
  reads = 0;
  sent = 0;
  #listener: Listener = {};
  #definition: Definition | undefined;

  readonly nextCall = ((options: InterceptorOptions): Call => {
    this.#definition = options.method_definition;
    return {
      start: (_metadata, listener) => {
        this.#listener = listener ?? {};
      },
      startRead: () => {
        this.reads += 1;
      },
      sendMessage: (message) => void this.#definition?.requestSerialize(message),
      sendMessageWithContext: (_context, message) => void this.#definition?.requestSerialize(message),
      halfClose: () => undefined,
      cancelWithStatus: () => undefined,
      getPeer: () => 'nowhere',
      getAuthContext: () => null,
    };
  }) as NextCall;

  headers(): void {
    this.#listener.onReceiveMetadata?.(new Metadata());
  }

  message(text: string): void {
    this.sent += 1;
    this.#listener.onReceiveMessage?.(this.#definition?.responseDeserialize(Buffer.from(text)));
  }

  end(): void {
    this.#listener.onReceiveStatus?.({ code: 0, details: '', metadata: new Metadata() });
  }
}
