import { expect } from 'chai';
import { cassetteInterceptor, openCassette, type RecordMode } from '../../lib/index.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import type { Answer, ChatClient, MakeChatClient } from './chat-client.js';
import { type ChatServer, expectedAnswer, expectedChunks, startChatServer } from './chat-server.js';
import { GetCompletionsRequest as ProtobufTsRequest } from './gen/protobuf-ts/xai/api/v1/chat.js';
import { GetCompletionsRequest as TsProtoRequest } from './gen/ts-proto/xai/api/v1/chat.js';
import { googleProtobufClient, request as googleProtobufRequest } from './google-protobuf.js';
import { protobufTsClient, request as protobufTsRequest } from './protobuf-ts.js';
import { protobufjsClient, request as protobufjsRequest, serialize } from './protobufjs.js';
import { tsProtoClient, request as tsProtoRequest } from './ts-proto.js';

/** A kind of client, and the bytes that it sends for a question. */
interface Kind {
  readonly make: MakeChatClient;
  readonly send: (question: string) => Uint8Array;
}

const kinds: Readonly<Record<string, Kind>> = {
  'google-protobuf': {
    make: googleProtobufClient,
    send: (question) => googleProtobufRequest(question).serialize(),
  },
  protobufjs: {
    make: protobufjsClient,
    send: (question) => serialize(protobufjsRequest(question)),
  },
  'protobuf-ts': {
    make: protobufTsClient,
    send: (question) => ProtobufTsRequest.toBinary(protobufTsRequest(question)),
  },
  'ts-proto': {
    make: tsProtoClient,
    send: (question) => TsProtoRequest.encode(tsProtoRequest(question)).finish(),
  },
};

const names = Object.keys(kinds);
const questionOf = (name: string): string => `What does ${name} say? é 日本`;

/** Runs `program` with a client of one kind, its calls in the cassette at `path`. */
async function withClient<T>(
  { make }: Kind,
  address: string,
  path: string,
  mode: RecordMode,
  program: (client: ChatClient) => Promise<T>,
): Promise<T> {
  const cassette = openCassette(path, { mode });
  const client = make(address, [cassetteInterceptor(cassette)]);
  try {
    return await program(client);
  } finally {
    client.close();
    await cassette.close();
  }
}

async function ask(client: ChatClient, question: string): Promise<readonly Answer[]> {
  return [await client.complete(question), ...(await client.stream(question))];
}

describe('google-protobuf, protobufjs, protobuf-ts and ts-proto clients of one service', () => {
  const temporary = useTemporaryFolder();
  const servers: ChatServer[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.stop();
  });

  /** Each kind of client asks its own question, twice, with one cassette for all; then the server goes. */
  async function recordAll(path: string): Promise<string> {
    const server = await startChatServer();
    servers.push(server);
    for (const [name, kind] of Object.entries(kinds)) {
      const heard = await withClient(kind, server.address, path, 'new_episodes', (client) =>
        ask(client, questionOf(name)),
      );
      expect(heard, name).to.deep.equal(allExpected(name));
    }
    server.stop();
    expect(server.asked).to.deep.equal(names.flatMap((name) => [questionOf(name), questionOf(name)]));
    return server.address;
  }

  // Serialisers are free in the order of fields: google-protobuf's classes and ts-proto write them as the .proto file
  // lists them, protobufjs and protobuf-ts by number. `user` (16) is listed before `max_tokens` (7).
  it('send the same fields in two orders', () => {
    const hex = Object.values(kinds).map(({ send }) => Buffer.from(send('What?')).toString('hex'));
    const question = '0a0b0a070a05576861743f1001120667726f6b2d34'; // messages, model
    const user = '820108736f6d65626f6479';
    const limits = '38c801753333333f'; // max_tokens, temperature
    const asListed = question + user + limits;
    const byNumber = question + limits + user;
    expect(hex).to.deep.equal([asListed, byNumber, byNumber, asListed]);
  });

  for (const [name, kind] of Object.entries(kinds)) {
    it(`${name} hears what each of the four recorded, with the server gone`, async () => {
      const path = temporary('chat.yaml');
      const address = await recordAll(path);
      for (const recorder of names) {
        const heard = await withClient(kind, address, path, 'none', (client) =>
          ask(client, questionOf(recorder)),
        );
        expect(heard, `recorded by ${recorder}`).to.deep.equal(allExpected(recorder));
      }
    });
  }

  it('use one cassette up together, each call answered by what another kind of client recorded', async () => {
    const path = temporary('chat.yaml');
    const address = await recordAll(path);
    const cassette = openCassette(path);
    for (const [index, kind] of Object.values(kinds).entries()) {
      const recorder = names[(index + 1) % names.length] ?? '';
      const client = kind.make(address, [cassetteInterceptor(cassette)]);
      expect(await ask(client, questionOf(recorder))).to.deep.equal(allExpected(recorder));
      client.close();
    }
    expect(cassette.played).to.have.length(2 * names.length);
    expect(cassette.unplayed).to.deep.equal([]);
    expect(cassette.misses).to.deep.equal([]);
    await cassette.close();
  });
});

function allExpected(name: string): readonly Answer[] {
  const question = questionOf(name);
  return [expectedAnswer(question), ...expectedChunks(question)];
}
