import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { CassetteError, type CassetteOptions, openCassette } from '../../lib/index.js';
import { entry } from '../support/cassettes.js';
import { callUnary, type EchoClient, type UnaryOutcome } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { playingIn } from './playing.js';

/** A unary entry whose request metadata is given in the lines of its `call` block. */
const sentWith = (lines: readonly string[], response: string): string =>
  entry({
    requests: ['A'],
    responses: [response],
    call: ['request_metadata:', ...lines.map((line) => `  ${line}`), 'response_metadata: {}'],
  });

describe('the matchMetadata option', () => {
  const suite = useEchoSuite();
  const { clientOf, server, temporary } = suite;
  const playing = playingIn(suite);

  const red = sentWith(['x-tenant:', '- red'], 'for red');
  const blue = sentWith(['x-tenant:', '- blue'], 'for blue');

  it('tells equal requests apart by the keys it names', async () => {
    const { misses } = await playing({ matchMetadata: ['X-Tenant'] }, [red, blue], async (client) => {
      expect((await callUnary(client, 'A', { 'x-tenant': 'blue' })).response).to.equal('for blue');
      expect((await callUnary(client, 'A', { 'x-tenant': 'red', 'x-other': '1' })).response).to.equal(
        'for red',
      );
    });
    expect(misses).to.deep.equal([]);
  });

  it('is not needed: without it, metadata never decides', async () => {
    const { misses } = await playing({}, [red, blue], async (client) => {
      expect((await callUnary(client, 'A', { 'x-tenant': 'blue' })).response).to.equal('for red');
    });
    expect(misses).to.deep.equal([]);
  });

  it('says which key differs, and what to do', async () => {
    const {
      misses: [miss],
    } = await playing({ matchMetadata: ['x-tenant', 'x-api-key'] }, [red], async (client) => {
      expect((await callUnary(client, 'A', { 'x-tenant': 'green' })).error?.code).to.equal(9);
    });
    expect(miss?.message.split('\n')).to.deep.equal([
      'This request was recorded with other metadata.',
      '  call:      /echo.Echo/Unary (unary)',
      '  asked:     "A"',
      `  cassette:  ${miss?.path} (mode none)`,
      '  nearest:   interaction 0 (line 3)',
      '             metadata x-tenant: "red" -> "green"',
      '  next step: take x-tenant out of matchMetadata if it need not agree, or record the call, too, with GRPC_CASSETTE_MODE=new_episodes.',
    ]);
    expect(miss).to.deep.include({
      code: 'no_match',
      position: 0,
      differences: [{ path: 'metadata x-tenant', recorded: '"red"', asked: '"green"' }],
    });
  });

  for (const [what, lines, sent, isEqual] of [
    ['a key that neither has', ['x-other:', '- "1"'], [], true],
    ['a key that only the recording has', ['x-tenant:', '- red'], [], false],
    ['a key that only the call has', ['x-other:', '- "1"'], [['x-tenant', 'red']], false],
    [
      'two values in the same order',
      ['x-tenant:', '- a', '- b'],
      [
        ['x-tenant', 'a'],
        ['x-tenant', 'b'],
      ],
      true,
    ],
    [
      'two values in another order',
      ['x-tenant:', '- a', '- b'],
      [
        ['x-tenant', 'b'],
        ['x-tenant', 'a'],
      ],
      false,
    ],
    ['one value that looks like two', ['x-tenant:', '- a', '- b'], [['x-tenant', 'a, b']], false],
    [
      'one value more',
      ['x-tenant:', '- a'],
      [
        ['x-tenant', 'a'],
        ['x-tenant', 'a'],
      ],
      false,
    ],
    ['a value in other letters', ['x-tenant:', '- red'], [['x-tenant', 'Red']], false],
  ] as const) {
    it(`takes ${what} for ${isEqual ? 'equal' : 'different'}`, async () => {
      const { misses } = await playing(
        { matchMetadata: 'x-tenant' },
        [sentWith(lines, 'yes')],
        async (client) => {
          const { response } = await callWith(client, sent);
          expect(response).to.equal(isEqual ? 'yes' : undefined);
        },
      );
      expect(misses).to.have.length(isEqual ? 0 : 1);
    });
  }

  for (const [bytes, isEqual] of [
    ['\u0000\u0001\u0002', true],
    ['\u0000\u0001\u0003', false],
  ] as const) {
    it(`compares binary values by their bytes: ${isEqual ? 'equal' : 'different'}`, async () => {
      const recorded = sentWith(['x-trace-bin:', '- !!binary AAEC'], 'yes');
      await playing({ matchMetadata: 'x-trace-bin' }, [recorded], async (client) => {
        const { response } = await callWith(client, [['x-trace-bin', Buffer.from(bytes)]]);
        expect(response).to.equal(isEqual ? 'yes' : undefined);
      });
    });
  }

  it('takes any value, and none, where a secret was taken out of the recording', async () => {
    const stored = sentWith(['authorization:', "- '[REDACTED]'"], 'yes');
    const options = { matchMetadata: 'authorization' };
    const { misses } = await playing(options, [stored, stored], async (client) => {
      expect((await callUnary(client, 'A', { authorization: 'Bearer one' })).response).to.equal('yes');
      expect((await callUnary(client, 'A')).response).to.equal('yes');
    });
    expect(misses).to.deep.equal([]);
    const { misses: told } = await playing(options, [red], async (client) => {
      await callUnary(client, 'A', { authorization: 'Bearer topsecret' });
    });
    expect(told[0]?.message).to.include('metadata authorization: nothing -> "[REDACTED]"');
    expect(JSON.stringify(told)).not.to.include('topsecret');
    // By hand, or by another program.
    const unredacted = sentWith(['authorization:', '- Bearer topsecret'], 'yes');
    const { misses: none } = await playing(options, [unredacted], async (client) => {
      expect((await callUnary(client, 'A')).response).to.equal('yes');
    });
    expect(none).to.deep.equal([]);
  });

  it('decides which recording a streamed call holds', async () => {
    const talk = (tenant: string): string =>
      entry({
        method: 'Bidi',
        requests: ['hello'],
        responses: [`hello ${tenant}`],
        after: [1],
        call: ['request_metadata:', '  x-tenant:', `  - ${tenant}`, 'response_metadata: {}'],
      });
    const { misses } = await playing(
      { matchMetadata: 'x-tenant' },
      [talk('red'), talk('blue')],
      async (client) => {
        const metadata = new grpc.Metadata();
        metadata.set('x-tenant', 'blue');
        const call = (
          client as unknown as { Bidi(sent: grpc.Metadata): ReturnType<EchoClient['Bidi']> }
        ).Bidi(metadata);
        const heard = new Promise((resolve) =>
          call.once('data', (message: Buffer) => resolve(String(message))),
        );
        call.end(Buffer.from('hello'));
        expect(await heard).to.equal('hello blue');
      },
    );
    expect(misses).to.deep.equal([]);
  });

  it('is recorded and found again', async () => {
    const path = temporary('live.yaml');
    const options: CassetteOptions = { mode: 'once', matchMetadata: 'x-tenant' };
    const recorded = openCassette(path, options);
    const recorder = clientOf(recorded);
    for (const tenant of ['red', 'blue']) await callUnary(recorder, 'A', { 'x-tenant': tenant });
    await recorded.close();
    const reached = server.reached.length;
    const replayed = openCassette(path, options);
    const client = clientOf(replayed);
    for (const tenant of ['blue', 'red']) await callUnary(client, 'A', { 'x-tenant': tenant });
    expect((await callUnary(client, 'A', { 'x-tenant': 'red' })).error?.code).to.equal(9);
    expect(server.reached.length).to.equal(reached);
    await replayed.close();
  });

  it('takes legal keys and nothing else', () => {
    for (const value of ['', 'x tenant', ['x-tenant', 5], [undefined]]) {
      expect(() => openCassette('x.yaml', { matchMetadata: value as string }), String(value))
        .to.throw(CassetteError, 'Legal: metadata keys such as "x-tenant".')
        .with.property('option', 'matchMetadata');
    }
  });
});

function callWith(
  client: EchoClient,
  pairs: readonly (readonly [string, string | Buffer])[],
): Promise<UnaryOutcome> {
  const metadata = new grpc.Metadata();
  for (const [key, value] of pairs) metadata.add(key, value);
  return new Promise((resolve) => {
    client.Unary(Buffer.from('A'), metadata, {}, (error, response) =>
      resolve({ error, response: response?.toString() }),
    );
  });
}
