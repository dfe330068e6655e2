import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { create, fromBinary } from '@bufbuild/protobuf';
import {
  DescriptorProtoSchema,
  type FileDescriptorProto,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';
import * as grpc from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { expect } from 'chai';
import { reflectSchema } from '../../../lib/grpc/reflection/reflect-schema.js';
import { cassetteInterceptor } from '../../../lib/index.js';
import { schemaOfDescriptorSet } from '../../../lib/messages/schema/schema.js';
import { answersOf, file, filesAnswer, servicesAnswer } from '../../support/reflection-answers.js';
import {
  answerQuestions,
  handleReflection,
  type Question,
  useReflectedServer,
} from '../../support/reflection-server.js';
import { projectRoot } from '../../support/shared-folder.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';

const SHOP = {
  'shop/order.proto': `syntax = "proto3"; package shop;
    import "bank/money.proto"; import "google/protobuf/timestamp.proto";
    message Order { bank.Money total = 1; google.protobuf.Timestamp placed_at = 2; Line line = 3; }
    message Line { string item_name = 1; }
    service Shop { rpc Buy(Order) returns (bank.Money); }`,
  'bank/money.proto': `syntax = "proto3"; package bank;
    enum Currency { UNKNOWN = 0; EURO = 1; }
    message Money { int64 units = 1; Currency currency = 2; }`,
};
// { total: { units: 7, currency: EURO }, placed_at: { seconds: 1 }, line: { item_name: 'tea' } }
const ORDER = Buffer.from('0a0408071001' + '12020801' + '1a050a03746561', 'hex');

describe("a server's reflection as schema", () => {
  const temporary = useTemporaryFolder();
  const { serve, clientOf, running } = useReflectedServer();

  function load(files: Readonly<Record<string, string>>): PackageDefinition {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(temporary(name)), { recursive: true });
      writeFileSync(temporary(name), text);
    }
    return loadSync('shop/order.proto', { includeDirs: [temporary('.')], keepCase: true });
  }

  for (const versions of [['v1', 'v1alpha'], ['v1'], ['v1alpha']]) {
    it(`shows the messages of a server that has ${versions.join(' and ')}`, async () => {
      const client = await serve((server) => {
        const addService: grpc.Server['addService'] = (service, implementation) => {
          const path = Object.values(service)[0]?.path ?? '';
          const isWanted = versions.some((version) => path.startsWith(`/grpc.reflection.${version}.`));
          if (isWanted) server.addService(service, implementation);
        };
        new ReflectionService(load(SHOP)).addToServer({ addService });
      });
      const schema = schemaOfDescriptorSet(await reflectSchema(client));
      const method = schema.findMethod('/shop.Shop/Buy');
      expect(method?.response.name).to.equal('bank.Money');
      expect(method?.request.toJson(ORDER)).to.deep.equal({
        total: { units: '7', currency: 'EURO' },
        placed_at: '1970-01-01T00:00:01Z',
        line: { item_name: 'tea' },
      });
    });
  }

  it('shows messages whose packages nothing but a method joins', async () => {
    const definition = load({
      'shop/order.proto': `syntax = "proto3"; package shop; import "bank/money.proto";
        message Order { string item_name = 1; }
        service Shop { rpc Buy(Order) returns (bank.Money); }`,
      'bank/money.proto': 'syntax = "proto3"; package bank; message Money { int64 units = 1; }',
    });
    const client = await serve((server) => new ReflectionService(definition).addToServer(server));
    const method = schemaOfDescriptorSet(await reflectSchema(client)).findMethod('/shop.Shop/Buy');
    expect(method?.request.toJson(Buffer.from('0a03746561', 'hex'))).to.deep.equal({ item_name: 'tea' });
  });

  it('asks for v1alpha only where there is no v1', async () => {
    const asked: string[] = [];
    const client = await serve((server) => {
      for (const version of ['v1', 'v1alpha'] as const) {
        const answer = answersOf(xai(), ['xai_api.Chat'], []);
        answerQuestions(
          server,
          (question) => {
            asked.push(version);
            return answer(question);
          },
          version,
        );
      }
    });
    await reflectSchema(client);
    expect(new Set(asked)).to.deep.equal(new Set(['v1']));
  });

  describe('where the server hands out one file at a time', () => {
    it('asks for each service, then for each import that has not come, once', async () => {
      const asked: Question[] = [];
      const services = ['a.S', 'grpc.reflection.v1.ServerReflection', 'd.S'];
      const files = [
        file('a', ['b.proto', 'c.proto', 'google/protobuf/timestamp.proto']),
        file('b', ['c.proto', 'd.proto']),
        file('c', ['b.proto']),
        file('d', []),
      ];
      const client = await serve((server) => answerQuestions(server, answersOf(files, services, asked)));
      const set = fromBinary(FileDescriptorSetSchema, await reflectSchema(client));
      expect(asked).to.deep.equal([
        { list_services: '*' },
        { file_containing_symbol: 'a.S' },
        { file_containing_symbol: 'd.S' },
        { file_by_filename: 'b.proto' },
        { file_by_filename: 'c.proto' },
      ]);
      expect(set.file.map(({ name }) => name)).to.deep.equal(['a.proto', 'd.proto', 'b.proto', 'c.proto']);
    });

    it('gets the very files that the server has', async () => {
      const files = xai();
      const client = await serve((server) =>
        answerQuestions(server, answersOf(files, ['xai_api.Chat', 'xai_api.Files'], [])),
      );
      const { file } = fromBinary(FileDescriptorSetSchema, await reflectSchema(client));
      const byName = new Map(files.map((each) => [each.name, each]));
      expect(file).to.have.length.above(2);
      for (const each of file) expect(each).to.deep.equal(byName.get(each.name));
    });

    it('takes each file once, however often it comes', async () => {
      const client = await serve((server) =>
        answerQuestions(server, (question) =>
          question['list_services'] === undefined
            ? filesAnswer([file('a', []), file('b', []), file('a', [])])
            : servicesAnswer(['a.S', 'b.S']),
        ),
      );
      const set = fromBinary(FileDescriptorSetSchema, await reflectSchema(client));
      expect(set.file.map(({ name }) => name)).to.deep.equal(['a.proto', 'b.proto']);
    });

    it('leaves out what the server lists and cannot find', async () => {
      const client = await serve((server) =>
        answerQuestions(server, answersOf([file('a', ['lost.proto'])], ['lost.S', 'a.S'], [])),
      );
      const set = fromBinary(FileDescriptorSetSchema, await reflectSchema(client));
      expect(set.file.map(({ name }) => name)).to.deep.equal(['a.proto']);
    });

    it('follows a thousand imports', async () => {
      const files = Array.from({ length: 1000 }, (_, index) =>
        file(`f${index}`, index === 999 ? [] : [`f${index + 1}.proto`]),
      );
      const client = await serve((server) => answerQuestions(server, answersOf(files, ['f0.S'], [])));
      const set = fromBinary(FileDescriptorSetSchema, await reflectSchema(client));
      expect(set.file.map(({ name }) => name)).to.deep.equal(files.map(({ name }) => name));
    });
  });

  it('may be megabytes long', async () => {
    const large = file('large', []);
    for (let index = 0; index < 40_000; index++) {
      large.messageType.push(create(DescriptorProtoSchema, { name: `${'M'.repeat(70)}${index}` }));
    }
    const client = await serve((server) => answerQuestions(server, answersOf([large], ['large.S'], [])));
    const set = fromBinary(FileDescriptorSetSchema, await reflectSchema(client));
    expect(set.file[0]?.messageType).to.have.length(40_001);
  });

  it('leaves no call behind', async () => {
    const client = await serve((server) => answerQuestions(server, answersOf([file('a', [])], ['a.S'], [])));
    await reflectSchema(client, { deadline: Number.POSITIVE_INFINITY });
    await running().shutDown();
  });

  it('is whole with its last answer: how the call then ends is no matter', async () => {
    const client = await serve((server) =>
      handleReflection(server, (call) => {
        const answer = answersOf([file('a', [])], ['a.S'], []);
        call.on('data', (question: Question) => call.write(answer(question)));
        call.on('end', () => call.emit('error', { code: grpc.status.INTERNAL, details: 'late' }));
      }),
    );
    await reflectSchema(client);
    await running().shutDown();
  });

  it("sends the caller's metadata along", async () => {
    const client = await serve((server) => {
      const answer = answersOf([file('a', [])], ['a.S'], []);
      answerQuestions(server, (question, call) => {
        if (call.metadata.get('authorization')[0] === 'Bearer x') return answer(question);
        call.emit('error', { code: grpc.status.UNAUTHENTICATED, details: 'who are you?' });
        return { error_response: { error_code: 0, error_message: '' } };
      });
    });
    const metadata = new grpc.Metadata();
    metadata.set('authorization', 'Bearer x');
    expect(
      fromBinary(FileDescriptorSetSchema, await reflectSchema(client, { metadata })).file,
    ).to.have.length(1);
  });

  it('goes past the cassette of the client', async () => {
    await serve((server) => answerQuestions(server, answersOf([file('a', [])], ['a.S'], [])));
    const recorder = cassetteInterceptor(temporary('once.yaml'), { mode: 'once' });
    for (const interceptor of [recorder, cassetteInterceptor(temporary('none.yaml'), { mode: 'none' })]) {
      const client = clientOf(running().address, { interceptors: [interceptor] });
      expect(fromBinary(FileDescriptorSetSchema, await reflectSchema(client)).file).to.have.length(1);
    }
    await recorder.cassette?.close();
    expect(existsSync(temporary('once.yaml'))).to.equal(false);
  });
});

/** The files of a real API, which import each other. */
function xai(): FileDescriptorProto[] {
  const bytes = readFileSync(join(projectRoot, 'proto-gen/xai.binpb'));
  return fromBinary(FileDescriptorSetSchema, bytes).file;
}
