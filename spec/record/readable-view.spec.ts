import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { expect } from 'chai';
import { binaryTag, CORE_SCHEMA, load } from 'js-yaml';
import { ask, complete } from '../../examples/demo/chat.js';
import { type EmbeddedServer, startServer } from '../../examples/demo/start-server.js';
import { type CassetteOptions, cassetteInterceptor, openCassette, reflectSchema } from '../../lib/index.js';
import { ChatClient } from '../../proto-gen/xai/api/v1/chat.js';
import { projectRoot } from '../support/shared-folder.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

interface Viewed {
  readonly interactions: readonly {
    readonly request_sample: { readonly json?: unknown };
    readonly response_sample: { readonly json?: { readonly outputs?: readonly unknown[] } };
  }[];
}

const MODEL = 'grok-4-fast-non-reasoning';
const REQUEST = {
  messages: [{ content: [{ text: 'Hello?' }], role: 'ROLE_USER' }],
  model: MODEL,
  max_tokens: 200,
};

describe('the readable view of a recording', () => {
  const temporary = useTemporaryFolder();
  let server: EmbeddedServer;
  const warnings: string[] = [];
  const listen = (warning: Error): void => {
    if (warning.name === 'GrpcCassetteWarning') warnings.push(warning.message);
  };

  before(async () => {
    server = await startServer();
    process.on('warning', listen);
  });

  after(async () => {
    process.off('warning', listen);
    await server.stop();
  });

  async function record(options: CassetteOptions): Promise<Viewed> {
    const path = temporary('chat.yaml');
    const interceptor = cassetteInterceptor(path, { mode: 'once', ...options });
    const client = new ChatClient(server.address, credentials.createInsecure(), {
      interceptors: [interceptor],
    });
    await complete(client, ask(MODEL, 'Hello?'));
    client.close();
    await interceptor.cassette?.close();
    return load(readFileSync(path, 'utf8'), { schema: CORE_SCHEMA.withTags(binaryTag) }) as Viewed;
  }

  const binpb = join(projectRoot, 'proto-gen/xai.binpb');
  const proto = join(projectRoot, 'proto/xai/api/v1/chat.proto');
  const loaderOptions = { includeDirs: [join(projectRoot, 'proto')], keepCase: true };

  for (const { what, schema } of [
    { what: 'the path of a descriptor set', schema: binpb },
    { what: 'the bytes of a descriptor set', schema: readFileSync(binpb) },
    { what: 'a proto-loader definition', schema: loadSync(proto, loaderOptions) },
    { what: 'the path of a .proto file', schema: proto },
    { what: 'several, of which one knows the method', schema: [{}, binpb] },
  ]) {
    it(`is protobuf's JSON, with ${what} as schema`, async () => {
      const { interactions } = await record({ schema });
      expect(interactions[0]?.request_sample.json).to.deep.equal(REQUEST);
      expect(interactions[0]?.response_sample.json?.outputs).to.have.length(1);
    });
  }

  it('is what a function fetches when something is recorded, once, and is waited for', async () => {
    let asked = 0;
    const schema = async (): Promise<Uint8Array> => {
      asked += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return readFileSync(binpb);
    };
    const { interactions } = await record({ schema });
    expect(interactions[0]?.request_sample.json).to.deep.equal(REQUEST);
    expect(asked).to.equal(1);
    await openCassette(temporary('chat.yaml'), { mode: 'once', schema }).close();
    expect(asked).to.equal(1);
  });

  it('is made without the schema that a function cannot fetch, and that is said', async () => {
    warnings.length = 0;
    const refused = new Client('127.0.0.1:1', credentials.createInsecure());
    const { interactions } = await record({
      schema: () => reflectSchema(refused, { deadline: Date.now() + 200 }),
    });
    refused.close();
    await new Promise(setImmediate);
    expect(interactions[0]?.request_sample.json).to.deep.include({ model: MODEL });
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include('Server reflection gave no schema');
  });

  it("is what the client's own messages show, where there is no schema", async () => {
    const { interactions } = await record({});
    expect(interactions[0]?.request_sample.json).to.deep.include({ model: MODEL, max_tokens: 200 });
    expect(interactions[0]?.response_sample.json?.outputs).to.have.length(1);
  });

  it('is left out where it is not wanted', async () => {
    const { interactions } = await record({ debugJson: false, schema: binpb });
    expect(interactions[0]).to.have.property('response_sample').that.does.not.have.property('json');
    expect(interactions[0]).to.have.property('request_sample').that.does.not.have.property('json');
  });

  it('may fail: the recording is whole without it, and that is said once', async () => {
    warnings.length = 0;
    const broken = temporary('broken.binpb');
    writeFileSync(broken, 'no descriptor set');
    const { interactions } = await record({ schema: broken });
    await new Promise(setImmediate);
    expect(interactions).to.have.length(1);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include(
      `messages are compared, and stored, without a schema: the schema ${broken} cannot be read`,
    );
  });

  it('does not keep a journal that a commit left behind from being known as committed', async () => {
    const path = temporary('chat.yaml');
    const lost = temporary('.chat.yaml.2147483647-00000000000000000000aaaa.journal');
    const interceptor = cassetteInterceptor(path, { mode: 'once', schema: binpb });
    const client = new ChatClient(server.address, credentials.createInsecure(), {
      interceptors: [interceptor],
    });
    await complete(client, ask(MODEL, 'Hello?'));
    client.close();
    const { readdirSync } = await import('node:fs');
    const journal = readdirSync(temporary('.')).find((name) => name.endsWith('.journal')) ?? '';
    const bytes = readFileSync(temporary(journal));
    await interceptor.cassette?.close();
    writeFileSync(temporary('kept'), bytes);
    renameSync(temporary('kept'), lost);

    const before = readFileSync(path, 'utf8');
    const again = openCassette(path, { mode: 'new_episodes' });
    expect(again.interactions).to.have.length(1);
    await again.close();
    expect(readFileSync(path, 'utf8')).to.equal(before);
  });
});
