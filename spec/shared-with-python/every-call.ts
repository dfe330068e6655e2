import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { type ScriptedCall, say, startScriptedServer } from './scripted-call.js';
import { type SeedMessages, sample, stream } from './seed-messages.js';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const none = new Uint8Array();
const every = Uint8Array.from({ length: 256 }, (_, value) => value);

/** A call, and what the Python harness is to find of it: nothing, where it has no word for such a call. */
export interface KnownCall extends ScriptedCall {
  readonly title: string;
  readonly found?: SeedMessages;
}

const unary = { requestStream: false, responseStream: false };
const serverStreaming = { requestStream: false, responseStream: true };
const clientStreaming = { requestStream: true, responseStream: false };
const bidirectional = { requestStream: true, responseStream: true };

/** Every kind of call and every way to end. */
export const everyCall: readonly KnownCall[] = [
  {
    title: 'a call',
    ...unary,
    requests: [every],
    responses: [bytes('one')],
    end: 'ok',
    found: sample(every, bytes('one')),
  },
  {
    title: 'a client streaming call',
    ...clientStreaming,
    requests: [bytes('a'), bytes('b')],
    responses: [bytes('ab')],
    end: 'ok',
  },
  {
    title: 'a streamed call with an empty message among others',
    ...serverStreaming,
    requests: [bytes('stream')],
    responses: [every, none, bytes('three')],
    end: 'ok',
    found: stream(bytes('stream'), [every, none, bytes('three')]),
  },
  {
    title: 'a bidirectional call',
    ...bidirectional,
    requests: [bytes('hello')],
    responses: [bytes('you'), bytes('too')],
    end: 'ok',
  },
  {
    title: 'a call of empty messages',
    ...unary,
    requests: [none],
    responses: [none],
    end: 'ok',
    found: sample(none, none),
  },
  {
    title: 'a streamed call of one empty message',
    ...serverStreaming,
    requests: [none],
    responses: [none],
    end: 'ok',
    found: stream(none, [none]),
  },
  {
    title: 'a streamed call without messages',
    ...serverStreaming,
    requests: [bytes('nothing')],
    responses: [],
    end: 'ok',
    found: stream(bytes('nothing'), []),
  },
  {
    title: 'a call that failed',
    ...unary,
    requests: [bytes('fail')],
    responses: [],
    end: 'failed',
    found: sample(bytes('fail'), null),
  },
  {
    title: 'a streamed call that failed at once',
    ...serverStreaming,
    requests: [bytes('fail')],
    responses: [],
    end: 'failed',
    found: stream(bytes('fail'), []),
  },
  {
    title: 'a streamed call that failed after two messages',
    ...serverStreaming,
    requests: [bytes('fail late')],
    responses: [bytes('1'), bytes('2')],
    end: 'failed',
    found: stream(bytes('fail late'), [bytes('1'), bytes('2')]),
  },
  {
    title: 'a client streaming call that failed',
    ...clientStreaming,
    requests: [bytes('fail')],
    responses: [],
    end: 'failed',
  },
  {
    title: 'a call that the client cancelled',
    ...unary,
    requests: [bytes('cancel')],
    responses: [],
    end: 'cancelled',
    found: sample(bytes('cancel'), null),
  },
  {
    title: 'a streamed call that the client cancelled after one message',
    ...serverStreaming,
    requests: [bytes('cancel')],
    responses: [bytes('1')],
    end: 'cancelled',
    found: stream(bytes('cancel'), [bytes('1')]),
  },
  {
    title: 'a streamed call that was open when the cassette closed',
    ...serverStreaming,
    requests: [bytes('leave')],
    responses: [bytes('1')],
    end: 'open',
    found: stream(bytes('leave'), [bytes('1')]),
  },
];

const codes = { ok: grpc.status.OK, failed: grpc.status.NOT_FOUND, cancelled: grpc.status.CANCELLED };

/** Records all the calls, one after another, into one cassette, and makes sure that both sides got what they were to. */
export async function recordEveryCall(path: string): Promise<void> {
  const server = await startScriptedServer(everyCall);
  const cassette = openCassette(path, { mode: 'once' });
  const client = new grpc.Client(server.address, grpc.credentials.createInsecure(), {
    interceptors: [cassetteInterceptor(cassette)],
  });
  try {
    for (const [index, call] of everyCall.entries()) {
      expect(await say(client, call, server.arrived(index + 1)), call.title).to.deep.equal({
        responses: call.responses.map((response) => Buffer.from(response)),
        code: call.end === 'open' ? undefined : codes[call.end],
      });
    }
  } finally {
    await cassette.close();
    client.close();
    server.stop();
  }
  expect(server.received).to.deep.equal(
    everyCall.map(({ requests }) => requests.map((request) => Buffer.from(request))),
  );
}
