import {
  type CallPlan,
  KIND_NAMES,
  type KindName,
  type Program,
  planCall,
  requestStreams,
  responseStreams,
} from './program.js';
import { client as c, server as s } from './steps.js';

export interface NamedProgram {
  readonly title: string;
  readonly program: Program;
}

/** Waits long enough for what was sent to be read: a failure drops messages that the client has not read yet. */
const SETTLE = s.wait(15);

/** `google.rpc.Status`-like bytes with everything that text would break. */
const RICH = ['grpc-status-details-bin', '\x08\x05\x12\x03\x00\xff\xfe'] as const;

function one(title: string, kind: KindName, given: Partial<CallPlan> = {}): NamedProgram {
  return { title, program: { calls: [planCall(kind, given)] } };
}

function many(title: string, ...calls: CallPlan[]): NamedProgram {
  return { title, program: { calls } };
}

function each(title: string, make: (kind: KindName) => Partial<CallPlan>): NamedProgram[] {
  return KIND_NAMES.map((kind) => one(`${title} (${kind})`, kind, make(kind)));
}

/** The kinds of a title that make sense only for some. */
function some(
  kinds: readonly KindName[],
  title: string,
  make: (kind: KindName) => Partial<CallPlan>,
): NamedProgram[] {
  return kinds.map((kind) => one(`${title} (${kind})`, kind, make(kind)));
}

const STREAMED: readonly KindName[] = KIND_NAMES.filter(responseStreams);
const SENDING: readonly KindName[] = KIND_NAMES.filter(requestStreams);

/** The server answers `count` messages and then says nothing more. */
const silentAfter = (count: number): Partial<CallPlan> => ({
  server: [s.headers(['x-head', 'h']), ...Array.from({ length: count }, (_, i) => s.send(`m${i}`))],
});

const messages: readonly NamedProgram[] = [
  ...each('an ordinary call', () => ({})),
  ...each('an empty request', (kind) => ({
    request: '',
    ...(requestStreams(kind) ? { client: [c.send(''), c.send(''), c.halfClose] } : {}),
  })),
  ...each('an empty response', () => ({ server: [s.awaitHalfClose, s.send(''), s.ok()] })),
  ...each('OK without a response', () => ({
    server: [s.awaitHalfClose, s.headers(['x-head', 'h']), s.ok(['x-t', '1'])],
  })),
  ...each('OK without headers or a response', () => ({ server: [s.awaitHalfClose, s.ok(['x-t', '1'])] })),
  ...each('OK with details of its own', () => ({
    server: [s.awaitHalfClose, s.send('m'), { do: 'end', code: 0, details: 'nearly fine', trailers: [] }],
  })),
  ...some(SENDING, 'no request at all', () => ({ client: [c.halfClose] })),
  ...some(SENDING, 'requests a and b are not request ab', () => ({
    client: [c.send('a'), c.send('b'), c.halfClose],
  })),
  ...some(STREAMED, 'responses a and b are not response ab', () => ({
    server: [s.awaitHalfClose, s.send('a'), s.send('b'), s.ok()],
  })),
  ...some(STREAMED, 'many responses, empty ones among them', () => ({
    server: [
      s.awaitHalfClose,
      ...Array.from({ length: 40 }, (_, i) => s.send(i % 7 === 0 ? '' : `m${i}`)),
      s.ok(),
    ],
  })),
  ...each('messages that are bare strings', (kind) => ({
    codec: 'text',
    request: 'same',
    server: [
      s.awaitHalfClose,
      s.send('same'),
      ...(responseStreams(kind) ? [s.send(''), s.send('same')] : []),
      s.ok(),
    ],
    ...(requestStreams(kind) ? { client: [c.send('same'), c.send(''), c.send('same'), c.halfClose] } : {}),
  })),
  ...each('messages that are objects, empty ones one object', (kind) => ({
    codec: 'object',
    server: [
      s.awaitHalfClose,
      s.send(''),
      ...(responseStreams(kind) ? [s.send('x'), s.send('')] : []),
      s.ok(),
    ],
  })),
  ...some(SENDING, 'one object, changed and sent again', () => ({
    codec: 'reused',
    client: [c.send('a'), c.send('b'), c.send('a'), c.halfClose],
  })),
  ...each('a response of 300,000 bytes', () => ({
    server: [s.awaitHalfClose, s.send('\x00\xffab'.repeat(75_000)), s.ok()],
  })),
];

const conversations: readonly NamedProgram[] = [
  one('an interactive conversation, each side waiting for the other', 'bidi', {
    client: [c.send('1'), c.await(1), c.send('2'), c.await(2), c.send('3'), c.await(3), c.halfClose],
    server: [
      s.await(1),
      s.send('a'),
      s.await(2),
      s.send('b'),
      s.await(3),
      s.send('c'),
      s.awaitHalfClose,
      s.ok(),
    ],
  }),
  one('an interactive conversation with a client that takes its time', 'bidi', {
    client: [c.send('1'), c.await(1), c.wait(12), c.send('2'), c.await(2), c.wait(12), c.halfClose],
    server: [s.await(1), s.send('a'), s.await(2), s.send('b'), s.awaitHalfClose, s.send('c'), s.ok()],
  }),
  one('a client that takes its time before its first request, and a server that then talks', 'bidi', {
    client: [c.wait(12), c.send('1'), c.halfClose],
    server: [s.headers(['x-head', 'h']), s.await(1), s.send('a'), s.awaitHalfClose, s.ok()],
  }),
  one('requests sent slowly, and an answer to the last', 'client', {
    client: [c.send('1'), c.wait(12), c.send('2'), c.wait(12), c.halfClose],
  }),
  one('the server talks first and the client answers', 'bidi', {
    client: [c.await(1), c.send('1'), c.await(2), c.halfClose],
    server: [s.send('hello'), s.await(1), s.send('bye'), s.awaitHalfClose, s.ok()],
  }),
  one('the client waits for headers before it sends', 'bidi', {
    client: [c.awaitHeaders, c.send('1'), c.halfClose],
    server: [s.headers(['x-head', 'h']), s.await(1), s.send('a'), s.awaitHalfClose, s.ok()],
  }),
  one('the server goes on talking after the half-close', 'bidi', {
    client: [c.send('1'), c.halfClose],
    server: [s.awaitHalfClose, s.send('a'), s.wait(10), s.send('b'), s.wait(10), s.send('c'), s.ok()],
  }),
  one('the client never half-closes and the server ends', 'bidi', {
    client: [c.send('1')],
    server: [s.await(1), s.send('a'), s.ok()],
  }),
  one('the client sends many before the server says anything', 'bidi', {
    client: [...Array.from({ length: 30 }, (_, i) => c.send(`r${i}`)), c.halfClose],
    server: [s.awaitHalfClose, s.send('a'), s.send('b'), s.ok()],
  }),
  ...some(SENDING, 'an early error while the client is still sending', () => ({
    client: [c.send('1'), c.send('2'), c.awaitEnd, c.send('3'), c.halfClose],
    server: [s.await(2), s.fail(3, 'enough', ['x-t', '1'])],
  })),
  ...some(SENDING, 'an early OK while the client is still sending', () => ({
    client: [c.send('1'), c.awaitEnd, c.send('2'), c.halfClose],
    server: [s.await(1), s.send('a'), s.ok(['x-t', '1'])],
  })),
  ...some(SENDING, 'an early error with requests on their way', () => ({
    client: [...Array.from({ length: 12 }, (_, i) => c.send(`r${i}`)), c.halfClose],
    server: [s.await(1), s.fail(3, 'enough')],
  })),
  ...some(STREAMED, 'headers, a rest, then the first message', () => ({
    server: [s.awaitHalfClose, s.headers(['x-head', 'h']), s.wait(15), s.send('m'), s.wait(15), s.ok()],
  })),
];

const endings: readonly NamedProgram[] = [
  ...each('an error before anything else', () => ({
    server: [s.awaitHalfClose, s.fail(5, 'no such file', RICH)],
  })),
  ...each('an error after headers', () => ({
    server: [s.awaitHalfClose, s.headers(['x-head', 'h']), SETTLE, s.fail(5, 'no such file', RICH)],
  })),
  ...each('an error after a message', () => ({
    server: [s.awaitHalfClose, s.send('m'), SETTLE, s.fail(10, 'changed', RICH, ['x-t', '1'])],
  })),
  one('an error between messages', 'bidi', {
    client: [c.send('1'), c.await(2), c.send('2')],
    server: [s.await(1), s.send('a'), s.send('b'), s.await(2), SETTLE, s.fail(15, 'lost')],
  }),
  ...each('details with line ends, percent signs and other scripts', () => ({
    server: [s.awaitHalfClose, s.fail(3, '100% höchst übel\nline two: 誰 "quoted"')],
  })),
  ...each('an error without details', () => ({ server: [s.awaitHalfClose, s.fail(7, '')] })),
  ...each('an unknown status code', () => ({ server: [s.awaitHalfClose, s.fail(77, 'odd')] })),
  ...each('a handler that throws', () => ({ server: [s.throw] })),
  ...each('a stream reset with INTERNAL_ERROR', () => ({ server: [s.awaitHalfClose, SETTLE, s.abort(2)] })),
  ...each('a stream reset with CANCEL: the server cancelled, not the client', () => ({
    server: [s.awaitHalfClose, s.headers(['x-head', 'h']), SETTLE, s.abort(8)],
  })),
  ...each('a connection that breaks', () => ({
    server: [s.awaitHalfClose, s.headers(['x-head', 'h']), SETTLE, s.disconnect],
  })),
  ...some(['unary', 'client'], 'two responses where one is due', () => ({
    server: [s.awaitHalfClose, s.send('a'), s.send('b'), s.ok()],
    deadline: { ms: 80, as: 'date' },
  })),
  ...some(['unary', 'client'], 'a response and then an error', () => ({
    server: [s.awaitHalfClose, s.send('a'), SETTLE, s.fail(5, 'after all')],
  })),
];

const metadata: readonly NamedProgram[] = [
  ...each('headers and trailers that share a key', () => ({
    server: [
      s.awaitHalfClose,
      s.headers(['x-both', 'head'], ['x-both-bin', '\x00\x01']),
      s.send('m'),
      s.ok(['x-both', 'trail'], ['x-both-bin', '\xff\xfe']),
    ],
  })),
  ...each('repeated and binary values', () => ({
    metadata: [
      ['x-a', '1'],
      ['x-a', '2'],
      ['x-bin', '\x00'],
      ['x-bin', '\xff'],
    ],
    server: [
      s.awaitHalfClose,
      s.headers(['x-a', '1'], ['x-a', '2'], ['x-bin', '\x00'], ['x-bin', '\xff\xfe'], ['x-bin', '']),
      s.send('m'),
      s.ok(['x-a', '3'], ['x-a', '4'], ['x-bin', 'plain'], ['x-bin', '\x80']),
    ],
  })),
  ...each('values that YAML could misread', () => ({
    server: [
      s.awaitHalfClose,
      s.headers(
        ['x-a', '0123'],
        ['x-b', 'yes'],
        ['x-c', 'null'],
        ['x-d', '1e3'],
        ['x-e', '# no'],
        ['x-f', 'a: b'],
      ),
      s.send('m'),
      s.ok(['x-g', '~'], ['x-h', '2026-11-22'], ['x-i', '- x'], ['x-j', "'"], ['x-k', '!!binary']),
    ],
  })),
  ...each('secrets, in both directions', () => ({
    metadata: [['authorization', 'Bearer t']],
    server: [s.awaitHalfClose, s.headers(['set-cookie', 'a=1']), s.send('m'), s.ok(['x-auth-token', 't'])],
  })),
];

const cancels: readonly NamedProgram[] = [
  ...each('cancel at once', () => ({ client: [c.cancel], server: [] })),
  ...each('cancel in the next tick', () => ({ client: [c.tick, c.cancel], server: [] })),
  ...each('cancel in the next turn', () => ({ client: [c.turn, c.cancel], server: [] })),
  ...each('cancel in the metadata handler', () => ({ ...silentAfter(0), cancelIn: 'metadata' })),
  ...some(STREAMED, 'cancel after two responses', () => ({
    ...silentAfter(2),
    client: [c.await(2), c.cancel],
  })),
  ...some(STREAMED, 'cancel in the handler of the second response', () => ({
    ...silentAfter(2),
    cancelIn: { data: 2 },
  })),
  ...some(STREAMED, 'cancel in the handler of the second of five responses', () => ({
    ...silentAfter(5),
    cancelIn: { data: 2 },
  })),
  ...each('cancel after the end', (kind) => ({
    client: [...(requestStreams(kind) ? [c.send('ask'), c.halfClose] : []), c.awaitEnd, c.cancel],
  })),
  ...some(SENDING, 'cancel between two requests', () => ({
    client: [c.send('1'), c.turn, c.cancel],
    server: [],
  })),
  ...each('cancel twice', () => ({ client: [c.turn, c.cancel, c.cancel], server: [] })),
  ...some(STREAMED, 'for await, broken off after two responses', () => ({
    ...silentAfter(3),
    reader: { how: 'iterate', breakAfter: 2 },
  })),
  ...some(STREAMED, 'stream.destroy() after one response', () => ({
    ...silentAfter(2),
    client: [c.await(1), c.destroy],
  })),
  ...some(STREAMED, 'stream.destroy() at once', () => ({ ...silentAfter(2), client: [c.destroy] })),
];

const deadlines: readonly NamedProgram[] = [
  ...each('a deadline that is past', () => ({ deadline: { ms: -10, as: 'date' } })),
  ...each('a deadline that is past, as a number', () => ({ deadline: { ms: -10, as: 'number' } })),
  ...each('a deadline before anything comes', () => ({ server: [], deadline: { ms: 60, as: 'date' } })),
  ...each('a deadline after headers', () => ({
    server: [s.headers(['x-head', 'h'])],
    deadline: { ms: 70, as: 'number' },
  })),
  ...some(STREAMED, 'a deadline after two messages', () => ({
    ...silentAfter(2),
    deadline: { ms: 80, as: 'date' },
  })),
  ...each('a deadline that is kept', () => ({ deadline: { ms: 5000, as: 'date' } })),
];

const parents: readonly NamedProgram[] = [
  ...each('a parent that stays', () => ({ parent: { cancelAfter: Number.MAX_SAFE_INTEGER } })),
  ...each('a parent that is cancelled before anything comes', () => ({
    server: [],
    parent: { cancelAfter: 0 },
  })),
  ...some(STREAMED, 'a parent that is cancelled after two responses', () => ({
    ...silentAfter(2),
    parent: { cancelAfter: 2 },
  })),
  ...each('a parent whose deadline is kept', () => ({ parent: { deadlineMs: 5000 } })),
];

const readers: readonly NamedProgram[] = [
  ...some(STREAMED, 'a slow reader', () => ({
    server: [s.awaitHalfClose, s.send('a'), s.send('b'), s.send('c'), s.ok(['x-t', '1'])],
    reader: { how: 'slow', ms: 20 },
  })),
  ...some(STREAMED, 'a slow reader of more than the buffer holds', () => ({
    server: [s.awaitHalfClose, ...Array.from({ length: 24 }, (_, i) => s.send(`m${i}`)), s.ok(['x-t', '1'])],
    reader: { how: 'slow', ms: 1 },
  })),
  ...some(STREAMED, 'for await', () => ({
    server: [s.awaitHalfClose, s.send('a'), s.send('b'), s.ok(['x-t', '1'])],
    reader: { how: 'iterate' },
  })),
  ...some(STREAMED, 'a slow for await', () => ({
    server: [s.awaitHalfClose, s.send('a'), s.send('b'), s.send('c'), s.ok(['x-t', '1'])],
    reader: { how: 'iterate', slowMs: 20 },
  })),
  ...some(STREAMED, 'for await over an error', () => ({
    server: [s.awaitHalfClose, s.send('a'), SETTLE, s.fail(5, 'gone', RICH)],
    reader: { how: 'iterate' },
  })),
  ...some(STREAMED, 'a reader that pauses at first', (kind) => ({
    client: [c.pause, ...(requestStreams(kind) ? [c.send('1'), c.halfClose] : []), c.wait(50), c.resume],
    server: [s.awaitHalfClose, s.send('a'), s.send('b'), s.ok(['x-t', '1'])],
  })),
];

const around: readonly NamedProgram[] = [
  ...each('an interceptor above hears every event, also the null message', () => ({
    above: ['witness'],
    server: [s.awaitHalfClose, s.fail(5, 'none')],
  })),
  ...each('an interceptor above that adds metadata', () => ({ above: ['stamp', 'witness'] })),
  ...each('an interceptor below that adds metadata', () => ({ above: ['witness'], below: ['stamp'] })),
  ...each('an interceptor below that adds metadata to a cancelled call', () => ({
    below: ['stamp'],
    client: [c.cancel],
    server: [],
  })),
  ...each('an interceptor below that adds metadata to a deadline', () => ({
    below: ['stamp'],
    server: [],
    deadline: { ms: 60, as: 'date' },
  })),
  one('an interceptor below that adds metadata to a request that cannot be serialised', 'unary', {
    below: ['stamp'],
    serializeThrowsOn: 1,
    server: [],
  }),
  one('an interceptor below that adds metadata to a response that cannot be decoded', 'unary', {
    below: ['stamp'],
    deserializeThrowsOn: 1,
  }),
  ...each('an interceptor below that sends another message', () => ({ below: ['replace'] })),
  ...each('an interceptor above that sends another message', () => ({ above: ['replace'] })),
  ...each('an interceptor above that passes events on late', () => ({ above: ['late'] })),
  ...each('an interceptor below that passes events on late', () => ({ below: ['late'] })),
  ...each('an interceptor above that starts the call late', () => ({ above: ['slow', 'witness'] })),
  ...each('an interceptor below that starts the call late', () => ({ above: ['witness'], below: ['slow'] })),
  one('a retrying interceptor above, and a second attempt that succeeds', 'unary', {
    above: ['retry', 'witness'],
    server: [s.awaitHalfClose, SETTLE, s.fail(14, 'busy')],
    serverAgain: [s.awaitHalfClose, s.send('answer'), s.ok(['x-t', '2'])],
  }),
  one('a retrying interceptor below, and a second attempt that succeeds', 'unary', {
    above: ['witness'],
    below: ['retry'],
    server: [s.awaitHalfClose, SETTLE, s.fail(14, 'busy')],
    serverAgain: [s.awaitHalfClose, s.send('answer'), s.ok(['x-t', '2'])],
  }),
  one('a retrying interceptor above, and no attempt that succeeds', 'unary', {
    above: ['retry'],
    server: [s.awaitHalfClose, SETTLE, s.fail(10, 'busy', RICH)],
  }),
  ...each('a request that cannot be serialised', (kind) => ({
    serializeThrowsOn: 1,
    server: [],
    ...(requestStreams(kind) ? { client: [c.send('bad'), c.awaitEnd] } : {}),
  })),
  ...some(SENDING, 'a second request that cannot be serialised', () => ({
    serializeThrowsOn: 2,
    client: [c.send('1'), c.turn, c.send('2'), c.awaitEnd],
    server: [],
  })),
  ...each('a response that cannot be decoded', () => ({ deserializeThrowsOn: 1 })),
  ...some(STREAMED, 'a second response that cannot be decoded', () => ({
    server: [s.awaitHalfClose, s.send('a'), s.send('b'), SETTLE, s.ok()],
    deserializeThrowsOn: 2,
  })),
];

const together: readonly NamedProgram[] = [
  many(
    'equal concurrent calls with other answers, ending in the opposite order of their start',
    planCall('unary', { server: [s.awaitHalfClose, s.wait(90), s.send('first'), s.ok()] }),
    planCall('unary', { server: [s.awaitHalfClose, s.wait(50), s.send('second'), s.ok()] }),
    planCall('unary', { server: [s.awaitHalfClose, s.wait(10), s.send('third'), s.ok()] }),
  ),
  many(
    'concurrent calls of all kinds, their ends 35 ms apart',
    ...KIND_NAMES.map((kind, i) =>
      planCall(kind, { server: [s.awaitHalfClose, s.send('m'), s.wait(115 - 35 * i), s.ok()] }),
    ),
  ),
  many(
    'the same question asked three times, one after another',
    planCall('unary', { server: [s.awaitHalfClose, s.send('one'), s.ok()] }),
    planCall('unary', { server: [s.awaitHalfClose, s.send('two'), s.ok()], after: 0 }),
    planCall('unary', { server: [s.awaitHalfClose, s.fail(5, 'three')], after: 1 }),
  ),
  many(
    'equal conversations at the same time',
    planCall('bidi', {
      client: [c.send('hi'), c.await(1), c.send('a'), c.halfClose],
      server: [s.await(1), s.send('first'), s.awaitHalfClose, s.wait(40), s.ok()],
    }),
    planCall('bidi', {
      client: [c.send('hi'), c.await(1), c.send('a'), c.halfClose],
      server: [s.await(1), s.send('second'), s.awaitHalfClose, s.ok()],
    }),
  ),
  many(
    'conversations that begin alike and part',
    planCall('bidi', {
      client: [c.send('hi'), c.send('a'), c.halfClose],
      server: [s.await(2), s.send('to a'), s.awaitHalfClose, s.ok()],
    }),
    planCall('bidi', {
      client: [c.send('hi'), c.send('b'), c.halfClose],
      server: [s.await(2), s.send('to b'), s.awaitHalfClose, s.ok()],
    }),
  ),
  many(
    'a late starter that ends after an early one',
    planCall('unary', { server: [s.awaitHalfClose, s.wait(30), s.send('a'), s.ok()] }),
    planCall('unary', { server: [s.awaitHalfClose, s.wait(100), s.send('b'), s.ok()] }),
    planCall('unary', { server: [s.awaitHalfClose, s.wait(110), s.send('c'), s.ok()], after: 0 }),
  ),
  many(
    'a deadline that is past, beside a call that takes its time',
    planCall('unary', { server: [], deadline: { ms: -5, as: 'date' } }),
    planCall('unary', { server: [s.awaitHalfClose, s.wait(60), s.send('b'), s.ok()] }),
  ),
  many(
    'a call cancelled in the next tick, beside a call that takes its time',
    planCall('unary', { server: [], client: [c.tick, c.cancel] }),
    planCall('unary', { server: [s.awaitHalfClose, s.wait(60), s.send('b'), s.ok()] }),
  ),
  many(
    'a cancelled call among others',
    planCall('server', { ...silentAfter(2), client: [c.await(2), c.cancel] }),
    planCall('unary', { server: [s.awaitHalfClose, s.wait(50), s.send('b'), s.ok()] }),
    planCall('unary', { server: [s.awaitHalfClose, s.send('c'), s.ok()], after: 0 }),
  ),
];

/** Each with a title of its own, so that it fails by name. */
export const NAMED_PROGRAMS: Readonly<Record<string, readonly NamedProgram[]>> = {
  messages,
  conversations,
  endings,
  metadata,
  'cancelling and walking away': cancels,
  deadlines,
  parents,
  readers,
  'interceptors and codecs': around,
  'calls together': together,
};
