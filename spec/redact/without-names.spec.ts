import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { type Cassette, type CassetteOptions, cassetteInterceptor, openCassette } from '../../lib/index.js';
import { rejectionOf } from '../support/errors.js';
import { Request, SIGN_IN } from './support/login.js';
import { useLogin } from './support/use-login.js';

/** A client whose messages are plain objects, as those of proto-loader and ts-proto. */
function ask(address: string, cassette: Cassette, request: object): Promise<string> {
  const client = new grpc.Client(address, grpc.credentials.createInsecure(), {
    interceptors: [cassetteInterceptor(cassette)],
  });
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      SIGN_IN,
      (message: object) => Buffer.from(Request.encode(Request.create(message)).finish()),
      (bytes: Buffer) => ({ bytes }),
      request,
      (error) => {
        client.close();
        resolve(error === null ? 'answered' : error.details);
      },
    );
  });
}

describe('secrets in messages that have no names', () => {
  const { server, path } = useLogin();
  const open = (options: CassetteOptions): Cassette => openCassette(path(), options);

  async function recorded(options: CassetteOptions = {}): Promise<void> {
    const cassette = open({ mode: 'once', ...options });
    expect(await ask(server.address, cassette, { user: 'ann', password: 'recorded-pw' })).to.equal(
      'answered',
    );
    await cassette.close();
  }

  it('are in no miss, neither the one that is asked nor the recorded one', async () => {
    await recorded();
    const cassette = open({});
    const details = await ask('127.0.0.1:1', cassette, { user: 'ann', password: 'another-pw' });
    expect(details)
      .to.include('2: "[REDACTED]"')
      .and.not.match(/(?:recorded|another)-pw/);
    expect(JSON.stringify(cassette.misses)).not.to.match(/(?:recorded|another)-pw/);
    await cassette.close();
  });

  it('are taken out by number', async () => {
    await recorded({ redact: { fields: '2' } });
    const cassette = open({});
    expect(await ask('127.0.0.1:1', cassette, { user: 'ann', password: 'another-pw' })).to.equal('answered');
    await cassette.close();
    expect(readFileSync(path(), 'utf8')).to.include('redacted: [request 2]');
  });

  it('are not recorded where rules name them, and the schema cannot be read', async () => {
    const error = await rejectionOf(recorded({ redact: { fields: 'password' }, schema: 'no/such.binpb' }));
    expect(error.code).to.equal('write_failed');
    expect(error.message).to.include(
      'redact names fields of its messages, and the schema that names them could not be read',
    );
  });
});
