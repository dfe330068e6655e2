import type * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import {
  callUnary,
  type EchoClient,
  type EchoServer,
  echoClient,
  startEchoServer,
} from '../support/echo-server.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

/** A bidirectional call of an echo client, one request and its answer at a time. */
class Conversation {
  readonly log: string[] = [];
  readonly ended: Promise<void>;
  readonly #call: grpc.ClientDuplexStream<Buffer, Buffer>;
  #hear: (() => void) | undefined;

  constructor(client: EchoClient) {
    this.#call = client.Bidi();
    this.#call.on('metadata', () => this.log.push('metadata'));
    this.#call.on('data', (message: Buffer) => {
      this.log.push(message.toString());
      this.#hear?.();
    });
    this.#call.on('error', (error: grpc.ServiceError) => this.log.push(`error ${error.code}`));
    this.ended = new Promise((resolve) => {
      this.#call.on('status', (status: grpc.StatusObject) => {
        this.log.push(`status ${status.code}`);
        this.#hear?.();
        resolve();
      });
    });
  }

  /** Sends a request and waits for its answer, or for the end. */
  async ask(request: string): Promise<void> {
    const heard = new Promise<void>((resolve) => {
      this.#hear = resolve;
    });
    this.#call.write(Buffer.from(request));
    await heard;
  }

  say(request: string): void {
    this.#call.write(Buffer.from(request));
  }

  async finish(): Promise<void> {
    this.#call.end();
    await this.ended;
  }
}

async function converse(client: EchoClient, ...requests: readonly string[]): Promise<string[]> {
  const conversation = new Conversation(client);
  for (const request of requests) await conversation.ask(request);
  await conversation.finish();
  return conversation.log;
}

describe('record mode new_episodes', () => {
  const temporary = useTemporaryFolder();
  let server: EchoServer;
  let path: string;

  before(async () => {
    server = await startEchoServer();
  });

  after(() => server.stop());

  beforeEach(async () => {
    path = temporary('cassette.yaml');
    const { client, close } = connect('once');
    expect(await converse(client, 'a', 'b')).to.deep.equal(['metadata', 'a', 'b', 'status 0']);
    await close();
  });

  function connect(mode: 'once' | 'new_episodes' | 'none') {
    const client = echoClient(server.address, { interceptors: [cassetteInterceptor(path, { mode })] });
    const cassette = openCassette(path, { mode });
    const reachedBefore = server.reached.length;
    return {
      client,
      cassette,
      reached: () => server.reached.slice(reachedBefore),
      close: async () => {
        client.close();
        await cassette.close();
      },
    };
  }

  it('replays a streamed call that is recorded, and reaches no server', async () => {
    const { client, reached, close } = connect('new_episodes');
    expect(await converse(client, 'a', 'b')).to.deep.equal(['metadata', 'a', 'b', 'status 0']);
    expect(reached()).to.deep.equal([]);
    await close();
  });

  it('goes live at once with a streamed call whose method has no free recording', async () => {
    const { client, reached, cassette, close } = connect('new_episodes');
    await converse(client, 'a', 'b');
    expect(await converse(client, 'a', 'b')).to.deep.equal(['metadata', 'a', 'b', 'status 0']);
    expect(reached()).to.deep.equal(['a']);
    await close();
    expect(cassette.misses).to.deep.equal([]);
    expect(openCassette(path).interactions).to.have.length(2);
    await openCassette(path).close();
  });

  it('goes live when the first request is another, and passes on what was held, in order', async () => {
    const { client, reached, close } = connect('new_episodes');
    expect(await converse(client, 'x', 'y', 'z')).to.deep.equal(['metadata', 'x', 'y', 'z', 'status 0']);
    expect(reached()).to.deep.equal(['x']);
    await close();
    const replay = connect('none');
    expect(await converse(replay.client, 'x', 'y', 'z')).to.deep.equal([
      'metadata',
      'x',
      'y',
      'z',
      'status 0',
    ]);
    expect(await converse(replay.client, 'a', 'b')).to.deep.equal(['metadata', 'a', 'b', 'status 0']);
    expect(replay.reached()).to.deep.equal([]);
    await replay.close();
  });

  it('goes live when the client half-closes before the recorded server would have answered', async () => {
    const { client, reached, close } = connect('new_episodes');
    expect(await converse(client)).to.deep.equal(['status 0']);
    expect(reached()).to.deep.equal([]);
    await close();
    expect(openCassette(path).interactions).to.have.length(2);
    await openCassette(path).close();
  });

  it('is a miss when a contradiction comes after a recorded message was given', async () => {
    const { client, cassette, reached, close } = connect('new_episodes');
    const conversation = new Conversation(client);
    await conversation.ask('a');
    await conversation.ask('other');
    await conversation.ended;
    expect(conversation.log).to.deep.equal(['metadata', 'a', 'error 9', 'status 9']);
    expect(reached()).to.deep.equal([]);
    expect(cassette.misses.map(({ error }) => error.code)).to.deep.equal(['no_match']);
    await close();
  });

  it('keeps the text of old entries byte for byte, and adds the new ones behind', async () => {
    const { readFileSync, writeFileSync } = await import('node:fs');
    const edited = readFileSync(path, 'utf8').replace('- call:', '# a comment of ours\n- call: # here too');
    writeFileSync(path, edited);
    const { client, close } = connect('new_episodes');
    await callUnary(client, 'new');
    await close();
    const after = readFileSync(path, 'utf8');
    expect(after.startsWith(edited)).to.equal(true);
    expect(after.slice(edited.length)).to.match(/^- call:\n {4}method: \/echo\.Echo\/Unary\n/);
  });

  it('settles in start order which of equal calls replays and which is live', async () => {
    const first = connect('new_episodes');
    await callUnary(first.client, 'twin');
    await first.close();
    const { client, reached, close } = connect('new_episodes');
    const [one, two] = await Promise.all([callUnary(client, 'twin'), callUnary(client, 'twin')]);
    expect([one.response, two.response]).to.deep.equal(['re:twin', 're:twin']);
    expect(reached()).to.deep.equal(['twin']);
    await close();
  });
});
