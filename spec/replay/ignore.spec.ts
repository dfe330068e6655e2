import { writeFileSync } from 'node:fs';
import { credentials, makeClientConstructor, type requestCallback } from '@grpc/grpc-js';
import { expect } from 'chai';
import { CassetteError, type CassetteOptions, cassetteInterceptor, openCassette } from '../../lib/index.js';
import { noteFieldPath } from '../../lib/open/field-paths.js';
import { shared } from '../../lib/open/registry.js';
import { Content, GetCompletionsRequest, Message } from '../../proto-gen/xai/api/v1/chat.js';
import { cassette, entry, unary } from '../support/cassettes.js';
import { endChildren, startChild } from '../support/child.js';
import type { CallsJob } from '../support/child-calls.js';
import { callUnary } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { useWarnings } from '../support/environment.js';
import { QUESTION_SCHEMA, type Question, question } from '../support/question.js';
import { sayAll } from './talk.js';

describe('the ignore option', () => {
  const { clientOf, temporary } = useEchoSuite();
  const warnings = useWarnings();
  endChildren();

  /** Whether a recording of one question answers another. */
  async function answers(recorded: Question, asked: Question, options: CassetteOptions): Promise<boolean> {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary(question(recorded), 'yes')));
    const opened = openCassette(path, options);
    const { response } = await callUnary(clientOf(opened), question(asked));
    await opened.close();
    return response === 'yes';
  }

  const one: Question = {
    text: 'A',
    request_id: 'r-1',
    parts: [
      { text: 'p', id: '1' },
      { text: 'q', id: '2' },
    ],
    labels: { env: 'test', run: '1' },
  };

  /** A path by name and by number, a question that differs there, and one that differs elsewhere as well. */
  const ROWS: readonly (readonly [string, string, Question, Question])[] = [
    ['request_id', '2', { ...one, request_id: 'r-2' }, { ...one, request_id: 'r-2', text: 'B' }],
    ['request_id', '2', withoutId(one), { ...withoutId(one), limit: 0 }],
    [
      'parts[*].id',
      '3[*].2',
      { ...one, parts: [{ text: 'p' }, { text: 'q', id: 'x' }] },
      { ...one, parts: [{ text: 'p' }, { text: 'x', id: 'x' }] },
    ],
    [
      'parts[1].id',
      '3[1].2',
      {
        ...one,
        parts: [
          { text: 'p', id: '1' },
          { text: 'q', id: 'x' },
        ],
      },
      {
        ...one,
        parts: [
          { text: 'p', id: 'x' },
          { text: 'q', id: 'x' },
        ],
      },
    ],
    [
      'parts[1]',
      '3[1]',
      { ...one, parts: [{ text: 'p', id: '1' }] },
      { ...one, parts: [{ text: 'q', id: '2' }] },
    ],
    ['parts', '3', { ...one, parts: [] }, { ...one, parts: [], labels: {} }],
    [
      'labels[run]',
      '4["run"]',
      { ...one, labels: { env: 'test', run: '2' } },
      { ...one, labels: { env: 'live', run: '2' } },
    ],
    ['labels', '4', { ...one, labels: { other: 'x' } }, { ...one, labels: {}, text: '' }],
  ];

  for (const [path, byNumber, same, other] of ROWS) {
    for (const [ignored, options] of [
      [path, { schema: QUESTION_SCHEMA }],
      [byNumber, {}],
      [byNumber, { schema: QUESTION_SCHEMA }],
    ] as const) {
      const how = 'schema' in options ? 'with a schema' : 'without one';
      it(`${ignored} ${how} leaves that out, and nothing else`, async () => {
        expect(await answers(one, same, options), 'not ignored').to.equal(false);
        expect(await answers(one, same, { ...options, ignore: ignored }), 'ignored').to.equal(true);
        expect(await answers(one, other, { ...options, ignore: [ignored] }), 'elsewhere').to.equal(false);
        expect(await warnings()).to.deep.equal([]);
      });
    }
  }

  it('goes by the names of the message’s own class where there is no schema', async () => {
    const path = temporary('chat.yaml');
    const asked = (text: string, user: string): GetCompletionsRequest =>
      new GetCompletionsRequest({
        user,
        messages: [new Message({ content: [new Content({ text })], name: user })],
      });
    const recorded = unary(asked('A', 'u1').serialize(), 'yes').replace(
      '/echo.Echo/Unary',
      '/xai_api.Chat/Ask',
    );
    writeFileSync(path, cassette(recorded, recorded));
    const opened = openCassette(path, { ignore: ['user', 'messages[*].name', 'messages[*].nickname'] });
    const { client, ask } = chatClient(opened);
    expect(await ask(asked('A', 'u2'))).to.equal('yes');
    expect(await ask(asked('B', 'u1'))).to.equal('no_match');
    client.close();
    expect(opened.misses[0]?.error.message).to.include(
      '\n  ignore:    messages[*].nickname names no field of the requests so far\n',
    );
    await opened.close();
  });

  it('goes for the requests of a stream', async () => {
    const path = temporary('chat.yaml');
    const requests = [1, 2].map((index) => question({ text: `${index}`, request_id: `r-${index}` }));
    writeFileSync(path, cassette(entry({ method: 'Bidi', requests, responses: ['a', 'b'], after: [1, 2] })));
    const opened = openCassette(path, { schema: QUESTION_SCHEMA, ignore: 'request_id' });
    const again = [1, 2].map((index) =>
      question({ text: `${index}`, request_id: `new-${index}` }).toString('latin1'),
    );
    expect(await sayAll(clientOf(opened), again)).to.deep.equal(['a', 'b', 'status 0']);
    await opened.close();
  });

  describe('says at the end of the process which paths named no field: they can never match anything', () => {
    /** What a process says that replays a question from one cassette. */
    async function told(ignore: readonly string[], calls: readonly string[], exit: number): Promise<string> {
      const path = temporary('chat.yaml');
      writeFileSync(path, cassette(unary(question(one), 'yes')));
      const options = { schema: QUESTION_SCHEMA, ignore };
      const job: CallsJob = { path, mode: 'none', address: '127.0.0.1:1', options, calls, exit };
      const { stderr } = await startChild('child-calls', job).ended;
      return stderr.replace(/\(node:\d+\) /g, '');
    }

    const paths = ['request_id', 'requestid', 'parts[*].it', '77'];
    const warning =
      'GrpcCassetteWarning: ignore: requestid, parts[*].it, 77 named no field of any request. Correct them, or leave them out.\n';

    for (const exit of [0, 1]) {
      it(`when it exits with code ${exit}`, async () => {
        expect(await told(paths, ['A'], exit)).to.equal(warning);
      });
    }

    it('one, in the singular', async () => {
      expect(await told(['requestid'], ['A'], 0)).to.equal(
        'GrpcCassetteWarning: ignore: requestid named no field of any request. Correct it, or leave it out.\n',
      );
    });

    it('not when no request was compared', async () => {
      expect(await told(paths, [], 0)).to.equal('');
    });
  });

  it('takes a path for found that names a field in another cassette: options are often those of many', async () => {
    const { ignore: ignoredPaths } = shared().fieldPaths;
    for (const isFound of [false, true, false]) noteFieldPath('ignore', 'of many', isFound);
    expect(ignoredPaths.get('of many')).to.equal(true);
    ignoredPaths.delete('of many');
  });

  it('takes a path for found that only later requests of a stream have, equal as they are', async () => {
    const path = temporary('chat.yaml');
    const requests = [question({ text: '1' }), question({ text: '2', request_id: 'r' })];
    writeFileSync(path, cassette(entry({ method: 'Bidi', requests, responses: ['a', 'b'], after: [1, 2] })));
    const { ignore: ignoredPaths } = shared().fieldPaths;
    ignoredPaths.delete('2');
    const opened = openCassette(path, { ignore: '2' });
    const said = requests.map((request) => request.toString('latin1'));
    expect(await sayAll(clientOf(opened), said)).to.deep.equal(['a', 'b', 'status 0']);
    await opened.close();
    expect(ignoredPaths.get('2')).to.equal(true);
  });

  it('takes paths and nothing else', () => {
    for (const value of ['', 'a..b', 'a[', '[0]', 'a.[*]', ['a', 5], [undefined], '0', 'a b']) {
      expect(() => openCassette('x.yaml', { ignore: value as string }), String(value))
        .to.throw(
          CassetteError,
          'Legal: field paths such as "context.request_id", "messages[*].id" or "5.3".',
        )
        .with.property('option', 'ignore');
    }
  });
});

function withoutId({ request_id: _, ...rest }: Question): Question {
  return rest;
}

/** A client whose messages have a class, and whose answers are bytes. */
function chatClient(opened: Parameters<typeof cassetteInterceptor>[0]) {
  const Client = makeClientConstructor(
    {
      Ask: {
        path: '/xai_api.Chat/Ask',
        requestStream: false,
        responseStream: false,
        requestSerialize: (message: GetCompletionsRequest) => Buffer.from(message.serialize()),
        requestDeserialize: (bytes: Buffer) => GetCompletionsRequest.deserialize(bytes),
        responseSerialize: (bytes: Buffer) => bytes,
        responseDeserialize: (bytes: Buffer) => bytes,
      },
    },
    'xai_api.Chat',
  );
  const client = new Client('127.0.0.1:1', credentials.createInsecure(), {
    interceptors: [cassetteInterceptor(opened)],
  });
  const { Ask } = client as unknown as {
    Ask(this: typeof client, request: GetCompletionsRequest, callback: requestCallback<Buffer>): void;
  };
  const ask = (request: GetCompletionsRequest): Promise<string> =>
    new Promise((resolve) => {
      Ask.call(client, request, (error, response) =>
        resolve(error === null ? String(response) : (error.cause as CassetteError).code),
      );
    });
  return { client, ask };
}
