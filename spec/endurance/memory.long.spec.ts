import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import {
  type Cassette,
  cassetteInterceptor,
  type Interaction,
  type MessageList,
  openCassette,
} from '../../lib/index.js';
import { journalsBeside } from '../support/cassettes.js';
import { startChild } from '../support/child.js';
import { type EchoClient, echoClient } from '../support/echo-server.js';
import { withoutModeVariable } from '../support/environment.js';
import { messageOf, writeStream } from '../support/memory-files.js';
import { type LargeServer, startLargeServer } from '../support/memory-server.js';
import type { StreamJob, StreamReport } from '../support/memory-stream.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { turns } from '../support/time.js';

const KiB = 1024;
const MiB = 1024 * KiB;

describe('memory', function () {
  this.timeout(60_000);
  const inFolder = useTemporaryFolder();
  withoutModeVariable();

  it('replays a stream of 1,000,000 messages in less than 64 MiB beside the file', async () => {
    const path = inFolder('long.yaml');
    const count = 1_000_000;
    const fileSize = writeStream(path, count, 20);

    const address = '127.0.0.1:1';
    const job = { path, mode: 'none', address, request: 'go', count, size: 20, every: 125_000 } as const;
    const { heard, wrong, held } = await stream(job);

    expect({ heard, wrong }).to.deep.equal({ heard: count, wrong: 0 });
    // Before the call, eight times during it, at its end, and after the close.
    expect(held).to.have.length(11);
    const beside = held.slice(1, -1).map((bytes) => (bytes - fileSize) / MiB);
    expect(Math.max(...beside), `MiB beside the file: ${beside.map(Math.round)}`).to.be.below(64);
    // The file was in memory: what is asserted above was measured in the right place.
    expect(Math.min(...beside)).to.be.above(0);
  });

  describe('while recording', () => {
    let server: LargeServer;
    let recording: Cassette;
    let client: EchoClient;
    let path: string;

    beforeEach(async () => {
      server = await startLargeServer();
      path = inFolder('new.yaml');
      recording = openCassette(path, { mode: 'once' });
      client = echoClient(server.address, { interceptors: [cassetteInterceptor(recording)] });
    });

    afterEach(async () => {
      client.close();
      server.stop();
      await recording.close();
    });

    it('keeps a take of up to 1 MiB in memory', async () => {
      const seen = new Set<string>();
      await download(600, () => {
        for (const name of spillsBeside(path)) seen.add(name);
      });
      expect([...seen]).to.deep.equal([]);
      await recording.close();
      expectMessages((await interactionIn(path)).responses, 600);
    });

    it('spills responses beyond 1 MiB into a file beside the journal, which is gone at the end', async () => {
      const early = new Set<string>();
      const sizes: number[] = [];
      await download(5000, (heard) => {
        for (const name of spillsBeside(path)) {
          if (heard <= 600) early.add(name);
          if (name.endsWith('.responses')) sizes.push(statSync(join(dirname(path), name)).size);
        }
      });
      expect([...early]).to.deep.equal([]);
      expect(sizes.at(0)).to.be.above(MiB);
      expect(sizes.at(-1), 'it grows').to.be.above(5 * MiB);
      expect(spillsBeside(path)).to.deep.equal([]);
      expect(journalsBeside(path)).to.have.length(1);

      await recording.close();
      expect(readdirSync(dirname(path))).to.deep.equal(['new.yaml']);
      expectMessages((await interactionIn(path)).responses, 5000);
    });

    it('spills requests likewise', async () => {
      const count = 3000;
      let spilled: readonly string[] = [];
      const answer = await new Promise<string>((resolve, reject) => {
        const call = client.ClientStream((error, response) =>
          error === null ? resolve(String(response)) : reject(error),
        );
        const send = (from: number): void => {
          if (from < count) {
            call.write(messageOf(from, KiB), () => send(from + 1));
            return;
          }
          spilled = spillsBeside(path);
          call.end();
        };
        send(0);
      });
      expect(answer).to.equal(String(count));
      expect(spilled.join()).to.match(/^\.new\.yaml\.[^,]+\.journal\.1\.requests$/);
      expect(spillsBeside(path)).to.deep.equal([]);

      await recording.close();
      expect(readdirSync(dirname(path))).to.deep.equal(['new.yaml']);
      expectMessages((await interactionIn(path)).requests, count);
    });

    it('leaves no such file when the client cancels, and keeps what had come', async () => {
      const call = client.ServerStream(Buffer.from(`100000:${KiB}`));
      let heard = 0;
      let spilled: readonly string[] = [];
      await new Promise((resolve) => {
        call.on('error', resolve);
        call.on('data', () => {
          heard += 1;
          if (heard !== 3000) return;
          spilled = spillsBeside(path);
          call.cancel();
        });
      });
      expect(spilled).not.to.deep.equal([]);
      expect(spillsBeside(path)).to.deep.equal([]);
      await recording.close();
      expect(readdirSync(dirname(path))).to.deep.equal(['new.yaml']);
      const { responses, call: record } = await interactionIn(path);
      expect(record?.cancelledByClient).to.equal(true);
      expect(responses.length).to.be.at.least(3000);
      expectMessages(responses, responses.length);
    });

    it('leaves no such file when the cassette is closed in the middle of the call', async () => {
      const call = client.ServerStream(Buffer.from(`100000:${KiB}`));
      let heard = 0;
      await new Promise<void>((resolve) => {
        call.on('error', () => undefined);
        call.on('data', () => {
          heard += 1;
          if (heard === 3000) resolve();
        });
      });
      expect(spillsBeside(path)).not.to.deep.equal([]);
      await recording.close();
      call.cancel();
      await turns(20);
      expect(readdirSync(dirname(path))).to.deep.equal(['new.yaml']);
      const { responses, call: record } = await interactionIn(path);
      expect(record?.cutShort).to.equal(true);
      expectMessages(responses, responses.length);
    });

    it('records a stream of 64 MiB in bounded memory', async () => {
      const count = 64 * KiB;
      const target = inFolder('large.yaml');
      const { heard, wrong, held, peaks } = await stream({
        path: target,
        mode: 'all',
        address: server.address,
        request: `${count}:${KiB}`,
        count,
        size: KiB,
        every: 4 * KiB,
      });

      expect({ heard, wrong }).to.deep.equal({ heard: count, wrong: 0 });
      const [before = 0, ...later] = held;
      const growth = later.map((bytes) => (bytes - before) / MiB);
      expect(Math.max(...growth), `MiB more than before the call: ${growth.map(Math.round)}`).to.be.below(16);
      // With garbage: the text of the entry, 86 MiB, never lay in memory, nor while the journal and the cassette were written.
      const [peakBefore = 0, peakAtLast = 0, peak = 0] = peaks;
      expect((peakAtLast - peakBefore) / MiB, 'MiB more at most during the call').to.be.below(86);
      expect((peak - peakAtLast) / MiB, 'and MiB more after its last message').to.be.below(60);
      expect(statSync(target).size).to.be.above(86 * MiB);
      expectMessages((await interactionIn(target)).responses, count);
    });

    function download(count: number, look: (heard: number) => void): Promise<void> {
      return new Promise((resolve, reject) => {
        let heard = 0;
        client
          .ServerStream(Buffer.from(`${count}:${KiB}`))
          .on('data', () => {
            heard += 1;
            if (heard % 50 === 0) look(heard);
          })
          .on('error', reject)
          .on('end', resolve);
      });
    }
  });

  async function stream(job: StreamJob): Promise<StreamReport> {
    const { code, stdout, stderr } = await startChild('memory-stream', job).ended;
    expect(code, stderr).to.equal(0);
    return JSON.parse(stdout) as StreamReport;
  }
});

/** Files of takes that outgrew memory. */
function spillsBeside(path: string): readonly string[] {
  return readdirSync(dirname(path)).filter((name) => /\.journal\../.test(name));
}

async function interactionIn(path: string): Promise<Interaction> {
  const cassette = openCassette(path, { mode: 'none' });
  const [interaction, ...others] = cassette.interactions;
  await cassette.close();
  if (interaction === undefined || others.length > 0)
    throw new Error(`${path} does not hold one interaction.`);
  return interaction;
}

function expectMessages(messages: MessageList, count: number): void {
  expect(messages.length).to.equal(count);
  for (let index = 0; index < count; index += 1) {
    if (!messageOf(index, KiB).equals(messages.at(index))) expect.fail(`message ${index} differs`);
  }
}
