import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import type { Cassette } from '../../lib/index.js';
import { openCassette } from '../../lib/index.js';
import type { Appender } from '../../lib/storage/storage.js';
import { entriesOf } from '../support/cassettes.js';
import { callUnary, type EchoClient } from '../support/echo-server.js';
import { rejectionOf } from '../support/errors.js';
import { cassetteOn, FailingStorage } from '../support/failing-storage.js';
import { listen } from '../support/listen.js';
import { useRecording } from './recording.js';

const SIZE = 200_000;

/** A talk in which each message, of its own letter, is echoed before the next is sent. */
class Talk {
  readonly #call: ReturnType<EchoClient['Bidi']>;
  readonly #heard: ReturnType<typeof listen>;
  readonly #sent: string[] = [];

  constructor(client: EchoClient) {
    this.#call = client.Bidi();
    this.#heard = listen(this.#call);
  }

  get sent(): readonly string[] {
    return this.#sent;
  }

  async say(count: number): Promise<void> {
    for (let left = count; left > 0; left -= 1) {
      const message = String.fromCharCode(65 + this.#sent.length).repeat(SIZE);
      this.#sent.push(message);
      this.#call.write(Buffer.from(message));
      await this.#heard.hears(this.#sent.length);
    }
  }

  async finish(): Promise<void> {
    this.#call.end();
    await this.#heard.ended;
  }

  /** For a call that outlives its cassette. */
  async leave(): Promise<void> {
    this.#call.cancel();
    await this.#heard.ended;
  }
}

/** A disk on which some appends fail half-way. */
class HalfwayStorage extends FailingStorage {
  failing = 0;

  override openToAppend(path: string): Appender {
    const file = super.openToAppend(path);
    return {
      append: (pieces) => {
        if (this.failing === 0) {
          file.append(pieces);
          return;
        }
        this.failing -= 1;
        const bytes = Buffer.concat([...pieces]);
        file.append([bytes.subarray(0, bytes.length >> 1)]);
        file.close();
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      },
      readRange: (start, length) => file.readRange(start, length),
      facts: () => file.facts(),
      cut: (length) => file.cut(length),
      close: () => file.close(),
    };
  }
}

describe('a take that is too large for memory', () => {
  const { clientOf, open, temporary } = useRecording();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  const filesBeside = (): readonly string[] => readdirSync(dirname(path)).sort();
  const spills = (): readonly string[] =>
    filesBeside().filter((name) => /\.(?:requests|responses)$/.test(name));

  async function assertReadable(opened: Cassette): Promise<void> {
    await opened.close();
    const again = openCassette(path);
    for (const { requests, responses } of again.interactions) {
      for (let index = 0; index < requests.length; index += 1) requests.at(index);
      for (let index = 0; index < responses.length; index += 1) responses.at(index);
    }
    await again.close();
  }

  it('stays whole when the cassette is saved while its call is open', async () => {
    const { opened, client } = open();
    const talk = new Talk(client);
    await talk.say(8);
    expect(spills()).not.to.deep.equal([]);
    await callUnary(client, 'one');
    await opened.save();
    await talk.say(8);
    await callUnary(client, 'two');
    await opened.save();
    await talk.finish();
    await assertReadable(opened);
    const stored = entriesOf(path);
    expect(stored.map(({ requests }) => requests.length)).to.deep.equal([1, 1, 16]);
    expect(stored[2]?.requests).to.deep.equal(talk.sent);
    expect(stored[2]?.responses).to.deep.equal(talk.sent);
    expect(filesBeside()).to.deep.equal(['chat.yaml']);
  });

  for (const [failures, when] of [
    [1, 'once'],
    [2, 'twice'],
  ] as const) {
    it(`stays whole when a write of it fails half-way, ${when}, on a disk that is full for a moment`, async () => {
      const storage = new HalfwayStorage();
      const opened = cassetteOn(storage, path, 'once');
      const talk = new Talk(clientOf(opened));
      await talk.say(2);
      storage.failing = failures;
      await talk.say(10);
      await talk.finish();
      expect(storage.failing).to.equal(0);
      await assertReadable(opened);
      const [stored, ...others] = entriesOf(path);
      expect(others).to.deep.equal([]);
      expect(stored?.requests).to.deep.equal(talk.sent);
      expect(stored?.responses).to.deep.equal(talk.sent);
      expect(filesBeside()).to.deep.equal(['chat.yaml']);
    });
  }

  it('costs only itself where its file is gone: what other calls recorded is committed, and the trouble told', async () => {
    const { opened, client } = open();
    await callUnary(client, 'one');
    const talk = new Talk(client);
    await talk.say(8);
    const other = client.Bidi();
    const heard = listen(other);
    other.write(Buffer.from('second'));
    await heard.hears(1);
    for (const name of spills()) rmSync(join(dirname(path), name));
    const error = await rejectionOf(opened.close());
    expect(error.code).to.equal('write_failed');
    expect((error.cause as NodeJS.ErrnoException).code).to.equal('ENOENT');
    await talk.leave();
    other.end();
    await heard.ended;
    expect(entriesOf(path).map(({ requests, call }) => [requests, call['cut_short']])).to.deep.equal([
      [['one'], undefined],
      [['second'], true],
    ]);
    expect(filesBeside()).to.deep.equal(['chat.yaml']);
  });
});

describe('on a disk that fails all the time', () => {
  const { clientOf, temporary } = useRecording();

  it('many calls are recorded in memory: no file is made for each', async () => {
    const paths = new Set<string>();
    class Watched extends FailingStorage {
      override openToAppend(path: string, mode?: number): Appender {
        paths.add(path);
        return super.openToAppend(path, mode);
      }
    }
    const path = temporary('chat.yaml');
    const storage = new Watched();
    const opened = cassetteOn(storage, path, 'once');
    const client = clientOf(opened);
    storage.broken = ['append'];
    const requests = Array.from({ length: 50 }, (_, index) => `call ${index}`);
    for (const request of requests) await callUnary(client, request);
    expect([...paths].map((each) => each.replace(/.*\./, ''))).to.deep.equal(['recording', 'journal']);
    await opened.close();
    expect(entriesOf(path).map((each) => each.requests[0])).to.deep.equal(requests);
    client.close();
  });
});
