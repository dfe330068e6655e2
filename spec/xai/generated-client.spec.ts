import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Client,
  credentials,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';
import { expect } from 'chai';
import descriptorPb, {
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
} from 'google-protobuf/google/protobuf/descriptor_pb.js';
import * as chat from '../../proto-gen/xai/api/v1/chat.js';
import * as deferred from '../../proto-gen/xai/api/v1/deferred.js';
import * as documents from '../../proto-gen/xai/api/v1/documents.js';
import * as files from '../../proto-gen/xai/api/v1/files.js';
import * as image from '../../proto-gen/xai/api/v1/image.js';
import * as usage from '../../proto-gen/xai/api/v1/usage.js';

/** A generated message class, as far as these tests need it. */
interface MessageClass {
  fromObject(data: object): { serialize(): Uint8Array };
  deserialize(bytes: Uint8Array): { serialize(): Uint8Array };
}

/** The wire facts in the folder that is shared with the repository. */
interface Facts {
  readonly services: Record<string, readonly string[]>;
  readonly messages: Record<string, { readonly fields: readonly string[] }>;
  readonly enums: Record<string, { readonly values: readonly string[] }>;
}

const root = repositoryRoot(import.meta.dirname);
const descriptorSet = readFileSync(join(root, 'proto-gen/xai.binpb'));
const described = descriptorPb.FileDescriptorSet.deserializeBinary(descriptorSet)
  .getFileList()
  .filter((file) => file.getPackage() === 'xai_api');
const messages = new Map(
  described.flatMap((file) => file.getMessageTypeList()).map((message) => [message.getName() ?? '', message]),
);
const enums = new Map(
  described.flatMap((file) => file.getEnumTypeList()).map((type) => [type.getName() ?? '', type]),
);
const classes = { ...chat, ...deferred, ...documents, ...files, ...image, ...usage } as unknown as Record<
  string,
  MessageClass
>;

// protobufjs, through proto-loader, reads and writes the same messages: a second opinion on the bytes. It is given the
// sources, since it does not recognise the maps of a descriptor set.
const reference = loadSync(['xai/api/v1/chat.proto', 'xai/api/v1/files.proto'], {
  includeDirs: [join(root, 'proto')],
  keepCase: true,
  longs: Number,
  enums: Number,
  bytes: Array,
});

describe('the generated xAI client', () => {
  describe('has messages that', () => {
    for (const name of messages.keys()) {
      it(`carry every field: ${name}`, () => {
        const generated = classes[name];
        const known = reference[`xai_api.${name}`] as MessageTypeDefinition<object, object>;
        if (generated === undefined) throw new Error(`no class was generated for ${name}`);
        for (const sample of samplesOf(name)) {
          const bytes = generated.fromObject(sample).serialize();
          expect(plain(known.deserialize(Buffer.from(bytes)))).to.deep.equal(plain(sample));
          const back = generated.deserialize(new Uint8Array(known.serialize(sample)));
          expect(Buffer.from(back.serialize()).toString('hex')).to.equal(Buffer.from(bytes).toString('hex'));
        }
      });
    }

    it('read repeated enums that another writer left unpacked, or packed in part', () => {
      const unpacked = Uint8Array.of(0x48, 1, 0x48, 2); // field 9, twice
      const mixed = Uint8Array.of(0x48, 1, 0x4a, 2, 2, 3); // field 9 once alone, once packed
      expect(usage.SamplingUsage.deserialize(unpacked).server_side_tools_used).to.deep.equal([1, 2]);
      expect(usage.SamplingUsage.deserialize(mixed).server_side_tools_used).to.deep.equal([1, 2, 3]);
    });

    it('keep a value that is set to its default apart from one that is not set', () => {
      const request = chat.GetCompletionsRequest.deserialize(
        new chat.GetCompletionsRequest({ model: 'm', temperature: 0 }).serialize(),
      );
      expect([request.has_temperature, request.has_top_p]).to.deep.equal([true, false]);
    });
  });

  describe('calls a real server:', () => {
    const received: { path: string; requests: string[] }[] = [];
    let server: Server;
    let clients: Record<'Chat' | 'Files', Client>;

    before(async () => {
      server = new Server();
      server.addService(
        chat.UnimplementedChatService.definition,
        answersOf(chat.UnimplementedChatService.definition),
      );
      server.addService(
        files.UnimplementedFilesService.definition,
        answersOf(files.UnimplementedFilesService.definition),
      );
      const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
          error === null ? resolve(bound) : reject(error),
        );
      });
      const address = `127.0.0.1:${port}`;
      clients = {
        Chat: new chat.ChatClient(address, credentials.createInsecure()),
        Files: new files.FilesClient(address, credentials.createInsecure()),
      };
    });

    beforeEach(() => {
      received.length = 0;
    });

    after(() => {
      clients.Chat.close();
      clients.Files.close();
      server.forceShutdown();
    });

    for (const service of described.flatMap((file) => file.getServiceList())) {
      for (const method of service.getMethodList()) {
        const serviceName = service.getName() as 'Chat' | 'Files';
        const name = method.getName() ?? '';
        const requestStream = method.getClientStreaming() ?? false;
        const responseStream = method.getServerStreaming() ?? false;
        const kind = requestStream ? 'client streaming' : responseStream ? 'server streaming' : 'unary';
        const requestType = localName(method.getInputType());
        const responseType = localName(method.getOutputType());

        it(`${serviceName}/${name} (${kind})`, async () => {
          const requests = requestStream ? samplesOf(requestType) : samplesOf(requestType).slice(0, 1);
          const responses = responseStream ? samplesOf(responseType) : samplesOf(responseType).slice(0, 1);
          const call = callerOf(clients[serviceName], name, requestStream, responseStream);

          const answers = await call(requests.map((sample) => instance(requestType, sample)));

          expect(received).to.deep.equal([
            {
              path: `/xai_api.${serviceName}/${name}`,
              requests: requests.map((sample) => hex(requestType, sample)),
            },
          ]);
          expect(answers).to.deep.equal(responses.map((sample) => hex(responseType, sample)));
        });
      }
    }

    /** Handlers that note what they were sent and answer with samples of the response's type. */
    function answersOf(definition: object): UntypedServiceImplementation {
      const handlers: UntypedServiceImplementation = {};
      for (const [name, method] of Object.entries(definition) as [string, MethodDefinition<Bytes, Bytes>][]) {
        const service = described.flatMap((file) => file.getServiceList());
        const type = localName(
          service
            .flatMap((each) => each.getMethodList())
            .find((each) => each.getName() === name)
            ?.getOutputType(),
        );
        const samples = samplesOf(type).map((sample) => instance(type, sample));
        const note = (requests: Bytes[]) =>
          received.push({ path: method.path, requests: requests.map((each) => hexOf(each)) });
        if (method.requestStream) {
          handlers[name] = (call: ServerReadableStream<Bytes, Bytes>, callback: sendUnaryData<Bytes>) => {
            const requests: Bytes[] = [];
            call.on('data', (request: Bytes) => requests.push(request));
            call.on('end', () => {
              note(requests);
              callback(null, samples[0] ?? null);
            });
          };
        } else if (method.responseStream) {
          handlers[name] = (call: ServerWritableStream<Bytes, Bytes>) => {
            note([call.request]);
            for (const sample of samples) call.write(sample);
            call.end();
          };
        } else {
          handlers[name] = (call: ServerUnaryCall<Bytes, Bytes>, callback: sendUnaryData<Bytes>) => {
            note([call.request]);
            callback(null, samples[0] ?? null);
          };
        }
      }
      return handlers;
    }
  });

  const path = join(root, '../shared/xai-api.json');
  const unlessThere = existsSync(path) ? '' : ' (left out: there is no ../shared/xai-api.json)';

  describe(`agrees with the wire facts:${unlessThere}`, () => {
    const facts = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Facts) : undefined;

    beforeEach(function () {
      if (facts === undefined) this.skip();
    });

    it('methods', () => {
      const services = Object.fromEntries(
        described
          .flatMap((file) => file.getServiceList())
          .map((service) => [
            service.getName(),
            service.getMethodList().map((method) => {
              const request = `${method.getClientStreaming() ? 'stream ' : ''}${method.getInputType()?.slice(1)}`;
              const response = `${method.getServerStreaming() ? 'stream ' : ''}${method.getOutputType()?.slice(1)}`;
              return `${method.getName()}(${request}) -> ${response}`;
            }),
          ]),
      );
      expect(services).to.deep.equal({ Chat: facts?.services['Chat'], Files: facts?.services['Files'] });
    });

    it('every message that Chat and Files reach, field by field, and no other', () => {
      const expected = reachable(facts).filter((name) => facts?.messages[name] !== undefined);
      expect([...messages.keys()].sort()).to.deep.equal(expected.sort());
      for (const name of expected) {
        expect([...linesOf(messages.get(name))].sort(), name).to.deep.equal(
          [...(facts?.messages[name]?.fields ?? [])].sort(),
        );
      }
    });

    it('every enum that Chat and Files reach, value by value, and no other', () => {
      const expected = reachable(facts).filter((name) => facts?.enums[name] !== undefined);
      expect([...enums.keys()].sort()).to.deep.equal(expected.sort());
      for (const name of expected) {
        expect(valuesOf(enums.get(name)), name).to.deep.equal(facts?.enums[name]?.values);
      }
    });
  });
});

type Bytes = { serialize(): Uint8Array };

/** The class's instance for a sample. */
function instance(type: string, sample: object): Bytes {
  const generated = classes[type];
  if (generated === undefined) throw new Error(`no class was generated for ${type}`);
  return generated.fromObject(sample);
}

function hexOf(message: Bytes): string {
  return Buffer.from(message.serialize()).toString('hex');
}

function hex(type: string, sample: object): string {
  return hexOf(instance(type, sample));
}

function localName(type: string | undefined): string {
  return (type ?? '').replace('.xai_api.', '');
}

/** Calls one method of a generated client as its kind asks, and gives the answers' bytes. */
function callerOf(client: Client, name: string, requestStream: boolean, responseStream: boolean) {
  const method = (client as unknown as Record<string, (...args: unknown[]) => unknown>)[name];
  if (method === undefined) throw new Error(`the client has no ${name}`);
  return (requests: Bytes[]) =>
    new Promise<string[]>((resolve, reject) => {
      const callback = (error: Error | null, answer: Bytes) =>
        error === null ? resolve([hexOf(answer)]) : reject(error);
      if (requestStream) {
        const stream = method.call(client, callback) as ServerDuplexStream<Bytes, Bytes>;
        for (const request of requests) stream.write(request);
        stream.end();
      } else if (responseStream) {
        const answers: string[] = [];
        const stream = method.call(client, requests[0]) as NodeJS.ReadableStream;
        stream.on('data', (answer) => answers.push(hexOf(answer as unknown as Bytes)));
        stream.on('error', reject);
        stream.on('end', () => resolve(answers));
      } else {
        method.call(client, requests[0], callback);
      }
    });
}

const { Type, Label } = descriptorPb.FieldDescriptorProto;
const scalars: Partial<Record<number, { name: string; value: unknown }>> = {
  [Type.TYPE_STRING]: { name: 'string', value: 'grok ✓' },
  [Type.TYPE_BYTES]: { name: 'bytes', value: Uint8Array.of(0, 127, 128, 255) },
  [Type.TYPE_BOOL]: { name: 'bool', value: true },
  [Type.TYPE_FLOAT]: { name: 'float', value: -0.5 },
  [Type.TYPE_INT32]: { name: 'int32', value: -7 },
  [Type.TYPE_INT64]: { name: 'int64', value: 2 ** 40 + 1 },
  [Type.TYPE_UINT32]: { name: 'uint32', value: 2 ** 32 - 1 },
  [Type.TYPE_UINT64]: { name: 'uint64', value: 2 ** 52 + 1 },
};

/**
 * Values for every field of a message, in as many samples as its widest oneof has cases: each case is set in one.
 * proto3's `optional` is a oneof of one case.
 */
function samplesOf(name: string): object[] {
  const message = messages.get(name);
  const oneofs = new Map<number, string[]>();
  for (const field of message?.getFieldList() ?? []) {
    if (field.hasOneofIndex()) {
      const index = field.getOneofIndex() ?? 0;
      oneofs.set(index, [...(oneofs.get(index) ?? []), field.getName() ?? '']);
    }
  }
  const count = Math.max(1, ...[...oneofs.values()].map((cases) => cases.length));
  return Array.from({ length: count }, (_, turn) => {
    const sample: Record<string, unknown> = {};
    for (const field of message?.getFieldList() ?? []) {
      const cases = field.hasOneofIndex() ? oneofs.get(field.getOneofIndex() ?? 0) : undefined;
      const fieldName = field.getName() ?? '';
      if (cases === undefined || cases[turn % cases.length] === fieldName)
        sample[fieldName] = sampleOf(field, message);
    }
    return sample;
  });
}

function sampleOf(field: FieldDescriptorProto, owner: DescriptorProto | undefined): unknown {
  if (isMap(field, owner)) return { 'a key': 'a value', other: '' };
  const type = field.getType();
  const value =
    type === Type.TYPE_MESSAGE
      ? field.getTypeName() === '.google.protobuf.Timestamp'
        ? { seconds: 1_790_000_000, nanos: 120_000_000 }
        : samplesOf(localName(field.getTypeName()))[0]
      : type === Type.TYPE_ENUM
        ? 1
        : scalars[type ?? 0]?.value;
  return field.getLabel() === Label.LABEL_REPEATED ? [value, value] : value;
}

/** Bytes as plain lists, and without the class of whoever made the object. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, each) => (each instanceof Uint8Array ? [...each] : each)));
}

function isMap(field: FieldDescriptorProto, owner: DescriptorProto | undefined): boolean {
  const nested = owner
    ?.getNestedTypeList()
    .find((type) => field.getTypeName()?.endsWith(`.${type.getName()}`));
  return nested?.getOptions()?.getMapEntry() ?? false;
}

/** A message's fields as the facts write them. */
function linesOf(message: DescriptorProto | undefined): string[] {
  return (message?.getFieldList() ?? []).map((field) => {
    const type = isMap(field, message)
      ? 'map<string,string>'
      : field.getTypeName()?.slice(1) || scalars[field.getType() ?? 0]?.name;
    const rule = isMap(field, message)
      ? ''
      : field.getLabel() === Label.LABEL_REPEATED
        ? 'repeated '
        : field.getProto3Optional()
          ? 'optional '
          : '';
    const oneof =
      field.hasOneofIndex() && !field.getProto3Optional()
        ? ` (oneof ${message?.getOneofDeclList()[field.getOneofIndex() ?? 0]?.getName()})`
        : '';
    return `${field.getNumber()}: ${field.getName()} ${rule}${type}${oneof}`;
  });
}

function valuesOf(type: EnumDescriptorProto | undefined): string[] {
  return (type?.getValueList() ?? []).map((value) => `${value.getNumber()}: ${value.getName()}`);
}

/** The names of all messages and enums that the methods of Chat and Files lead to. */
function reachable(facts: Facts | undefined): string[] {
  const names = new Set<string>();
  const visit = (line: string) => {
    for (const [, name] of line.matchAll(/xai_api\.(\w+)/g)) {
      if (name === undefined || names.has(name)) continue;
      names.add(name);
      facts?.messages[name]?.fields.forEach(visit);
    }
  };
  facts?.services['Chat']?.forEach(visit);
  facts?.services['Files']?.forEach(visit);
  return [...names];
}

/** The folder of our package.json, whatever folder the tests were compiled into. */
function repositoryRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'buf.yaml'))) return folder;
    if (folder === dirname(folder)) throw new Error(`no buf.yaml above ${from}`);
  }
}
