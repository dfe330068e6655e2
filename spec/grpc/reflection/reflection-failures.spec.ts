import { createServer } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { type ReflectionOptions, reflectSchema } from '../../../lib/grpc/reflection/reflect-schema.js';
import { servicesAnswer } from '../../support/reflection-answers.js';
import {
  type Answer,
  answerQuestions,
  handleReflection,
  type Question,
  type ReflectionCall,
  reflectionService,
  useReflectedServer,
} from '../../support/reflection-server.js';

const INSTEAD = 'Give the option schema a descriptor set or a .proto file instead.';

describe("a server's reflection that gives no schema", () => {
  const { serve, clientOf } = useReflectedServer();
  const V1 = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';

  it('where the server has no reflection', async () => {
    const client = await serve(() => {});
    expect((await failureOf(client)).message).to.equal(
      'The server has neither grpc.reflection.v1 nor grpc.reflection.v1alpha (12 UNIMPLEMENTED: The server does not ' +
        `implement the method /grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo). ${INSTEAD}`,
    );
  });

  it('where no server is', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const address = closed.address();
    await new Promise((resolve) => closed.close(resolve));
    const port = typeof address === 'object' ? address?.port : undefined;
    const { message } = await failureOf(clientOf(`127.0.0.1:${port}`));
    expect(message).to.include(
      `Server reflection gave no schema: ${V1}, asked list_services "*": 14 UNAVAILABLE: No connection established.`,
    );
    expect(message.endsWith(`. ${INSTEAD}`)).to.equal(true);
  });

  it('where the server does not answer before the deadline', async () => {
    const client = await serve((server) => handleReflection(server, (call) => call.resume()));
    const { message } = await failureOf(client, { deadline: Date.now() + 100 });
    expect(message).to.match(/asked list_services "\*": 4 DEADLINE_EXCEEDED: /);
  });

  it('where the server breaks off in the middle', async () => {
    const client = await serve((server) =>
      answerQuestions(server, (question, call) => {
        if (question['file_containing_symbol'] === undefined) return servicesAnswer(['a.S']);
        call.emit('error', { code: grpc.status.INTERNAL, details: 'out of order' });
        return {};
      }),
    );
    expect((await failureOf(client)).message).to.equal(
      `Server reflection gave no schema: ${V1}, asked file_containing_symbol "a.S": 13 INTERNAL: out of order. ${INSTEAD}`,
    );
  });

  for (const { what, answer, reason } of [
    {
      what: 'refuses to answer',
      answer: {
        error_response: { error_code: grpc.status.PERMISSION_DENIED, error_message: 'not for you.' },
      },
      reason: '7 PERMISSION_DENIED: not for you',
    },
    {
      what: 'finds no services to list',
      answer: { error_response: { error_code: grpc.status.NOT_FOUND, error_message: 'none' } },
      reason: '5 NOT_FOUND: none',
    },
    {
      what: 'lists no services',
      answer: servicesAnswer(['grpc.reflection.v1.ServerReflection']),
      reason: 'the server lists 0 services and describes none of them',
    },
    {
      what: 'ends the call without an answer',
      answer: undefined,
      reason: 'the server ended the call without an answer',
    },
  ]) {
    it(`where the server ${what}`, async () => {
      const client = await serve((server) => answerQuestions(server, () => answer));
      expect((await failureOf(client)).message).to.equal(
        `Server reflection gave no schema: ${V1}, asked list_services "*": ${reason}. ${INSTEAD}`,
      );
    });
  }

  it('where the server refuses to describe a service', async () => {
    const error_response = { error_code: grpc.status.UNKNOWN, error_message: 'broken' };
    const client = await serve((server) =>
      answerQuestions(server, (question) =>
        question['list_services'] === undefined ? { error_response } : servicesAnswer(['a.S']),
      ),
    );
    expect((await failureOf(client)).message).to.include(
      'asked file_containing_symbol "a.S": 2 UNKNOWN: broken.',
    );
  });

  for (const { what, bytes, reason } of [
    { what: 'no file', bytes: Buffer.from('no file'), reason: 'illegal tag' },
    { what: 'an empty file', bytes: Buffer.alloc(0), reason: 'a descriptor file has no name' },
  ]) {
    it(`where what the server sends is ${what}`, async () => {
      const client = await serve((server) =>
        answerQuestions(server, (question) =>
          question['list_services'] === undefined
            ? { file_descriptor_response: { file_descriptor_proto: [bytes] } }
            : servicesAnswer(['a.S']),
        ),
      );
      expect((await failureOf(client)).message).to.include(`asked file_containing_symbol "a.S": ${reason}`);
    });
  }

  it('and the call is given up', async () => {
    const error_response = { error_code: grpc.status.UNKNOWN, error_message: 'broken' };
    let call: ReflectionCall | undefined;
    const client = await serve((server) =>
      answerQuestions(server, (_, asking) => {
        call = asking;
        return { error_response };
      }),
    );
    await failureOf(client, { deadline: Number.POSITIVE_INFINITY });
    await new Promise<void>((resolve) => (call?.cancelled ? resolve() : call?.once('cancelled', resolve)));
  });

  it('where what the server sends is no answer', async () => {
    const client = await serve((server) => {
      const service = reflectionService('v1');
      const [name, method] = Object.entries(service)[0] ?? ['', undefined];
      const broken = { ...method, responseSerialize: () => Buffer.from([0x32, 0x05]) };
      server.addService({ [name]: broken } as grpc.ServiceDefinition, {
        [name]: (call: grpc.ServerDuplexStream<Question, Answer>) => call.on('data', () => call.write({})),
      });
    });
    expect((await failureOf(client)).message).to.match(
      /asked list_services "\*": 13 INTERNAL: Response message parsing error: /,
    );
  });

  it('where the client is closed', async () => {
    const client = clientOf('127.0.0.1:1');
    client.close();
    expect((await failureOf(client)).message).to.equal(
      `Server reflection gave no schema: ${V1}, asked nothing yet: Channel has been shut down. ${INSTEAD}`,
    );
  });
});

async function failureOf(client: grpc.Client, options?: ReflectionOptions): Promise<Error> {
  return reflectSchema(client, options).then(
    () => expect.fail('there is a schema'),
    (error: Error) => error,
  );
}
