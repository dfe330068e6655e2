import type * as grpc from '@grpc/grpc-js';
import { entry, unary } from '../support/cassettes.js';
import { asking, type Situation, testSituations } from './situation.js';

/** An interaction of the Python harness: without a method, played in sequence. */
const seedOf = (text: string): string => text.replace(/^- call:\n.*\n.*\n {2}request/, '- request');
const seed = (request: string, response: string): string => seedOf(unary(request, response));

const CALL = '  call:      /echo.Echo/Unary (unary)';
const TOO_MANY =
  '  next step: make no more calls than were recorded, or record this one, too, with GRPC_CASSETTE_MODE=new_episodes.';
const NOT_NEXT =
  '  next step: make the calls in the order in which they were recorded, or record everything anew with GRPC_CASSETTE_MODE=rewrite.';

const situations: readonly Situation[] = [
  {
    title: 'that is played out, and which call was given the last',
    entries: [seed('A', 'a'), seed('B', 'b')],
    play: asking('A', 'B', 'C'),
    code: 'already_played',
    lines: [
      'All 2 recordings of this cassette were played already, one after another.',
      CALL,
      '  asked:     "C"',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 1 (line 9), the last, was played at call 2',
      TOO_MANY,
    ],
    facts: { position: 1, playedAt: 2 },
  },
  {
    title: 'of one, in the singular',
    entries: [seed('A', 'a')],
    play: asking('A', 'A'),
    code: 'already_played',
    lines: [
      'The only recording of this cassette was played already.',
      CALL,
      '  asked:     "A"',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3), the last, was played at call 1',
      TOO_MANY,
    ],
  },
  {
    title: 'whose next is another kind of call',
    entries: [seedOf(entry({ method: 'ServerStream', requests: ['A'], responses: ['x'] }))],
    play: asking('A'),
    code: 'no_match',
    lines: [
      'Interaction 0, the next of the sequence, is a server streaming call, and a unary call was made.',
      CALL,
      '  asked:     "A"',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3) is a server streaming call',
      NOT_NEXT,
    ],
    facts: { position: 0 },
  },
  {
    title: 'which a streamed request cannot be the next of',
    entries: [seed('A', 'a')],
    play: (client) =>
      new Promise<grpc.ServiceError | null>((resolve) => {
        client.ClientStream((error) => resolve(error)).end(Buffer.from('A'));
      }),
    code: 'no_match',
    lines: [
      'Interaction 0, the next of the sequence, is a unary call, and a client streaming call was made.',
      '  call:      /echo.Echo/ClientStream (client streaming)',
      '  asked:     0 requests sent',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3) is a unary call',
      NOT_NEXT,
    ],
  },
  {
    title: 'that the match option made of other recordings, and that is played out',
    options: { match: 'sequence' },
    entries: [unary('A', 'a')],
    play: asking('B', 'A'),
    code: 'already_played',
    lines: [
      'The only recording of this cassette was played already.',
      CALL,
      '  asked:     "A"',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3), the last, was played at call 1',
      TOO_MANY,
    ],
  },
  {
    title: 'whose next is another method',
    options: { match: 'sequence' },
    entries: [entry({ method: 'ServerStream', requests: ['A'], responses: ['x'] })],
    play: asking('A'),
    code: 'no_match',
    lines: [
      'Interaction 0, the next of the sequence, is /echo.Echo/ServerStream (server streaming), and a unary call was made.',
      CALL,
      '  asked:     "A"',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3) is /echo.Echo/ServerStream (server streaming)',
      NOT_NEXT,
    ],
    facts: { position: 0 },
  },
];

describe('a miss tells of a sequence', () => {
  testSituations(situations);
});
