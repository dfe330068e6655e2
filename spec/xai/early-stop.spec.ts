import { readFileSync, statSync } from 'node:fs';
import { expect } from 'chai';
import { GetChatCompletionChunk, type XaiCassetteSession, xaiCassetteSession } from '../../lib/xai/index.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { ask, heard } from './support/ask.js';
import { useVariables } from './support/variables.js';
import { useXaiServer } from './support/xai-server.js';

const DAY = 24 * 3_600_000;

describe('an xAI stream whose consumer leaves', () => {
  const temporary = useTemporaryFolder();
  const setVariables = useVariables();
  const server = useXaiServer();

  function openLive(): XaiCassetteSession {
    setVariables({ XAI_API_KEY: 'k', XAI_BASE_URL: server().address });
    return xaiCassetteSession(temporary('a.yaml'), { recordMode: 'rewrite' });
  }

  function openReplay(): XaiCassetteSession {
    server().stop();
    setVariables({});
    return xaiCassetteSession(temporary('a.yaml'));
  }

  /** Listens to `count` chunks, then leaves. */
  async function leaveAfter(session: XaiCassetteSession, count: number): Promise<string> {
    let listened = 0;
    for await (const { response } of session.chat.stream(ask('count'), { deadline: Date.now() + DAY })) {
      listened += 1;
      if (listened === count) return response.content;
    }
    throw new Error('the stream ended before its consumer left');
  }

  async function recordLeaving(stopsAfter: number | undefined): Promise<void> {
    server().stopsAfter = stopsAfter;
    const session = openLive();
    expect(await leaveAfter(session, 1)).to.equal('one ');
    await session.dumpIfRecording();
    await session.close();
  }

  for (const stopsAfter of [1, undefined]) {
    it(`is cancelled, and recorded as it came (the server ${stopsAfter === 1 ? 'waits' : 'goes on'})`, async () => {
      await recordLeaving(stopsAfter);
      const replay = openReplay();
      const [interaction] = replay.cassette.interactions;
      expect(replay.cassette.interactions).to.have.length(1);
      const arrived = Array.from({ length: interaction?.responses.length ?? 0 }, (_, index) => {
        const chunk = GetChatCompletionChunk.deserialize(
          interaction?.responses.at(index) ?? new Uint8Array(),
        );
        return chunk.outputs[0]?.delta.content;
      });
      expect(['one ', 'two ', 'three'].slice(0, arrived.length)).to.deep.equal(arrived);
      expect(arrived).to.not.deep.equal([]);
      if (stopsAfter === 1) expect(interaction?.call?.cancelledByClient).to.equal(true);
      await replay.close();
    });
  }

  it('has told the server by the time it has left', async () => {
    server().stopsAfter = 1;
    const session = openLive();
    await leaveAfter(session, 1);
    await session.chat.sample(ask('after'));
    expect(server().cancelled).to.equal(1);
    await session.close();
  });

  it('is recorded once it has left: dumpIfRecording needs no close', async () => {
    server().stopsAfter = 1;
    const session = openLive();
    await leaveAfter(session, 1);
    await session.dumpIfRecording();
    expect(readFileSync(temporary('a.yaml'), 'utf8')).to.include('cancelled_by_client: true');
    await session.close();
  });

  it('leaves as soon when it is replayed, and is no miss', async () => {
    await recordLeaving(1);
    const replay = openReplay();
    expect(await leaveAfter(replay, 1)).to.equal('one ');
    expect([replay.cassette.misses, replay.cassette.unplayed]).to.deep.equal([[], []]);
    await replay.close();
  });

  it('waits for the client when it is replayed to one that does not leave', async () => {
    await recordLeaving(1);
    const replay = openReplay();
    const contents: string[] = [];
    let thrown: unknown;
    try {
      for await (const { response } of replay.chat.stream(ask('count'), { deadline: Date.now() + 50 })) {
        contents.push(response.content);
      }
    } catch (error) {
      thrown = error;
    }
    expect(contents).to.deep.equal(['one ']);
    expect(thrown).to.have.property('code', 4);
    await replay.close();
  });

  it('may leave by an error of its own, which it is given', async () => {
    server().stopsAfter = 1;
    const session = openLive();
    const own = new Error('of the consumer');
    const listen = async () => {
      for await (const { response } of session.chat.stream(ask('count'))) {
        if (response.content !== '') throw own;
      }
    };
    expect(await listen().catch((error: unknown) => error)).to.equal(own);
    await session.close();
    expect(readFileSync(temporary('a.yaml'), 'utf8')).to.include('cancelled_by_client: true');
  });

  it('may leave before it has begun: then there is no call', async () => {
    const session = openLive();
    await session.chat.stream(ask('count')).return();
    await session.close();
    expect(server().paths).to.deep.equal([]);
  });
});

describe('an xAI session in new_episodes', () => {
  const temporary = useTemporaryFolder();
  const setVariables = useVariables();
  const server = useXaiServer();

  function open(recordMode: 'new_episodes' | 'once'): XaiCassetteSession {
    setVariables({ XAI_API_KEY: 'k', XAI_BASE_URL: server().address });
    return xaiCassetteSession(temporary('a.yaml'), { recordMode });
  }

  async function record(): Promise<void> {
    const session = open('once');
    await session.chat.sample(ask('one'));
    await heard(session, 'count');
    await session.close();
  }

  it('does not write a file without new calls: the bytes, the time and the file itself stay', async () => {
    await record();
    const path = temporary('a.yaml');
    const before = { stat: statSync(path, { bigint: true }), bytes: readFileSync(path) };
    const session = open('new_episodes');
    expect(session.cassette.plan).to.equal('hybrid');
    await session.chat.sample(ask('one'));
    expect(await heard(session, 'count')).to.deep.equal(['one ', 'one two ', 'one two three']);
    await session.dumpIfRecording();
    await session.close();
    const after = statSync(path, { bigint: true });
    expect([after.mtimeNs, after.ino]).to.deep.equal([before.stat.mtimeNs, before.stat.ino]);
    expect(readFileSync(path).equals(before.bytes)).to.equal(true);
    expect(server().paths).to.have.length(2);
  });

  it('records what is new after what there was, which stays byte for byte', async () => {
    await record();
    const before = readFileSync(temporary('a.yaml'), 'utf8');
    const session = open('new_episodes');
    await session.chat.sample(ask('one'));
    await session.chat.sample(ask('two'));
    await session.close();
    expect(server().paths).to.have.length(3);
    const after = readFileSync(temporary('a.yaml'), 'utf8');
    expect(after.startsWith(before)).to.equal(true);
    expect(after.slice(before.length).match(/^- call:/gm)).to.have.length(1);
  });
});
