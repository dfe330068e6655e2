import type * as grpc from '@grpc/grpc-js';
import { entry } from '../support/cassettes.js';
import { type Situation, saying, testSituations } from './situation.js';

const RECORD_TOO =
  '  next step: if the call is as it should be, record it, too, with GRPC_CASSETTE_MODE=new_episodes.';
const SEND = '  next step: send what was recorded, or record the call again with GRPC_CASSETTE_MODE=rewrite.';
const CALL = '  call:      /echo.Echo/Bidi (bidirectional streaming)';

const talk = entry({
  method: 'Bidi',
  requests: ['one', 'two', 'three'],
  responses: ['1', '2', '3'],
  after: [1, 2, 'end'],
});

const situations: readonly Situation[] = [
  {
    title: 'the message that broke it',
    entries: [talk],
    play: saying(['one', 'other'], false),
    code: 'no_match',
    lines: [
      'No recording of this method goes on with request 2 of this call.',
      CALL,
      '  asked:     request 2: "other"',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3), in request 2',
      '             the request: "two" -> "other"',
      RECORD_TOO,
    ],
    facts: { position: 0, differences: [{ path: '', recorded: '"two"', asked: '"other"' }] },
  },
  {
    title: 'the recording that goes along for longest',
    entries: [
      entry({ method: 'Bidi', requests: ['other', 'start'], responses: ['x'] }),
      talk,
      entry({ method: 'Bidi', requests: ['one', 'and only'], responses: ['x'] }),
    ],
    play: saying(['one', 'two', 'four'], false),
    code: 'no_match',
    lines: [
      'No recording of this method goes on with request 3 of this call.',
      CALL,
      '  asked:     request 3: "four"',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 1 (line 16), the nearest of 3, in request 3',
      '             the request: "three" -> "four"',
      RECORD_TOO,
    ],
  },
  {
    title: 'a request more than was recorded',
    entries: [talk],
    play: saying(['one', 'two', 'three', 'four'], false),
    code: 'no_match',
    lines: [
      'No recording of this method goes on with request 4 of this call.',
      CALL,
      '  asked:     request 4: "four"',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3)',
      '             it has 3 requests and no more',
      RECORD_TOO,
    ],
  },
  {
    title: 'a recording that an open call is being given',
    entries: [talk],
    play: async (client) => {
      const open = client.Bidi();
      open.on('error', () => undefined).on('data', () => undefined);
      open.write(Buffer.from('one'));
      const error = await saying(['one'], false)(client);
      open.cancel();
      return error;
    },
    code: 'already_played',
    lines: [
      'The recording that answers this call was already played.',
      CALL,
      '  asked:     0 requests sent',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3) is being played to an open call',
      '  next step: close the cassette between the tests that share it, or let it answer again with repeats: true.',
    ],
    facts: { position: 0 },
  },
  {
    title: 'what the recorded server waited for when the client half-closes',
    entries: [talk],
    play: saying(['one'], true),
    code: 'stalled',
    lines: [
      'The client sent 1 request, and the recorded server was waiting for request 2 of 3.',
      CALL,
      '  asked:     1 request sent, then half-closed',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3)',
      SEND,
    ],
    facts: { position: 0 },
  },
  {
    title: 'what the recorded server waited for when the client half-closes at once',
    options: { mode: 'once' },
    entries: [entry({ method: 'ClientStream', requests: ['one'], responses: ['done'] })],
    play: (client) =>
      new Promise<grpc.ServiceError | null>((resolve) => {
        client.ClientStream((failure) => resolve(failure)).end();
      }),
    code: 'stalled',
    lines: [
      'The client sent 0 requests, and the recorded server was waiting for request 1 of 1.',
      '  call:      /echo.Echo/ClientStream (client streaming)',
      '  asked:     0 requests sent, then half-closed',
      '  cassette:  PATH (mode once)',
      '  nearest:   interaction 0 (line 3)',
      SEND,
    ],
  },
  {
    title: 'a recording that was played, where another only begins alike',
    entries: [entry({ method: 'Bidi', requests: ['one'], responses: ['1'] }), talk],
    play: async (client) => {
      await new Promise((resolve) => {
        const call = client.Bidi();
        call.on('status', resolve).on('data', () => undefined);
        call.end(Buffer.from('one'));
      });
      return saying(['one'], true)(client);
    },
    code: 'already_played',
    lines: [
      'The recording that answers this call was already played.',
      CALL,
      '  asked:     1 request sent, then half-closed',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3) was played at call 1',
      '  next step: close the cassette between the tests that share it, or let it answer again with repeats: true.',
    ],
    facts: { position: 0, playedAt: 1 },
  },
  {
    title: 'that no live call can follow what was given, in mode new_episodes',
    options: { mode: 'new_episodes' },
    entries: [talk],
    play: (client) =>
      new Promise((resolve) => {
        const call = client.Bidi();
        call.on('error', resolve);
        call.once('data', () => call.write(Buffer.from('other')));
        call.write(Buffer.from('one'));
      }),
    code: 'no_match',
    lines: [
      'No recording of this method goes on with request 2 of this call.',
      CALL,
      '  asked:     request 2: "other"',
      '  cassette:  PATH (mode new_episodes)',
      '  nearest:   interaction 0 (line 3), in request 2',
      '             the request: "two" -> "other"',
      '  next step: record the whole cassette anew with GRPC_CASSETTE_MODE=rewrite.',
    ],
  },
];

describe('a miss of a streamed call names', () => {
  testSituations(situations);
});
