import { writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import type * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { causeOf } from '../../lib/grpc/cause-of.js';
import { CassetteError, cassetteInterceptor, openCassette, useCassette } from '../../lib/index.js';
import { cassette, unary } from '../support/cassettes.js';
import { type EchoClient, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { rejectionOf, thrownBy } from '../support/errors.js';

/** The program's own function that makes the call. */
function askQuestion(client: EchoClient, question: string): Promise<grpc.ServiceError | null> {
  return new Promise((resolve) => client.Unary(Buffer.from(question), (error) => resolve(error)));
}

const framesOf = ({ stack = '' }: Error): readonly string[] =>
  stack.split('\n').filter((line) => /^\s+at /.test(line));

describe('the cause of a call that missed', () => {
  const { clientOf, temporary } = useEchoSuite();

  const recorded = (): string => {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary('A', 'a')));
    return path;
  };

  it('sums up what the message of the error explains, and has the facts without listing them', async () => {
    const opened = openCassette(recorded());
    const error = await askQuestion(clientOf(opened), 'B');
    const { cause } = error as { readonly cause?: unknown };
    if (!CassetteError.is(cause)) throw new Error('It is no miss.');
    expect(cause.message).to.equal('No recording of this method has this request.');
    expect([cause.code, cause.path, cause.asked]).to.deep.equal(['no_match', opened.path, '"B"']);
    expect(cause.differences).to.deep.equal([{ path: '', recorded: '"A"', asked: '"B"' }]);
    expect(opened.misses[0]?.error.message).to.equal(error?.details);
    const printed = inspect(cause);
    for (const told of ['nearest', 'next step', 'GRPC_CASSETTE_MODE', 'differences']) {
      expect(printed).not.to.include(told);
    }
    await opened.close();
  });

  it('begins its stack at the line that made the call', async () => {
    const opened = openCassette(recorded());
    const error = await askQuestion(clientOf(opened), 'B');
    const [first] = framesOf(error?.cause as Error);
    expect(first).to.match(/spec[\\/]grpc[\\/]cause-of\.spec\.[tj]s/);
    const [noted] = framesOf(opened.misses[0]?.error as Error);
    expect(noted).to.equal(first);
    await opened.close();
  });

  it('is the whole story where the message of the error tells another', async () => {
    const path = temporary('broken.yaml');
    writeFileSync(path, cassette(unary('A', 'a')));
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(path)] });
    const failing = Object.create(client) as EchoClient;
    const error = await new Promise<grpc.ServiceError | null>((resolve) => {
      failing.makeUnaryRequest(
        '/echo.Echo/Unary',
        (request: Buffer) => request,
        () => {
          throw new TypeError('no such message');
        },
        Buffer.from('A'),
        (reason) => resolve(reason),
      );
    });
    expect(error?.details).to.equal('Response message parsing error: no such message');
    const cause = error?.cause as Error | undefined;
    expect(cause?.message).to.match(/: the client cannot decode a recorded response of /);
    expect((cause?.cause as Error | undefined)?.message).to.equal('no such message');
    expect(Object.keys(cause ?? {})).to.include.members(['path', 'method']);
    client.close();
  });

  it('is not there where a use rejects: that is the explanation, from the line that made the call', async () => {
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor()] });
    const error = await rejectionOf(
      useCassette(recorded(), async () => void (await askQuestion(client, 'B'))),
    );
    expect(error.cause).to.equal(undefined);
    expect(error.message).to.include('\n  next step: ');
    expect(framesOf(error)[0]).to.match(/spec[\\/]grpc[\\/]cause-of\.spec\.[tj]s/);
    client.close();
  });
});

describe('the cause that is made of an error', () => {
  it('is brief where the details are its message in colour, and keeps what caused it', () => {
    const reason = new Error('the reason');
    const error = new CassetteError('no_match', 'missed\n  old', { method: '/a.A/One' }, { cause: reason });
    const cause = causeOf(error, 'missed\n  \u001b[31mold\u001b[39m');
    expect([cause.message, cause.method, cause.cause]).to.deep.equal(['missed', '/a.A/One', reason]);
    expect(Object.keys(cause)).not.to.include('method');
  });

  it('has no frames of the library, also where the error has them', () => {
    const error = thrownBy(() => openCassette(''));
    expect(framesOf(error)[0]).to.match(/lib[\\/]open[\\/]open-cassette/);
    expect(framesOf(causeOf(error, error.message))[0]).to.match(/spec[\\/]grpc[\\/]cause-of\.spec\.[tj]s/);
  });
});
