import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { entriesOf, requestsIn } from '../support/cassettes.js';
import { callUnary, echoClient, echoService } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { rejectionOf } from '../support/errors.js';
import { listen } from '../support/listen.js';

/** Collects all responses and passes them on with the status. */
const collecting: grpc.Interceptor = (options, nextCall) => {
  const beneath = nextCall(options);
  return new grpc.InterceptingCall(beneath, {
    start(metadata, _listener, next) {
      const passes: (() => void)[] = [];
      next(metadata, {
        onReceiveMessage(message, pass) {
          passes.push(() => pass(message));
          beneath.startRead();
        },
        onReceiveStatus(status, pass) {
          for (const each of passes) each();
          pass(status);
        },
      });
    },
  });
};

/** Passes each response on a turn late. */
const late: grpc.Interceptor = (options, nextCall) =>
  new grpc.InterceptingCall(nextCall(options), {
    start(metadata, _listener, next) {
      next(metadata, {
        onReceiveMessage: (message, pass) => void setImmediate(() => pass(message)),
        onReceiveStatus: (status, pass) => void setImmediate(() => pass(status)),
      });
    },
  });

/** Ends every call with this status. */
function endingWith(status: Partial<grpc.StatusObject>): grpc.Interceptor {
  return (options, nextCall) =>
    new grpc.InterceptingCall(nextCall(options), {
      start(metadata, _listener, next) {
        next(metadata, { onReceiveStatus: (_status, pass) => pass(status as grpc.StatusObject) });
      },
    });
}

/** Answers by itself, in the very turn in which it is asked. */
const caching: grpc.Interceptor = () => {
  let listener: Partial<grpc.Listener> = {};
  const answer = (): void => {
    const told = listener as grpc.InterceptingListener;
    told.onReceiveMetadata(new grpc.Metadata());
    told.onReceiveMessage(Buffer.from('cached'));
    told.onReceiveStatus({ code: 0, details: '', metadata: new grpc.Metadata() });
  };
  return {
    start: (_metadata: grpc.Metadata, given: Partial<grpc.Listener>) => {
      listener = given;
    },
    sendMessage: answer,
    sendMessageWithContext: (context: { callback?: () => void }) => {
      context.callback?.();
      answer();
    },
    startRead: () => undefined,
    halfClose: () => undefined,
    cancelWithStatus: () => undefined,
    getPeer: () => 'cache',
    getAuthContext: () => null,
  } as unknown as grpc.InterceptingCall;
};

const UNKNOWN = 'a call of /echo.Echo/Unary is not recorded, for the bytes of a response are not known';

describe('while recording, an interceptor beneath', () => {
  const { server, temporary } = useEchoSuite();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  const COUNT = 100;
  const numbered = Array.from({ length: COUNT }, (_, index) => `m${index}`);

  /** A stream of numbered messages, in the form in which this client has them. */
  async function stream<T>(
    interceptors: grpc.Interceptor[],
    deserialize: (bytes: Buffer) => T,
    show: (message: T) => string,
  ): Promise<string[]> {
    const many = new grpc.Server();
    many.addService(
      { ServerStream: echoService.ServerStream },
      {
        ServerStream(call: grpc.ServerWritableStream<Buffer, Buffer>) {
          for (const text of numbered) call.write(Buffer.from(text));
          call.end();
        },
      },
    );
    const port = await new Promise<number>((resolve, reject) => {
      many.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), { interceptors });
    const heard: string[] = [];
    const call = client.makeServerStreamRequest(
      '/echo.Echo/ServerStream',
      (bytes: Buffer) => bytes,
      deserialize,
      Buffer.from('go'),
    );
    for await (const message of call) heard.push(show(message as T));
    client.close();
    many.forceShutdown();
    return heard;
  }

  const forms = {
    objects: [
      (bytes: Buffer) => ({ text: bytes.toString() }),
      (message: unknown) => (message as { text: string }).text,
    ],
    buffers: [(bytes: Buffer) => bytes, (message: unknown) => String(message)],
    text: [(bytes: Buffer) => bytes.toString(), (message: unknown) => String(message)],
  } as const;

  for (const [form, [deserialize, show]] of Object.entries(forms)) {
    it(`may hold back ${COUNT} responses that are ${form}: each is recorded as it came, or that is told`, async () => {
      const opened = openCassette(path, { mode: 'once' });
      expect(await stream([cassetteInterceptor(opened), collecting], deserialize, show)).to.deep.equal(
        numbered,
      );
      if (form === 'text') {
        // Text has no identity: beyond what is remembered nothing is recorded under another's name.
        const error = await rejectionOf(opened.close());
        expect(error.message).to.include('a call of /echo.Echo/ServerStream is not recorded');
        expect(readdirSync(dirname(path))).to.deep.equal([]);
        return;
      }
      await opened.close();
      expect(entriesOf(path)[0]?.responses).to.deep.equal(numbered);
    });
  }

  it('may be another cassette: both record the same', async () => {
    const outer = openCassette(temporary('outer.yaml'), { mode: 'once' });
    const inner = openCassette(temporary('inner.yaml'), { mode: 'once' });
    const interceptors = [cassetteInterceptor(outer), cassetteInterceptor(inner)];
    const client = echoClient(server.address, { interceptors });
    await callUnary(client, 'A');
    for await (const _ of client.ServerStream(Buffer.from('s')));
    await outer.close();
    await inner.close();
    client.close();
    for (const name of ['outer.yaml', 'inner.yaml']) {
      expect(
        entriesOf(temporary(name)).map(({ requests, responses }) => [requests, responses]),
        name,
      ).to.deep.equal([
        [['A'], ['re:A']],
        [['s'], ['s:0', 's:1', 's:2']],
      ]);
    }
  });

  it('may be another cassette, with one that is late between them', async () => {
    const outer = openCassette(temporary('outer.yaml'), { mode: 'once' });
    const inner = openCassette(temporary('inner.yaml'), { mode: 'once' });
    const interceptors = [cassetteInterceptor(outer), late, cassetteInterceptor(inner)];
    const [deserialize, show] = forms.objects;
    expect(await stream(interceptors, deserialize, show)).to.deep.equal(numbered);
    await outer.close();
    await inner.close();
    expect(entriesOf(temporary('inner.yaml'))[0]?.responses).to.deep.equal(numbered);
    expect(entriesOf(temporary('outer.yaml'))[0]?.responses).to.deep.equal(numbered);
  });

  const statuses: readonly (readonly [string, Partial<grpc.StatusObject>, object])[] = [
    ['without metadata', { code: 5, details: 'gone' }, { code: 5, details: 'gone' }],
    ['without details', { code: 5, metadata: new grpc.Metadata() }, { code: 5, details: '' }],
    ['without a code', { details: 'odd', metadata: new grpc.Metadata() }, { code: 2, details: 'odd' }],
  ];

  for (const [what, status, recorded] of statuses) {
    it(`may end a call ${what}: it is recorded as ended, and can be read`, async () => {
      const opened = openCassette(path, { mode: 'once' });
      const interceptors = [cassetteInterceptor(opened), endingWith(status)];
      const client = echoClient(server.address, { interceptors });
      await callUnary(client, 'A');
      await opened.close();
      client.close();
      const again = openCassette(path);
      const [interaction] = again.interactions;
      expect(interaction?.call?.status).to.deep.equal(recorded);
      expect(interaction?.call?.cutShort).to.equal(false);
      await again.close();
    });
  }

  it('may answer at once by itself: its call is not recorded, and that is told', async () => {
    const opened = openCassette(path, { mode: 'once' });
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened), caching] });
    expect((await callUnary(client, 'A')).response).to.equal('cached');
    const call = client.Bidi();
    const heard: string[] = [];
    call.on('data', (message: Buffer) => heard.push(message.toString()));
    const ended = new Promise((resolve) => call.on('status', resolve));
    call.write(Buffer.from('one'));
    await ended;
    const error = await rejectionOf(opened.close());
    expect(error.message).to.include(UNKNOWN);
    client.close();
    expect(readdirSync(dirname(path))).to.deep.equal([]);
  });

  it('may end a call at once: the request is recorded before that end', async () => {
    const refusing: grpc.Interceptor = () => {
      const refused = { code: 7, details: 'not today', metadata: new grpc.Metadata() };
      let told: Partial<grpc.InterceptingListener> = {};
      return {
        start: (_metadata: grpc.Metadata, listener: Partial<grpc.InterceptingListener>) => {
          told = listener;
        },
        sendMessage: () => told.onReceiveStatus?.(refused),
        sendMessageWithContext: (context: { callback?: () => void }) => {
          context.callback?.();
          told.onReceiveStatus?.(refused);
        },
        startRead: () => undefined,
        halfClose: () => undefined,
        cancelWithStatus: () => undefined,
        getPeer: () => 'guard',
        getAuthContext: () => null,
      } as unknown as grpc.InterceptingCall;
    };
    const opened = openCassette(path, { mode: 'once' });
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened), refusing] });
    expect((await callUnary(client, 'A')).error?.details).to.equal('not today');
    const call = client.Bidi();
    const { ended } = listen(call);
    call.write(Buffer.from('one'));
    expect(await ended).to.deep.equal(['error 7', 'status 7']);
    await opened.close();
    client.close();
    expect(entriesOf(path).map(({ requests }) => requests)).to.deep.equal([['A'], ['one']]);
    const again = openCassette(path);
    expect(again.interactions[1]?.call?.statusAfter).to.equal(1);
    const offline = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(again)] });
    expect((await callUnary(offline, 'A')).error?.details).to.equal('not today');
    await again.close();
    offline.close();
  });

  for (const [what, protect] of [
    ['frozen', frozen],
    ['read-only', readOnly],
  ] as const) {
    it(`may be given a method definition that is ${what}: the call succeeds as without a cassette`, async () => {
      const definition = protect({ ...echoService.Unary });
      const opened = openCassette(path, { mode: 'once' });
      const client = echoClient(server.address, {
        interceptors: [cassetteInterceptor(opened)],
        callInvocationTransformer: (call) => ({ ...call, methodDefinition: definition as never }),
      });
      expect((await callUnary(client, 'A')).response).to.equal('re:A');
      expect((await callUnary(client, 'fail')).error?.details).to.equal('no such thing');
      // What was answered cannot be seen, which is told; the call that has no response is recorded.
      const error = await rejectionOf(opened.close());
      expect(error.code).to.equal('write_failed');
      expect(error.message).to.include(UNKNOWN);
      client.close();
      expect(requestsIn(path)).to.deep.equal(['fail']);
      expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
    });
  }
});

function frozen<T extends object>(definition: T): T {
  Object.freeze(definition);
  return definition;
}

function readOnly<T extends object>(definition: T): T {
  for (const key of Object.keys(definition)) {
    Object.defineProperty(definition, key, { writable: false, configurable: false });
  }
  return definition;
}
