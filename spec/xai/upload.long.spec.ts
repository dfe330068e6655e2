import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { type ServiceError, status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { ListFilesRequest, type XaiCassetteSession, xaiCassetteSession } from '../../lib/xai/index.js';
import { rejectionOf } from '../support/errors.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { ask } from './support/ask.js';
import { runChild } from './support/run-child.js';
import { useVariables } from './support/variables.js';
import { useXaiServer } from './support/xai-server.js';

const MEBIBYTE = 2 ** 20;
const SEED = `version: 1
interactions:
- request_sample:
    raw: !!binary ""
  response_sample:
    raw: !!binary ""
`;

describe('files.upload of an xAI session', function () {
  this.timeout(60_000);
  const temporary = useTemporaryFolder();
  const setVariables = useVariables();
  const server = useXaiServer();

  function openLive(recordMode: 'rewrite' | 'new_episodes' = 'rewrite'): XaiCassetteSession {
    setVariables({ XAI_API_KEY: 'k', XAI_BASE_URL: server().address });
    return xaiCassetteSession(temporary('a.yaml'), { recordMode });
  }

  function openReplay(content?: string): XaiCassetteSession {
    server().stop();
    setVariables({});
    if (content !== undefined) writeFileSync(temporary('a.yaml'), content);
    return xaiCassetteSession(temporary('a.yaml'));
  }

  for (const [length, expected] of [
    [0, []],
    [1, [1]],
    [3 * MEBIBYTE, [3 * MEBIBYTE]],
    [7 * MEBIBYTE + 5, [3 * MEBIBYTE, 3 * MEBIBYTE, MEBIBYTE + 5]],
  ] as const) {
    it(`sends the name, then ${length} bytes in messages of ${JSON.stringify(expected)}`, async () => {
      const data = Buffer.alloc(length, 'what stands in the file, ');
      const session = openLive();
      const file = await session.files.upload(data, 'ünï.txt');
      await session.close();
      const [init, ...rest] = server().uploads[0] ?? [];
      expect(init?.init.toObject()).to.deep.equal({ name: 'ünï.txt', expires_after: 0 });
      expect(init?.init.has_expires_after).to.equal(false);
      expect(rest.map((message) => message.data.length)).to.deep.equal(expected);
      const sent = createHash('sha256');
      for (const message of rest) sent.update(message.data);
      expect(sent.digest('hex')).to.equal(createHash('sha256').update(data).digest('hex'));
      expect([file.id, file.filename]).to.deep.equal(['file-live-1', 'ünï.txt']);

      const replay = openReplay();
      const replayed = await replay.files.upload(data, 'ünï.txt');
      expect(replayed.toObject()).to.deep.equal(file.toObject());
      await replay.close();
    });
  }

  it('sends when the file expires', async () => {
    const session = openLive();
    await session.files.upload(Buffer.from('a'), 'a', { expiresAfter: 3600 });
    await session.close();
    expect(server().uploads[0]?.[0]?.init.toObject()).to.deep.equal({ name: 'a', expires_after: 3600 });
  });

  it('takes any kind of bytes, also a view into others', async () => {
    const session = openLive();
    await session.files.upload(new Uint8Array([0, 1, 2, 3]).subarray(1, 3), 'a');
    await session.close();
    expect([...(server().uploads[0]?.[1]?.data ?? [])]).to.deep.equal([1, 2]);
  });

  it('misses when other data is uploaded than was recorded', async () => {
    const live = openLive();
    await live.files.upload(Buffer.from('abc'), 'a');
    await live.close();
    const replay = openReplay();
    const error = await replay.files.upload(Buffer.from('abd'), 'a').catch((reason: ServiceError) => reason);
    expect((error as ServiceError).details).to.include('/xai_api.Files/UploadFile');
    expect(replay.cassette.misses).to.have.length(1);
    await replay.close();
  });

  it('rejects when the server refuses it half-way, live and replayed', async () => {
    server().fails = true;
    const data = Buffer.alloc(19 * MEBIBYTE, 1);
    const fail = async (session: XaiCassetteSession) => {
      const error = await session.files.upload(data, 'a').catch((reason: ServiceError) => reason);
      return (error as ServiceError).details;
    };
    const live = openLive();
    expect(await fail(live)).to.equal('no room');
    await live.close();
    const replay = openReplay();
    expect(await fail(replay)).to.equal('no room');
    await replay.close();
  });

  it('misses at once when a large file is another than the recorded one', async () => {
    const live = openLive();
    await live.files.upload(Buffer.alloc(7 * MEBIBYTE, 1), 'a');
    await live.close();
    const replay = openReplay();
    const error = await replay.files
      .upload(Buffer.alloc(7 * MEBIBYTE, 2), 'a')
      .catch((reason: ServiceError) => reason);
    expect((error as ServiceError).code).to.equal(status.FAILED_PRECONDITION);
    await replay.close();
  });

  describe('against a seed file', () => {
    it('is answered with an id of the size and the name, the same on every machine', async () => {
      const session = openReplay(SEED);
      const ids: string[] = [];
      for (const [length, name] of [
        [3, 'a.txt'],
        [3, 'a.txt'],
        [4, 'a.txt'],
        [3, 'b.txt'],
        [0, ''],
      ] as const) {
        ids.push((await session.files.upload(Buffer.alloc(length, 7), name)).id);
      }
      expect(ids).to.deep.equal(['file-059208', 'file-059208', 'file-346656', 'file-188140', 'file-285483']);
      await session.close();
    });

    it('does not look at the data', async () => {
      const session = openReplay(SEED);
      const first = await session.files.upload(Buffer.from('abc'), 'a.txt');
      const second = await session.files.upload(Buffer.from('xyz'), 'a.txt');
      expect(second.toObject()).to.deep.equal(first.toObject());
      expect([first.filename, first.size]).to.deep.equal(['a.txt', 3]);
      await session.close();
    });

    it('gives another process the same id', async () => {
      const session = openReplay(SEED);
      const { id } = await session.files.upload(Buffer.alloc(3), 'a.txt');
      await session.close();
      const { heard, errors } = await runChild({ path: temporary('a.yaml'), calls: ['upload'] });
      expect({ heard, errors }).to.deep.equal({ heard: [id], errors: [] });
    });

    it('takes nothing from the sequence, and is no miss', async () => {
      const session = openReplay(SEED);
      await session.files.upload(Buffer.alloc(3), 'a.txt');
      expect((await session.chat.sample(ask('hi'))).content).to.equal('');
      expect([session.cassette.misses, session.cassette.unplayed]).to.deep.equal([[], []]);
      await session.close();
      expect(readFileSync(temporary('a.yaml'), 'utf8')).to.equal(SEED);
    });

    it('is so against one without any interaction', async () => {
      const session = openReplay('version: 1\ninteractions: []\n');
      expect((await session.files.upload(Buffer.alloc(3), 'a.txt')).id).to.match(/^file-\d{6}$/);
      await session.close();
    });

    it('is live in new_episodes, and recorded', async () => {
      writeFileSync(temporary('a.yaml'), SEED);
      const session = openLive('new_episodes');
      expect((await session.files.upload(Buffer.alloc(3), 'a.txt')).id).to.equal('file-live-1');
      await session.close();
      const text = readFileSync(temporary('a.yaml'), 'utf8');
      expect(text.startsWith(SEED)).to.equal(true);
      expect(text).to.include('method: /xai_api.Files/UploadFile');
      const replay = openReplay();
      expect((await replay.files.upload(Buffer.alloc(3), 'a.txt')).id).to.equal('file-live-1');
      await replay.close();
    });

    it('a call that the seed cannot hold does not take the next sample for its answer', async () => {
      const session = openReplay(SEED);
      const error = await rejectionOf(session.files.listFiles(new ListFilesRequest({})));
      expect(error).to.include({ code: 'no_match', method: '/xai_api.Files/ListFiles' });
      expect(error.message).to.equal(
        'The cassette holds sample() and stream() calls of a format that names no methods, and no recording of this one.\n' +
          '  call:      /xai_api.Files/ListFiles\n' +
          `  cassette:  ${temporary('a.yaml')} (mode none)\n` +
          '  next step: record this call into a cassette of its own, or everything anew with GRPC_CASSETTE_MODE=rewrite.',
      );
      expect(session.cassette.unplayed).to.have.length(1);
      await session.close();
    });
  });

  it('is a miss against a cassette of our own that holds no upload', async () => {
    const live = openLive();
    await live.chat.sample(ask('hi'));
    await live.close();
    const replay = openReplay();
    const error = await replay.files.upload(Buffer.alloc(3), 'a.txt').catch((reason: ServiceError) => reason);
    expect((error as ServiceError).details).to.include('The cassette has no recording of this method.');
    await replay.close();
  });
});
