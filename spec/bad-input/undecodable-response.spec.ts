import { writeFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { type CassetteError, cassetteInterceptor, openCassette } from '../../lib/index.js';
import { cassette, unary } from '../support/cassettes.js';
import { useEchoSuite } from '../support/echo-suite.js';

describe('a recorded response that the client cannot decode', () => {
  const { server, temporary } = useEchoSuite();

  it('ends the call as it does live, with the CassetteError as cause', async () => {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary('A', 'not what it was')));
    const opened = openCassette(path);
    const client = new grpc.Client(server.address, grpc.credentials.createInsecure(), {
      interceptors: [cassetteInterceptor(opened)],
    });
    const decode = (): never => {
      throw new Error('index out of range: 5 + 110 > 15');
    };
    const same = (bytes: Buffer): Buffer => bytes;
    const error = await new Promise<grpc.ServiceError | null>((resolve) => {
      client.makeUnaryRequest('/echo.Echo/Unary', same, decode, Buffer.from('A'), (each) => resolve(each));
    });
    expect(error?.code).to.equal(grpc.status.INTERNAL);
    expect(error?.details).to.equal('Response message parsing error: index out of range: 5 + 110 > 15');
    const cause = error?.cause as CassetteError;
    expect(cause.code).to.equal('undecodable_response');
    expect(cause.path).to.equal(path);
    expect(cause.method).to.equal('/echo.Echo/Unary');
    expect(cause.message).to.equal(
      `${path}: the client cannot decode a recorded response of /echo.Echo/Unary (Error). ` +
        'If the message type has changed, record the call again; if the file was edited, mend it.',
    );
    expect((cause.cause as Error).message).to.equal('index out of range: 5 + 110 > 15');
    await opened.close();
    client.close();
  });
});
