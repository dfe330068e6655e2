import { writeFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { type Cassette, CassetteError, openCassette, type RecordMode } from '../lib/index.js';
import { cassette, entry, journalsBeside, leaveJournal, unary } from './support/cassettes.js';
import { endChildren, startChild } from './support/child.js';
import type { ReplayJob } from './support/child-replay.js';
import { callUnary, type EchoClient } from './support/echo-server.js';
import { useEchoSuite } from './support/echo-suite.js';

const RECORD =
  'record it with GRPC_CASSETTE_MODE=new_episodes, or everything anew with GRPC_CASSETTE_MODE=rewrite.';

describe('a miss', () => {
  const { clientOf, server, temporary } = useEchoSuite();
  endChildren();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  function open(mode: RecordMode, ...entries: readonly string[]): { opened: Cassette; client: EchoClient } {
    writeFileSync(path, cassette(...entries));
    const opened = openCassette(path, { mode });
    return { opened, client: clientOf(opened) };
  }

  /** Checks that the call failed as a miss does, and that nothing reached the server; the message is the point. */
  function assertMiss(
    opened: Cassette,
    error: grpc.ServiceError | null | undefined,
    code: string,
    lines: readonly string[],
    facts: Partial<CassetteError> = {},
  ): void {
    const cause = error?.cause as CassetteError;
    expect(CassetteError.is(cause), String(error)).to.equal(true);
    expect(cause.message.split('\n')).to.deep.equal(lines);
    expect(error?.code).to.equal(grpc.status.FAILED_PRECONDITION);
    expect(error?.details).to.equal(cause.message);
    expect(cause.code).to.equal(code);
    expect(cause).to.include({ path, mode: opened.mode, ...facts });
    expect(opened.misses.map((miss) => miss.error)).to.include(cause);
  }

  /** The error of a stream; what it was given before is in `heard`. */
  function failureOf(
    call: grpc.ClientDuplexStream<Buffer, Buffer> | grpc.ClientReadableStream<Buffer>,
    heard: string[] = [],
  ): Promise<grpc.ServiceError> {
    call.on('data', (message: Buffer) => heard.push(message.toString()));
    return new Promise((resolve) => call.on('error', resolve));
  }

  it('of a cassette that is not there', async () => {
    const opened = openCassette(path);
    const client = clientOf(opened);
    const { error } = await callUnary(client, 'A');
    assertMiss(
      opened,
      error,
      'missing_cassette',
      [
        'There is no cassette, and mode none does not record one.',
        '  call:      /echo.Echo/Unary (unary)',
        `  cassette:  ${path} (mode none)`,
        '  next step: record it with GRPC_CASSETTE_MODE=once, or correct the path.',
      ],
      { method: '/echo.Echo/Unary' },
    );
    await opened.close();
  });

  it('of a cassette that is not there, but whose journal is', async () => {
    await leaveJournal({ path, mode: 'once', address: server.address, calls: ['A'] });
    const [journal = ''] = journalsBeside(path);
    const opened = openCassette(path);
    const client = clientOf(opened);
    const { error } = await callUnary(client, 'A');
    assertMiss(opened, error, 'missing_cassette', [
      'There is no cassette, and mode none does not record one.',
      '  call:      /echo.Echo/Unary (unary)',
      `  cassette:  ${path} (mode none)`,
      `  journal:   an interrupted recording left ${temporary(journal)}; mode once goes on with it`,
      '  next step: record it with GRPC_CASSETTE_MODE=once, or correct the path.',
    ]);
    await opened.close();
  });

  it('of a cassette that holds nothing', async () => {
    const { opened, client } = open('once');
    const { error } = await callUnary(client, 'A');
    assertMiss(
      opened,
      error,
      'no_match',
      [
        'The cassette has no recording of this method.',
        '  call:      /echo.Echo/Unary (unary, request of 1 byte)',
        `  cassette:  ${path} (mode once)`,
        '  nearest:   the cassette holds no calls',
        `  next step: ${RECORD}`,
      ],
      { method: '/echo.Echo/Unary' },
    );
    await opened.close();
  });

  it('of a method that was not recorded', async () => {
    const stream = entry({ method: 'ServerStream', requests: ['A'], responses: ['x'] });
    const bidi = entry({ method: 'Bidi', requests: ['A'], responses: ['x'] });
    const { opened, client } = open('none', stream, bidi, stream);
    const { error } = await callUnary(client, 'A question');
    assertMiss(opened, error, 'no_match', [
      'The cassette has no recording of this method.',
      '  call:      /echo.Echo/Unary (unary, request of 10 bytes)',
      `  cassette:  ${path} (mode none)`,
      '  nearest:   recorded methods:',
      '             /echo.Echo/ServerStream',
      '             /echo.Echo/Bidi',
      `  next step: ${RECORD}`,
    ]);
    await opened.close();
  });

  it('of another request', async () => {
    const { opened, client } = open('once', unary('one', '1'), unary('three', '3'));
    await callUnary(client, 'three');
    const { error } = await callUnary(client, 'four');
    assertMiss(
      opened,
      error,
      'no_match',
      [
        'No recording of this method has this request.',
        '  call:      /echo.Echo/Unary (unary, request of 4 bytes)',
        `  cassette:  ${path} (mode once)`,
        '  nearest:   interaction 0 (line 3): request of 3 bytes',
        '             interaction 1 (line 12): request of 5 bytes, played',
        `  next step: ${RECORD}`,
      ],
      { position: 0 },
    );
    await opened.close();
  });

  it('of another request, where many were recorded', async () => {
    const { opened, client } = open(
      'none',
      ...Array.from({ length: 8 }, (_, index) => unary(`r${index}`, 'x')),
    );
    const { error } = await callUnary(client, 'A');
    const lines = error?.details.split('\n') ?? [];
    expect(lines.filter((line) => line.includes('interaction '))).to.have.length(5);
    expect(lines).to.include('             and 3 more of this method');
    await opened.close();
  });

  it('of a recording that was played already', async () => {
    const { opened, client } = open('none', unary('B', 'b'), unary('A', 'a'));
    await callUnary(client, 'B');
    await callUnary(client, 'A');
    const { error } = await callUnary(client, 'A');
    assertMiss(
      opened,
      error,
      'already_played',
      [
        'The recording that answers this call was already played.',
        '  call:      /echo.Echo/Unary (unary, request of 1 byte)',
        `  cassette:  ${path} (mode none)`,
        '  nearest:   interaction 1 was played at call 2',
        `  next step: close the cassette between the tests that share it, or ${RECORD}`,
      ],
      { position: 1 },
    );
    await opened.close();
  });

  it('of recordings that were all played already', async () => {
    const { opened, client } = open('once', unary('A', 'a'), unary('A', 'b'));
    await callUnary(client, 'A');
    await callUnary(client, 'A');
    const { error } = await callUnary(client, 'A');
    assertMiss(
      opened,
      error,
      'already_played',
      [
        'The recordings that answer this call were already played, all 2 of them.',
        '  call:      /echo.Echo/Unary (unary, request of 1 byte)',
        `  cassette:  ${path} (mode once)`,
        '  nearest:   interaction 0 was played at call 1',
        '             interaction 1 was played at call 2',
        `  next step: close the cassette between the tests that share it, or ${RECORD}`,
      ],
      { position: 1 },
    );
    await opened.close();
  });

  it('of another kind of call', async () => {
    const streamed = entry({ method: 'ServerStream', requests: ['A'], responses: ['x'] });
    const { opened, client } = open('none', streamed.replace('/ServerStream', '/Unary'));
    const { error } = await callUnary(client, 'A');
    assertMiss(
      opened,
      error,
      'no_match',
      [
        'This method was recorded as another kind of call.',
        '  call:      /echo.Echo/Unary (unary, request of 1 byte)',
        `  cassette:  ${path} (mode none)`,
        '  nearest:   interaction 0 (line 3) is server streaming, the call is unary',
        `  next step: ${RECORD}`,
      ],
      { position: 0 },
    );
    await opened.close();
  });

  it('of another kind of call than the next of the seed', async () => {
    const seed = entry({ method: 'ServerStream', requests: ['A'], responses: ['x'] });
    const { opened, client } = open('none', seed.replace(/^- call:\n.*\n.*\n {2}request/, '- request'));
    const { error } = await callUnary(client, 'A');
    assertMiss(
      opened,
      error,
      'no_match',
      [
        'Interaction 0, the next of the sequence, is a server streaming call, and a unary call was made.',
        '  call:      /echo.Echo/Unary (unary, request of 1 byte)',
        `  cassette:  ${path} (mode none)`,
        '  nearest:   interaction 0 (line 3) is server streaming, the call is unary',
        `  next step: ${RECORD}`,
      ],
      { position: 0 },
    );
    await opened.close();
  });

  describe('of a streamed call', () => {
    const talk = entry({
      method: 'Bidi',
      requests: ['one', 'two', 'three'],
      responses: ['1', '2', '3'],
      after: [1, 2, 'end'],
    });

    it('names the message that broke it', async () => {
      const { opened, client } = open('none', talk);
      const heard: string[] = [];
      const call = client.Bidi();
      const failed = failureOf(call, heard);
      call.write(Buffer.from('one'));
      call.write(Buffer.from('other'));
      assertMiss(
        opened,
        await failed,
        'no_match',
        [
          'No recording of this method goes on with request 2 of this call.',
          '  call:      /echo.Echo/Bidi (bidirectional streaming, request 2, of 5 bytes)',
          `  cassette:  ${path} (mode none)`,
          '  nearest:   interaction 0 (line 3): request 2, of 3 bytes',
          `  next step: ${RECORD}`,
        ],
        { position: 0 },
      );
      await opened.close();
    });

    it('that says more than was recorded', async () => {
      const { opened, client } = open('none', talk);
      const call = client.Bidi();
      const failed = failureOf(call);
      for (const text of ['one', 'two', 'three', 'four']) call.write(Buffer.from(text));
      assertMiss(opened, await failed, 'no_match', [
        'No recording of this method goes on with request 4 of this call.',
        '  call:      /echo.Echo/Bidi (bidirectional streaming, request 4, of 4 bytes)',
        `  cassette:  ${path} (mode none)`,
        '  nearest:   interaction 0 (line 3): no request 4, it ends after 3',
        `  next step: ${RECORD}`,
      ]);
      await opened.close();
    });

    it('that half-closes short of what the recorded server waited for', async () => {
      const { opened, client } = open('none', talk);
      const heard: string[] = [];
      const call = client.Bidi();
      const failed = failureOf(call, heard);
      call.write(Buffer.from('one'));
      call.end();
      assertMiss(opened, await failed, 'stalled', [
        'The client sent 1 request, and the recorded server was waiting for request 2 of 3.',
        '  call:      /echo.Echo/Bidi (bidirectional streaming, 1 request sent, then half-closed)',
        `  cassette:  ${path} (mode none)`,
        `  next step: send what was recorded, or ${RECORD}`,
      ]);
      await opened.close();
    });

    it('that half-closes at once', async () => {
      const upload = entry({ method: 'ClientStream', requests: ['one'], responses: ['done'] });
      const { opened, client } = open('once', upload);
      const error = await new Promise<grpc.ServiceError | null>((resolve) => {
        client.ClientStream((failure) => resolve(failure)).end();
      });
      assertMiss(opened, error, 'stalled', [
        'The client sent 0 requests, and the recorded server was waiting for request 1 of 1.',
        '  call:      /echo.Echo/ClientStream (client streaming, 0 requests sent, then half-closed)',
        `  cassette:  ${path} (mode once)`,
        `  next step: send what was recorded, or ${RECORD}`,
      ]);
      await opened.close();
    });

    it('in mode new_episodes, when it has been given a message: no live call can follow that', async () => {
      const { opened, client } = open('new_episodes', talk);
      const reached = server.reached.length;
      const call = client.Bidi();
      const failed = failureOf(call);
      await new Promise((resolve) => {
        call.once('data', resolve);
        call.write(Buffer.from('one'));
      });
      call.write(Buffer.from('other'));
      const error = await failed;
      expect(server.reached.length).to.equal(reached);
      assertMiss(opened, error, 'no_match', [
        'No recording of this method goes on with request 2 of this call.',
        '  call:      /echo.Echo/Bidi (bidirectional streaming, request 2, of 5 bytes)',
        `  cassette:  ${path} (mode new_episodes)`,
        '  nearest:   interaction 0 (line 3): request 2, of 3 bytes',
        '  next step: record the whole cassette anew with GRPC_CASSETTE_MODE=rewrite.',
      ]);
      await opened.close();
    });

    /** Replays in a process of its own, in which the client falls silent; resolves to what it printed. */
    async function inChild(job: Omit<ReplayJob, 'path' | 'mode'>): Promise<readonly string[]> {
      writeFileSync(path, cassette(talk));
      const child = startChild('child-replay', { path, mode: 'none', ...job } satisfies ReplayJob);
      const { code, signal, stdout, stderr } = await child.ended;
      expect({ code, signal, stderr }).to.deep.equal({ code: 0, signal: null, stderr: '' });
      return stdout.trimEnd().split('\n');
    }

    it('that falls silent is told when the process has nothing left to do', async () => {
      expect(await inChild({ requests: ['one'] })).to.deep.equal([
        'heard 1',
        'error 9 stalled',
        'The client sent 1 request, and the recorded server was waiting for request 2 of 3.',
        '  call:      /echo.Echo/Bidi (bidirectional streaming, 1 request sent)',
        `  cassette:  ${path} (mode none)`,
        `  next step: send what was recorded, or ${RECORD}`,
        'misses 1',
      ]);
    });

    it('that never half-closes is told so', async () => {
      expect((await inChild({ requests: ['one', 'two', 'three'] })).slice(0, 5)).to.deep.equal([
        'heard 1',
        'heard 2',
        'error 9 stalled',
        'The client sent 3 requests, and the recorded server was waiting for the half-close.',
        '  call:      /echo.Echo/Bidi (bidirectional streaming, 3 requests sent)',
      ]);
    });
  });

  it('that equals another is counted, not told twice', async () => {
    const { opened, client } = open('none', unary('A', 'a'));
    const errors = [];
    for (const request of ['B', 'B', 'Cc', 'B']) errors.push((await callUnary(client, request)).error);
    expect(opened.misses.map(({ count }) => count)).to.deep.equal([3, 1]);
    expect(opened.misses[0]?.error).to.equal(errors[0]?.cause);
    expect(opened.misses[1]?.error).to.equal(errors[2]?.cause);
    await opened.close();
  });

  it('stays with the cassette after it is closed', async () => {
    const { opened, client } = open('none');
    await callUnary(client, 'A');
    await opened.close();
    expect(opened.misses).to.have.length(1);
  });

  it('shows nothing of the request itself, nor of its metadata', async () => {
    const { opened, client } = open('none', unary('A', 'a'));
    const { error } = await callUnary(client, 'my secret', { authorization: 'Bearer topsecret' });
    expect(`${error?.message}${JSON.stringify(opened.misses)}`).not.to.match(/secret|Bearer/);
    await opened.close();
  });
});
