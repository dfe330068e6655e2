import fc, { type Arbitrary } from 'fast-check';
import {
  type CallPlan,
  type ClientStep,
  type Codec,
  KIND_NAMES,
  type KindName,
  type Message,
  type Pairs,
  type Program,
  type Reader,
  requestStreams,
  responseStreams,
  type ServerStep,
  type StatusPlan,
} from './program.js';

/**
 * Programs by chance. A call is drawn as one dialogue, a list of moves of both sides, from which both scripts are
 * derived; a side that waits, waits only for moves that stand earlier in the dialogue, so no program can deadlock.
 */

type Move =
  | { readonly who: 'client'; readonly message: Message; readonly waits: boolean }
  | { readonly who: 'server'; readonly message: Message; readonly waits: boolean }
  | { readonly who: 'halfClose' }
  | { readonly who: 'headers'; readonly metadata: Pairs }
  | { readonly who: 'rest'; readonly ms: number }
  | { readonly who: 'thought'; readonly ms: number };

type Ending =
  | { readonly how: 'status'; readonly status: StatusPlan; readonly settleMs: number }
  | { readonly how: 'abort'; readonly rst: number }
  | {
      readonly how: 'cancel';
      readonly when: 'now' | 'tick' | 'turn' | 'headers' | 'mid' | 'inData' | 'ended';
    }
  | { readonly how: 'deadline'; readonly ms: number; readonly as: 'date' | 'number' }
  | { readonly how: 'leave'; readonly by: 'break' | 'destroy' };

const message: Arbitrary<Message> = fc.oneof(
  { weight: 5, arbitrary: fc.string({ maxLength: 6 }) },
  { weight: 2, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.constantFrom('a', 'b', 'same') },
  {
    weight: 2,
    arbitrary: fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\n', ' lead', 'trail ', 'null', '0', '!!binary', 'x'.repeat(300)),
  },
);

const metadataPair = (prefix: string): Arbitrary<readonly [string, string]> =>
  fc.oneof(
    fc.tuple(
      fc.constantFrom(`${prefix}-a`, `${prefix}-b`, 'x-both'),
      fc.constantFrom('1', '2', 'with space', 'a,b', '0123'),
    ),
    fc.tuple(
      fc.constantFrom(`${prefix}-bin`, 'x-both-bin'),
      fc.uint8Array({ maxLength: 5 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    ),
  );

const pairs = (prefix: string): Arbitrary<Pairs> => fc.array(metadataPair(prefix), { maxLength: 4 });

const trailers: Arbitrary<Pairs> = fc
  .tuple(
    pairs('x-trail'),
    fc.option(fc.constantFrom('\x08\x05\x12\x01x', '\x00\xff', ''), { nil: undefined }),
  )
  .map(([some, rich]) => (rich === undefined ? some : [...some, ['grpc-status-details-bin', rich]]));

const status: Arbitrary<StatusPlan> = fc.record({
  code: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 16 }) },
  ),
  details: fc.constantFrom('OK', '', 'no such file', 'höchst 100% übel\nline two', 'x: y'),
  trailers,
});

const ending: Arbitrary<Ending> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({ how: fc.constant('status'), status, settleMs: fc.constantFrom(12, 20) }),
  },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('abort'), rst: fc.constantFrom(2, 8, 11) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      how: fc.constant('cancel'),
      when: fc.constantFrom('now', 'tick', 'turn', 'headers', 'mid', 'inData', 'ended'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      how: fc.constant('deadline'),
      ms: fc.constantFrom(-5, 0, 120, 150),
      as: fc.constantFrom('date', 'number'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ how: fc.constant('leave'), by: fc.constantFrom('break', 'destroy') }) },
) as Arbitrary<Ending>;

const move: Arbitrary<Move> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ who: fc.constant('client'), message, waits: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ who: fc.constant('server'), message, waits: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ who: fc.constant('halfClose') }) },
  { weight: 2, arbitrary: fc.record({ who: fc.constant('headers'), metadata: pairs('x-head') }) },
  { weight: 1, arbitrary: fc.record({ who: fc.constant('rest'), ms: fc.integer({ min: 2, max: 15 }) }) },
  { weight: 1, arbitrary: fc.record({ who: fc.constant('thought'), ms: fc.integer({ min: 2, max: 10 }) }) },
) as Arbitrary<Move>;

const reader: Arbitrary<Reader> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Reader>({ how: 'flow' }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('slow' as const), ms: fc.constantFrom(1, 4) }) },
  { weight: 1, arbitrary: fc.constant<Reader>({ how: 'iterate' }) },
  {
    weight: 1,
    arbitrary: fc.record({ how: fc.constant('iterate' as const), slowMs: fc.constantFrom(1, 4) }),
  },
);

interface Draft {
  readonly kind: KindName;
  readonly codec: Codec;
  readonly request: Message;
  readonly moves: readonly Move[];
  readonly ending: Ending;
  readonly reader: Reader;
  readonly metadata: Pairs;
  readonly twist: 'none' | 'serialize' | 'deserialize' | 'parent' | 'parentCancel' | 'pause' | 'early';
  readonly around:
    | 'none'
    | 'witness'
    | 'stampAbove'
    | 'stampBelow'
    | 'replaceBelow'
    | 'retryAbove'
    | 'retryBelow';
  readonly after: boolean;
}

const draft: Arbitrary<Draft> = fc.record({
  kind: fc.constantFrom(...KIND_NAMES),
  codec: fc.constantFrom<Codec[]>('bytes', 'bytes', 'object', 'text', 'reused'),
  request: message,
  moves: fc.array(move, { maxLength: 9, size: 'max' }),
  ending,
  reader,
  metadata: pairs('x-ask'),
  twist: fc.oneof(
    { weight: 12, arbitrary: fc.constant('none') },
    { weight: 5, arbitrary: fc.constantFrom('serialize', 'deserialize', 'parent', 'parentCancel', 'pause') },
    { weight: 2, arbitrary: fc.constant('early') },
  ) as Arbitrary<Draft['twist']>,
  around: fc.oneof(
    { weight: 8, arbitrary: fc.constant('none') },
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        'witness',
        'stampAbove',
        'stampBelow',
        'replaceBelow',
        'retryAbove',
        'retryBelow',
      ),
    },
  ) as Arbitrary<Draft['around']>,
  after: fc.boolean(),
});

export const program: Arbitrary<Program> = fc
  .oneof(
    { weight: 5, arbitrary: fc.array(draft, { minLength: 1, maxLength: 1 }) },
    { weight: 3, arbitrary: fc.array(draft, { minLength: 1, maxLength: 4 }) },
  )
  .map((drafts) => ({ calls: drafts.map((one, index) => toPlan(one, index)) }));

/** A run of requests or responses that the other side has surely seen. */
interface Progress {
  sent: number;
  answered: number;
  halfClosed: boolean;
}

function toPlan(given: Draft, index: number): CallPlan {
  const { kind } = given;
  const client: ClientStep[] = [];
  const server: ServerStep[] = [];
  const progress: Progress = {
    sent: requestStreams(kind) ? 0 : 1,
    answered: 0,
    halfClosed: !requestStreams(kind),
  };
  const maxAnswers = responseStreams(kind) ? Number.POSITIVE_INFINITY : 1;
  for (const one of given.moves) addMove(one, kind, maxAnswers, progress, client, server);
  return finish(given, index, client, server, progress);
}

function addMove(
  one: Move,
  kind: KindName,
  maxAnswers: number,
  progress: Progress,
  client: ClientStep[],
  server: ServerStep[],
): void {
  switch (one.who) {
    case 'client':
      if (progress.halfClosed || !requestStreams(kind)) return;
      if (one.waits && responseStreams(kind) && progress.answered > 0) {
        client.push({ do: 'await', responses: progress.answered });
      }
      client.push({ do: 'send', message: one.message });
      progress.sent++;
      return;
    case 'server':
      if (progress.answered >= maxAnswers) return;
      if (one.waits)
        server.push(
          progress.halfClosed ? { do: 'awaitHalfClose' } : { do: 'await', requests: progress.sent },
        );
      server.push({ do: 'send', message: one.message });
      progress.answered++;
      return;
    case 'halfClose':
      if (!progress.halfClosed) client.push({ do: 'halfClose' });
      progress.halfClosed = true;
      return;
    case 'headers':
      server.push({ do: 'headers', metadata: one.metadata });
      return;
    case 'thought':
      if (!progress.halfClosed && requestStreams(kind)) client.push({ do: 'wait', ms: one.ms });
      return;
    case 'rest':
      server.push({ do: 'wait', ms: one.ms });
      return;
  }
}

function finish(
  given: Draft,
  index: number,
  client: ClientStep[],
  server: ServerStep[],
  progress: Progress,
): CallPlan {
  const { kind, ending: end, twist } = given;
  const streams = responseStreams(kind);
  const heard = streams ? progress.answered : 0;
  const leaves = end.how === 'leave' && streams;
  let extra: Partial<CallPlan> = {};
  switch (end.how) {
    case 'status':
      if (twist !== 'early' && !progress.halfClosed) client.push({ do: 'halfClose' });
      endWith(server, end.status, end.settleMs, twist === 'early' ? progress.sent : 'halfClose');
      break;
    case 'abort':
      server.push(
        { do: 'await', requests: progress.sent },
        { do: 'wait', ms: 20 },
        { do: 'abort', rst: end.rst },
      );
      break;
    case 'cancel':
      extra = addCancel(end.when, heard, client, server);
      break;
    case 'deadline':
      extra = { deadline: { ms: end.ms, as: end.as } };
      break;
    case 'leave':
      if (!streams) endWith(server, { code: 0, details: 'OK', trailers: [] }, 8, progress.sent);
      else if (end.by === 'destroy') client.push({ do: 'await', responses: heard }, { do: 'destroy' });
      else extra = heard === 0 ? {} : { reader: { how: 'iterate', breakAfter: heard } };
      if (streams && end.by === 'break' && heard === 0) client.push({ do: 'cancel' });
      break;
  }
  // Whether a paused reader's client cancels before or after the first message comes would be a race.
  const pauses = twist === 'pause' && streams && !leaves && end.how !== 'cancel';
  const plan: CallPlan = {
    kind,
    codec: given.codec,
    request: given.request,
    client: pauses ? paused(client) : client,
    server,
    reader: streams && !leaves && !pauses ? given.reader : { how: 'flow' },
    metadata: given.metadata,
    above: [],
    below: [],
    ...(given.after && index > 0 ? { after: index - 1 } : {}),
    ...extra,
  };
  return withAround(given, withTwist(given, plan, progress, heard));
}

/**
 * Ends the server's script. A failure drops the messages that the client has not read yet, which is a race: so an
 * error waits until they were read.
 */
function endWith(
  server: ServerStep[],
  given: StatusPlan,
  settleMs: number,
  seen: number | 'halfClose',
): void {
  server.push(seen === 'halfClose' ? { do: 'awaitHalfClose' } : { do: 'await', requests: seen });
  if (given.code !== 0 && server.some((step) => step.do === 'send'))
    server.push({ do: 'wait', ms: settleMs });
  server.push({ do: 'end', ...given });
}

function addCancel(
  when: (Ending & { how: 'cancel' })['when'],
  heard: number,
  client: ClientStep[],
  server: ServerStep[],
): Partial<CallPlan> {
  switch (when) {
    case 'now':
      client.unshift({ do: 'cancel' });
      return {};
    case 'tick':
      client.unshift({ do: 'tick' }, { do: 'cancel' });
      return {};
    case 'turn':
      client.unshift({ do: 'turn' }, { do: 'cancel' });
      return {};
    case 'headers':
      server.unshift({ do: 'headers', metadata: [['x-first', '1']] });
      return { cancelIn: 'metadata' };
    case 'mid':
      client.push({ do: 'await', responses: heard }, { do: 'cancel' });
      return {};
    case 'inData':
      if (heard > 0) return { cancelIn: { data: heard } };
      client.push({ do: 'cancel' });
      return {};
    case 'ended':
      client.push({ do: 'halfClose' }, { do: 'awaitEnd' }, { do: 'cancel' });
      endWith(server, { code: 0, details: 'OK', trailers: [] }, 8, 'halfClose');
      return {};
  }
}

/** Reads nothing until what was sent had time to come. */
function paused(client: readonly ClientStep[]): ClientStep[] {
  const sends = client.filter((step) => step.do !== 'await');
  return [{ do: 'pause' }, ...sends, { do: 'wait', ms: 30 }, { do: 'resume' }];
}

function withTwist(given: Draft, plan: CallPlan, progress: Progress, heard: number): CallPlan {
  switch (given.twist) {
    case 'serialize':
      return progress.sent === 0 ? plan : { ...plan, serializeThrowsOn: progress.sent };
    case 'deserialize':
      return progress.answered === 0 ? plan : { ...plan, deserializeThrowsOn: progress.answered };
    case 'parent':
      return { ...plan, parent: { cancelAfter: Number.MAX_SAFE_INTEGER } };
    case 'parentCancel': {
      const { deadline: _deadline, cancelIn: _cancelIn, ...rest } = plan;
      const ends = plan.server.filter((step) => step.do !== 'end' && step.do !== 'abort');
      const client = plan.client.filter((step) => step.do !== 'cancel' && step.do !== 'destroy');
      return { ...rest, reader: { how: 'flow' }, client, server: ends, parent: { cancelAfter: heard } };
    }
    default:
      return plan;
  }
}

/**
 * Whether the client itself ends the call. An interceptor below the cassette changes that end live, and does not run
 * in a replay: named.ts says what is expected there, by name, so that it does not hide what chance finds.
 */
function endsItself(given: Draft, plan: CallPlan): boolean {
  const local =
    given.ending.how === 'cancel' || given.ending.how === 'deadline' || given.ending.how === 'leave';
  const throws = plan.serializeThrowsOn !== undefined || plan.deserializeThrowsOn !== undefined;
  return local || throws || given.twist === 'parentCancel';
}

function withAround(given: Draft, plan: CallPlan): CallPlan {
  switch (given.around) {
    case 'none':
      return plan;
    case 'witness':
      return { ...plan, above: ['witness'] };
    case 'stampAbove':
      return { ...plan, above: ['stamp', 'witness'] };
    case 'stampBelow':
      return endsItself(given, plan) ? plan : { ...plan, below: ['stamp'] };
    case 'replaceBelow':
      return plan.serializeThrowsOn === undefined && plan.codec !== 'reused'
        ? { ...plan, below: ['replace'] }
        : plan;
    case 'retryAbove':
      return { ...plan, above: ['retry', 'witness'] };
    case 'retryBelow':
      return { ...plan, below: ['retry'] };
  }
}
