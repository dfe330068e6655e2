import { writeFileSync } from 'node:fs';
import type * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { type Cassette, CassetteError, openCassette } from '../lib/index.js';
import { cassette, unary } from './support/cassettes.js';
import { callUnary, type EchoClient } from './support/echo-server.js';
import { useEchoSuite } from './support/echo-suite.js';

/** An interaction of the Python harness: without a method, played in sequence. */
const seed = (request: string, response: string): string =>
  unary(request, response).replace(/^- call:\n.*\n.*\n {2}request/, '- request');

const NEXT_STEP =
  'record it with GRPC_CASSETTE_MODE=new_episodes, or everything anew with GRPC_CASSETTE_MODE=rewrite.';

describe('a miss of a sequence that is played out', () => {
  const { clientOf, temporary } = useEchoSuite();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  function open(...entries: readonly string[]): { opened: Cassette; client: EchoClient } {
    writeFileSync(path, cassette(...entries));
    const opened = openCassette(path);
    return { opened, client: clientOf(opened) };
  }

  function assertPlayedOut(
    opened: Cassette,
    error: grpc.ServiceError | null,
    lines: readonly string[],
  ): void {
    const cause = error?.cause;
    expect(CassetteError.is(cause) && cause.code).to.equal('already_played');
    expect((cause as CassetteError).message.split('\n')).to.deep.equal(lines);
    expect(opened.misses.map((miss) => miss.error)).to.deep.equal([cause]);
  }

  it('says so, and which call was given the last', async () => {
    const { opened, client } = open(seed('A', 'a'), seed('B', 'b'));
    expect((await callUnary(client, 'A')).response).to.equal('a');
    expect((await callUnary(client, 'B')).response).to.equal('b');
    const { error } = await callUnary(client, 'C');
    assertPlayedOut(opened, error, [
      'All 2 recordings of this cassette were played already, one after another.',
      '  call:      /echo.Echo/Unary (unary, request of 1 byte)',
      `  cassette:  ${path} (mode none)`,
      '  nearest:   interaction 1 (line 9), the last, was played at call 2',
      `  next step: ${NEXT_STEP}`,
    ]);
    await opened.close();
  });

  it('says so of a single one, in the singular', async () => {
    const { opened, client } = open(seed('A', 'a'));
    await callUnary(client, 'A');
    const { error } = await callUnary(client, 'A');
    expect(error?.details.split('\n')[0]).to.equal('The only recording of this cassette was played already.');
    await opened.close();
  });

  it('of which some are left says something else: a call of another kind does not play them', async () => {
    const { opened, client } = open(seed('A', 'a'));
    const error = await new Promise<grpc.ServiceError | null>((resolve) => {
      client.ClientStream((each) => resolve(each)).end(Buffer.from('A'));
    });
    const cause = error?.cause as CassetteError;
    expect(cause.code).to.equal('no_match');
    expect(cause.message.split('\n')[0]).to.equal(
      'Interaction 0, the next of the sequence, is a unary call, and a client streaming call was made.',
    );
    expect(cause.message).to.include('interaction 0 (line 3) is unary, the call is client streaming');
    await opened.close();
  });
});
