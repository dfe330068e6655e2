import { entry, unary } from '../support/cassettes.js';
import { QUESTION_SCHEMA, type Question, question } from '../support/question.js';
import { asking, type Situation, testSituations } from './situation.js';

const RECORD_TOO =
  '  next step: if the call is as it should be, record it, too, with GRPC_CASSETTE_MODE=new_episodes.';
const CALL = '  call:      /echo.Echo/Unary (unary)';

const asked = (fields: Question): string => unary(question(fields), 'an answer');
const withSchema = { schema: QUESTION_SCHEMA };

const methods: readonly Situation[] = [
  {
    title: 'a cassette that holds nothing',
    options: { mode: 'once' },
    entries: [],
    play: asking('A'),
    code: 'no_match',
    lines: [
      'The cassette has no recording of this method.',
      CALL,
      '  asked:     "A"',
      '  cassette:  PATH (mode once)',
      '  nearest:   the cassette holds no calls',
      RECORD_TOO,
    ],
    facts: { method: '/echo.Echo/Unary', kind: 'unary', asked: '"A"', methods: [] },
  },
  {
    title: 'a method that was not recorded',
    entries: [
      entry({ method: 'ServerStream', requests: ['A'], responses: ['x'] }),
      entry({ method: 'Bidi', requests: ['A'], responses: ['x'] }),
      entry({ method: 'ServerStream', requests: ['B'], responses: ['x'] }),
    ],
    play: asking('A question'),
    code: 'no_match',
    lines: [
      'The cassette has no recording of this method.',
      CALL,
      '  asked:     "A question"',
      '  cassette:  PATH (mode none)',
      '  nearest:   recorded methods:',
      '             /echo.Echo/ServerStream',
      '             /echo.Echo/Bidi',
      RECORD_TOO,
    ],
    facts: { methods: ['/echo.Echo/ServerStream', '/echo.Echo/Bidi'] },
  },
  {
    title: 'a method that was not recorded, where many others were',
    entries: Array.from({ length: 15 }, (_, index) =>
      unary('A', 'a').replace('/echo.Echo/Unary', `/echo.Echo/Method${index}`),
    ),
    play: asking('A'),
    code: 'no_match',
    lines: [
      'The cassette has no recording of this method.',
      CALL,
      '  asked:     "A"',
      '  cassette:  PATH (mode none)',
      '  nearest:   recorded methods:',
      ...Array.from({ length: 10 }, (_, index) => `             /echo.Echo/Method${index}`),
      '             and 5 more',
      RECORD_TOO,
    ],
  },
  {
    title: 'a method that was recorded as another kind of call',
    entries: [
      entry({ method: 'ServerStream', requests: ['A'], responses: ['x'] }).replace('/ServerStream', '/Unary'),
    ],
    play: asking('A'),
    code: 'no_match',
    lines: [
      'This method was recorded as another kind of call.',
      CALL,
      '  asked:     "A"',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3) is server streaming, the call is unary',
      '  next step: record everything anew with GRPC_CASSETTE_MODE=rewrite.',
    ],
    facts: { position: 0 },
  },
];

const played: readonly Situation[] = [
  {
    title: 'a recording that was played already',
    entries: [unary('B', 'b'), unary('A', 'a')],
    play: asking('B', 'A', 'A'),
    code: 'already_played',
    lines: [
      'The recording that answers this call was already played.',
      CALL,
      '  asked:     "A"',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 1 (line 12) was played at call 2',
      '  next step: close the cassette between the tests that share it, or let it answer again with repeats: true.',
    ],
    facts: { position: 1, playedAt: 2 },
  },
  {
    title: 'recordings that were all played already',
    options: { mode: 'once' },
    entries: Array.from({ length: 7 }, () => unary('A', 'a')),
    play: asking('A', 'A', 'A', 'A', 'A', 'A', 'A', 'A'),
    code: 'already_played',
    lines: [
      'The recordings that answer this call were already played, all 7 of them.',
      CALL,
      '  asked:     "A"',
      '  cassette:  PATH (mode once)',
      '  nearest:   interaction 0 (line 3) was played at call 1',
      '             interaction 1 (line 12) was played at call 2',
      '             interaction 2 (line 21) was played at call 3',
      '             interaction 3 (line 30) was played at call 4',
      '             interaction 4 (line 39) was played at call 5',
      '  next step: close the cassette between the tests that share it, or let it answer again with repeats: true.',
    ],
    facts: { position: 6, playedAt: 7 },
  },
];

const requests: readonly Situation[] = [
  {
    title: 'another request, of whose fields nothing is known',
    entries: [
      asked({ text: 'one', parts: [{ text: 'a' }, { text: 'b' }] }),
      asked({ text: 'uno', limit: 3 }),
    ],
    play: asking(question({ text: 'one', parts: [{ text: 'a' }, { text: 'c' }] })),
    code: 'no_match',
    lines: [
      'No recording of this method has this request.',
      CALL,
      '  asked:     {"1":"one","3":[{"1":"a"},{"1":"c"}]}',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3), the nearest of 2, by field number',
      '             3[1].1: "b" -> "c"',
      RECORD_TOO,
    ],
    facts: { position: 0, differences: [{ path: '3[1].1', recorded: '"b"', asked: '"c"' }] },
  },
  {
    title: 'another request, where a schema names the fields',
    options: withSchema,
    entries: [
      asked({ text: 'What?', parts: [{ text: 'a' }], labels: { env: 'test' }, temperature: 0.5 }),
      asked({ text: 'Who?' }),
    ],
    play: asking(
      question({ text: 'Who?' }),
      question({ text: 'What!', parts: [{ text: 'a' }, { text: 'b' }], labels: { env: 'prod' }, limit: 0 }),
    ),
    code: 'no_match',
    lines: [
      'No recording of this method has this request.',
      CALL,
      '  asked:     {"text":"What!","parts":[{"text":"a"},{"text":"b"}],"labels":{"env":"prod"}}',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 1 (line 12), the nearest of 2, played at call 1',
      '             text: "Who?" -> "What!"',
      '             parts: nothing -> [{"text":"a"},{"text":"b"}]',
      '             labels: nothing -> {"env":"prod"}',
      '             limit: nothing -> 0',
      RECORD_TOO,
    ],
    facts: { position: 1, playedAt: 1 },
  },
  {
    title: 'another request, of more fields than anyone wants to read',
    options: withSchema,
    entries: [asked({ numbers: Array.from({ length: 30 }, (_, index) => index) })],
    play: asking(question({ numbers: Array.from({ length: 30 }, (_, index) => index + 100) })),
    code: 'no_match',
    lines: [
      'No recording of this method has this request.',
      CALL,
      '  asked:     {"numbers":[100,101,102,103,104,105,106,107,108,109,110,111,112,113,114,115,116,117,118,119,120,121…',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3)',
      ...Array.from(
        { length: 12 },
        (_, index) => `             numbers[${index}]: ${index} -> ${index + 100}`,
      ),
      '             and 18 more fields',
      RECORD_TOO,
    ],
  },
  {
    title: 'another request, which differs late in a long text',
    options: withSchema,
    entries: [
      asked({ text: `${'the same '.repeat(50)}old end of a text that goes on and on and on and on and on` }),
    ],
    play: asking(question({ text: `${'the same '.repeat(50)}new end` })),
    code: 'no_match',
    lines: [
      'No recording of this method has this request.',
      CALL,
      `  asked:     {"text":"${'the same '.repeat(50).slice(0, 90)}…`,
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3)',
      '             text: …" same the same old end of a text that goes on and on and o… -> …" same the same new end"',
      RECORD_TOO,
    ],
  },
  {
    title: 'another request, where all that differs looks as if it differed in every run',
    options: withSchema,
    entries: [asked({ text: 'A', request_id: 'r-1', created_at: 1, parts: [{ id: '1' }, { id: '2' }] })],
    play: asking(
      question({ text: 'A', request_id: 'r-2', created_at: 2, parts: [{ id: '3' }, { id: '4' }] }),
    ),
    code: 'no_match',
    lines: [
      'No recording of this method has this request.',
      CALL,
      '  asked:     {"text":"A","request_id":"r-2","parts":[{"id":"3"},{"id":"4"}],"created_at":"2"}',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3)',
      '             request_id: "r-1" -> "r-2"',
      '             parts[0].id: "1" -> "3"',
      '             parts[1].id: "2" -> "4"',
      '             created_at: "1" -> "2"',
      "  next step: if request_id and parts[*].id and created_at differ in every run, leave them out of matching with ignore: ['request_id', 'parts[*].id', 'created_at'].",
    ],
  },
  {
    title: 'another request, whose secrets nobody is shown',
    options: withSchema,
    entries: [asked({ text: 'A', api_key: 'sk-recorded' })],
    play: asking(question({ text: 'A', api_key: 'sk-asked' })),
    code: 'no_match',
    lines: [
      'No recording of this method has this request.',
      CALL,
      '  asked:     {"text":"A","api_key":"[REDACTED]"}',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3)',
      '             api_key: "[REDACTED]" -> "[REDACTED]"',
      RECORD_TOO,
    ],
  },
  {
    title: 'the recording whose one field differs least, of those that differ in one',
    options: withSchema,
    entries: [asked({ text: 'Why?' }), asked({ text: 'What is a cassette?' }), asked({ text: 'Where?' })],
    play: asking(question({ text: 'What is a tape?' })),
    code: 'no_match',
    lines: [
      'No recording of this method has this request.',
      CALL,
      '  asked:     {"text":"What is a tape?"}',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 1 (line 12), the nearest of 3',
      '             text: "What is a cassette?" -> "What is a tape?"',
      RECORD_TOO,
    ],
    facts: { position: 1 },
  },
  {
    title: 'another request that is no message at all',
    entries: [unary('one', '1'), unary('three', '3')],
    play: asking('three', 'four'),
    code: 'no_match',
    lines: [
      'No recording of this method has this request.',
      CALL,
      '  asked:     "four"',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3), the nearest of 2',
      '             the request: "one" -> "four"',
      RECORD_TOO,
    ],
    facts: { position: 0, differences: [{ path: '', recorded: '"one"', asked: '"four"' }] },
  },
  {
    title: 'another request, and an ignored path that is misspelt',
    options: { ...withSchema, ignore: ['request_idd', 'created_at'] },
    entries: [asked({ text: 'A', request_id: 'r-1', created_at: 1 })],
    play: asking(question({ text: 'A', request_id: 'r-2', created_at: 2 })),
    code: 'no_match',
    lines: [
      'No recording of this method has this request.',
      CALL,
      '  asked:     {"text":"A","request_id":"r-2"}',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3)',
      '             request_id: "r-1" -> "r-2"',
      '  ignore:    request_idd names no field of the requests so far',
      "  next step: if request_id differs in every run, leave it out of matching with ignore: ['request_id'].",
    ],
  },
  {
    title: 'a request that the match function refused',
    options: { match: () => false },
    entries: Array.from({ length: 7 }, (_, index) => unary(`${index}`, 'x')),
    play: asking('A'),
    code: 'no_match',
    lines: [
      'The match function accepted no free recording for this call.',
      CALL,
      '  asked:     "A"',
      '  cassette:  PATH (mode none)',
      '  nearest:   interaction 0 (line 3) was refused',
      '             interaction 1 (line 12) was refused',
      '             interaction 2 (line 21) was refused',
      '             interaction 3 (line 30) was refused',
      '             interaction 4 (line 39) was refused',
      '             and 2 more',
      '  next step: see why the match function returns false for them, or record the call, too, with GRPC_CASSETTE_MODE=new_episodes.',
    ],
  },
];

describe('a miss says all that helps, of', () => {
  testSituations([...methods, ...played, ...requests]);
});
