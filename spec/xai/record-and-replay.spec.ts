import { readFileSync, statSync } from 'node:fs';
import { type CallOptions, InterceptingCall, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { binaryTag, CORE_SCHEMA, load } from 'js-yaml';
import { ListFilesRequest, type XaiSessionOptions, xaiCassetteSession } from '../../lib/xai/index.js';
import { thrownBy } from '../support/errors.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { ask, heard } from './support/ask.js';
import { useVariables } from './support/variables.js';
import { useXaiServer } from './support/xai-server.js';

const KEY = 'xai-test-key-0123456789';
const CHAT = '/xai_api.Chat/GetCompletion';

describe('an xAI session', () => {
  const temporary = useTemporaryFolder();
  const setVariables = useVariables();
  const server = useXaiServer();

  function openLive(options: XaiSessionOptions = { recordMode: 'rewrite' }) {
    setVariables({ XAI_API_KEY: KEY, XAI_BASE_URL: server().address });
    return xaiCassetteSession(temporary('chat.yaml'), options);
  }

  /** A session without a key, and with the server gone. */
  function openReplay() {
    server().stop();
    setVariables({});
    return xaiCassetteSession(temporary('chat.yaml'));
  }

  it('records sample, stream, upload and the other calls, and replays them with the server gone', async () => {
    const use = async (session: ReturnType<typeof openLive>) => [
      (await session.chat.sample(ask('hello'))).content,
      await heard(session, 'count'),
      (await session.files.upload(Buffer.from('abc'), 'a.txt')).id,
      (await session.files.listFiles(new ListFilesRequest({}))).data.map(({ id }) => id),
    ];
    const live = openLive();
    const recorded = await use(live);
    await live.dumpIfRecording();
    await live.close();
    expect(recorded).to.deep.equal([
      'you said: hello',
      ['one ', 'one two ', 'one two three'],
      'file-live-1',
      ['file-1'],
    ]);

    const replay = openReplay();
    expect(await use(replay)).to.deep.equal(recorded);
    expect(replay.cassette.unplayed).to.deep.equal([]);
    await replay.close();
  });

  it('reaches what it does not offer itself through the generated clients', async () => {
    const sample = (session: ReturnType<typeof openLive>) =>
      new Promise((resolve, reject) => {
        session.chatClient.GetCompletion(ask('hi'), (error, response) =>
          error ? reject(error) : resolve(response?.toObject()),
        );
      });
    const live = openLive();
    const recorded = await sample(live);
    await live.close();
    const replay = openReplay();
    expect(await sample(replay)).to.deep.equal(recorded);
    await replay.close();
  });

  it('is closed by `await using`, which saves', async () => {
    {
      await using session = openLive();
      await session.chat.sample(ask('hello'));
      expect(session.cassettePath).to.equal(temporary('chat.yaml'));
    }
    await using replay = openReplay();
    expect((await replay.chat.sample(ask('hello'))).content).to.equal('you said: hello');
  });

  it('saves at dumpIfRecording, and goes on', async () => {
    const session = openLive();
    await session.chat.sample(ask('one'));
    await session.dumpIfRecording();
    const saved = readFileSync(temporary('chat.yaml'));
    await session.chat.sample(ask('two'));
    expect(readFileSync(temporary('chat.yaml')).equals(saved)).to.equal(true);
    await session.close();
    const replay = openReplay();
    expect(replay.cassette.interactions).to.have.length(2);
    await replay.close();
  });

  it('writes nothing at dumpIfRecording when it replays', async () => {
    const live = openLive();
    await live.chat.sample(ask('one'));
    await live.close();
    const before = statSync(temporary('chat.yaml'), { bigint: true });
    const replay = openReplay();
    await replay.chat.sample(ask('one'));
    await replay.dumpIfRecording();
    await replay.close();
    const after = statSync(temporary('chat.yaml'), { bigint: true });
    expect([after.mtimeNs, after.ino]).to.deep.equal([before.mtimeNs, before.ino]);
  });

  it('replays at the pace that is asked for, and refuses one that there is not', async () => {
    const live = openLive();
    await live.chat.sample(ask('one'));
    await live.close();
    setVariables({});
    const path = temporary('chat.yaml');
    const timing = 'slow' as unknown as number;
    expect(thrownBy(() => xaiCassetteSession(path, { timing })).message).to.equal(
      'The cassette option timing is "slow". Legal: "instant", "recorded" or a factor of 0 or more.',
    );
    const session = xaiCassetteSession(path, { timing: 'recorded' });
    expect((await session.chat.sample(ask('one'))).content).to.equal('you said: one');
    await session.close();
  });

  it('rejects with the ServiceError of the call, live and replayed', async () => {
    server().refusal = () => 'no such model';
    const fail = async (session: ReturnType<typeof openLive>) => {
      const error = await session.chat.sample(ask('one')).catch((reason: ServiceError) => reason);
      return [(error as ServiceError).code, (error as ServiceError).details];
    };
    const live = openLive();
    expect(await fail(live)).to.deep.equal([status.UNAUTHENTICATED, 'no such model']);
    await live.close();
    const replay = openReplay();
    expect(await fail(replay)).to.deep.equal([status.UNAUTHENTICATED, 'no such model']);
    await replay.close();
  });

  it('gives what came of a stream before it failed, live and replayed', async () => {
    server().fails = true;
    const listen = async (session: ReturnType<typeof openLive>) => {
      const events: unknown[] = [];
      try {
        for await (const { response } of session.chat.stream(ask('count'))) events.push(response.content);
      } catch (error) {
        events.push((error as ServiceError).details);
      }
      return events;
    };
    const live = openLive();
    const recorded = await listen(live);
    await live.close();
    expect(recorded).to.deep.equal(['one ', 'one two ', 'one two three', 'out of words']);
    const replay = openReplay();
    expect(await listen(replay)).to.deep.equal(recorded);
    await replay.close();
  });

  for (const includeDebugJson of [undefined, false, true]) {
    it(`writes the readable view where includeDebugJson is true (${includeDebugJson})`, async () => {
      const session = openLive({
        recordMode: 'rewrite',
        ...(includeDebugJson === undefined ? {} : { includeDebugJson }),
      });
      await session.chat.sample(ask('hello'));
      await heard(session, 'count');
      await session.close();
      const schema = CORE_SCHEMA.withTags(binaryTag);
      const { interactions } = load(readFileSync(temporary('chat.yaml'), 'utf8'), { schema }) as {
        interactions: Record<string, { json?: unknown; chunks_json?: readonly unknown[] }>[];
      };
      const message = { content: [{ text: 'hello' }], role: 'ROLE_USER' };
      expect(interactions.map((each) => each['request_sample']?.json)).to.deep.equal([
        includeDebugJson === true ? { messages: [message], model: 'grok' } : undefined,
        undefined,
      ]);
      expect(interactions[1]?.['response_stream']?.chunks_json?.[0]).to.deep.equal(
        includeDebugJson === true
          ? {
              chunk: {
                id: 'r-1',
                outputs: [{ delta: { content: 'one ', role: 'ROLE_ASSISTANT' } }],
                model: 'grok',
              },
            }
          : undefined,
      );
    });
  }

  it('shares the cassette with another session of the same path, whose plan it has', async () => {
    const first = openLive();
    await first.chat.sample(ask('one'));
    await first.dumpIfRecording();
    const second = openLive();
    await second.chat.sample(ask('two'));
    expect(second.cassette).to.equal(first.cassette);
    await first.close();
    await second.close();
    expect(server().paths).to.deep.equal([CHAT, CHAT]);
  });

  it('needs a key where the cassette is open already and records', async () => {
    const first = openLive({ recordMode: 'once' });
    await first.chat.sample(ask('one'));
    await first.dumpIfRecording();
    setVariables({});
    expect(
      thrownBy(() => xaiCassetteSession(temporary('chat.yaml'), { recordMode: 'once' })).message,
    ).to.equal(
      `Set \`XAI_API_KEY\` to record xAI proto cassettes.\nCassette: ${temporary('chat.yaml')} (mode once)`,
    );
    expect((await first.chat.sample(ask('two'))).content).to.equal('you said: two');
    await first.close();
  });

  describe('on the wire', () => {
    it('sends the key with each call, and says who calls', async () => {
      const session = openLive();
      await session.chat.sample(ask('one'));
      await heard(session, 'count');
      await session.files.upload(Buffer.from('abc'), 'a.txt');
      await session.close();
      const sent = server().calls.map(({ metadata }) => [
        metadata.get('authorization'),
        metadata.get('xai-sdk-version'),
        metadata.get('xai-sdk-language'),
      ]);
      const { version } = JSON.parse(
        readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
      ) as { version: string };
      const expected = [[`Bearer ${KEY}`], [`grpc-cassette/${version}`], [`node/${process.versions.node}`]];
      expect(sent).to.deep.equal([expected, expected, expected]);
    });

    it('uses one connection for both services', async () => {
      const session = openLive();
      await session.chat.sample(ask('one'));
      await session.files.listFiles(new ListFilesRequest({}));
      await session.close();
      const peers = server().calls.map(({ peer }) => peer);
      expect(peers).to.have.length(2);
      expect(new Set(peers).size).to.equal(1);
    });

    it('sends the metadata that a call brings', async () => {
      const session = openLive();
      const metadata = new Metadata();
      metadata.set('x-team', 'a');
      await session.chat.sample(ask('one'), { metadata });
      await session.close();
      expect(server().calls[0]?.metadata.get('x-team')).to.deep.equal(['a']);
    });

    it('gives a call 27 minutes, unless it brings a deadline', async () => {
      const session = openLive();
      const begun = Date.now();
      await session.chat.sample(ask('one'));
      await session.chat.sample(ask('two'), { deadline: begun + 3_600_000 });
      await session.close();
      const minutes = server().calls.map(({ deadline }) =>
        Math.round((Number(deadline.valueOf()) - begun) / 60_000),
      );
      expect(minutes).to.deep.equal([27, 60]);
    });

    it('obeys a deadline that is past, also when it replays', async () => {
      const live = openLive();
      await live.chat.sample(ask('one'));
      await live.close();
      const replay = openReplay();
      const error = await replay.chat
        .sample(ask('one'), { deadline: new Date(0) })
        .catch((reason: ServiceError) => reason);
      expect((error as ServiceError).code).to.equal(status.DEADLINE_EXCEEDED);
      await replay.close();
    });

    it('asks again when the API is unavailable, and records the call that was answered', async () => {
      server().unavailable = 2;
      const session = openLive();
      expect((await session.chat.sample(ask('one'))).content).to.equal('you said: one');
      await session.close();
      expect(server().paths).to.deep.equal([CHAT, CHAT, CHAT]);
      const replay = openReplay();
      expect(replay.cassette.interactions.map(({ call }) => call?.status.code)).to.deep.equal([0]);
      await replay.close();
    });

    it('sends messages of up to 20 MiB, and no larger ones', async () => {
      const session = openLive();
      const large = 'x'.repeat(19 * 2 ** 20);
      expect((await session.chat.sample(ask(large))).content).to.equal(`you said: ${large}`);
      const error = await heard(session, 'x'.repeat(20 * 2 ** 20)).catch((reason: ServiceError) => reason);
      expect((error as ServiceError).code).to.equal(status.RESOURCE_EXHAUSTED);
      expect(server().paths).to.deep.equal([CHAT]);
      await session.close();
    });

    it('stands before the interceptors that a call brings', async () => {
      const seen: string[] = [];
      const options: CallOptions = {
        interceptors: [
          (given, nextCall) => {
            seen.push(given.method_definition.path);
            return new InterceptingCall(nextCall(given));
          },
        ],
      };
      const live = openLive();
      await live.chat.sample(ask('one'), options);
      await live.close();
      expect(seen).to.deep.equal([CHAT]);
      const replay = openReplay();
      expect((await replay.chat.sample(ask('one'), options)).content).to.equal('you said: one');
      expect(seen).to.deep.equal([CHAT]);
      await replay.close();
    });
  });
});
