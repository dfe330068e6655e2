import { existsSync, writeFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { cassetteInterceptor, useCassette } from '../../lib/index.js';
import { cassette, entry } from '../support/cassettes.js';
import { rejectionOf } from '../support/errors.js';
import { turns } from '../support/time.js';
import { TABLE } from './support/canary-table.js';
import { messageOf, messageWith, NUMBERS, PLACES, PLACES_SCHEMA } from './support/places.js';
import { callVault, KINDS, metadataOf } from './support/vault.js';
import { DOOR_NAMES, useVault } from './support/vault-suite.js';
import { causeOf, textOf } from './support/witness.js';

const VARIABLE = 'GRPC_CASSETTE_DEBUG';
const NOTHING = metadataOf([]);
const FIELDS = { fields: TABLE.places.flatMap((place) => PLACES[place].path ?? []) };

describe('a canary', () => {
  const suite = useVault();
  const { vault, temporary } = suite;
  beforeEach(() => {
    process.env[VARIABLE] = temporary('vault-debug.log');
  });
  afterEach(() => {
    delete process.env[VARIABLE];
  });

  for (const door of DOOR_NAMES) {
    it(`is not in the status of a call through ${door}: its details, their bytes, its metadata`, async () => {
      const secret = suite.canaries.text('status');
      const bytes = Buffer.from(`\x08\x0d\x12${String.fromCharCode(secret.length)}${secret}`);
      const trailers = metadataOf([
        ['grpc-status-details-bin', bytes],
        ['x-trace', `${secret}, 2`],
        ['x-trace-bin', bytes],
      ]);
      const details = `no such key: ${secret} (${encodeURIComponent(secret)})`;
      vault.told = { headers: trailers, messages: [], trailers, details };
      for (const [redact, authorization] of [
        [{ values: secret }, 'other'],
        [{}, `Basic ${Buffer.from(`user:${secret}`).toString('base64')}`],
      ] as const) {
        const { opened, client } = suite.record(door, { redact, mode: 'rewrite' });
        for (const kind of KINDS) {
          const { status } = await callVault(
            client,
            kind,
            [],
            metadataOf([['authorization', authorization]]),
          );
          expect(status.details).to.equal(details);
        }
        await opened.close();
      }
      suite.assertNothingSeen();
      const { opened, client } = suite.replay(door);
      const { error } = await callVault(client, 'Unary', []);
      expect(error?.details.replaceAll('*', '')).to.equal('no such key:  ()');
      expect(suite.canaries.seenIn(textOf(error))).to.deep.equal([]);
      await opened.close();
    });

    it(`is not in a miss through ${door}, nor in what is unplayed, of a cassette that has it`, async () => {
      const { canaries } = suite;
      const recorded = TABLE.places.map((place) => messageOf(canaries, 'recorded', [place]));
      const entries = recorded.map((request) => entry({ requests: [request], responses: ['a'] }));
      writeFileSync(temporary('vault.yaml'), cassette(...entries).replaceAll('/echo.Echo', '/canary.Vault'));
      const { opened, client } = suite.replay(door, {
        redact: FIELDS,
        schema: PLACES_SCHEMA,
        onUnplayed: 'error',
      });
      const texts: string[] = [];
      // A field more than the recorded one has: what is redacted alone makes no miss.
      for (const place of TABLE.places) {
        const asked = Buffer.concat([
          messageOf(canaries, 'asked', [place]),
          Buffer.from('\xf2\x01\x01x', 'latin1'),
        ]);
        const { error } = await callVault(
          client,
          'Unary',
          [asked],
          metadataOf([['x-api-key', canaries.text('key')]]),
        );
        expect(causeOf(error).code).to.equal('no_match');
        expect(causeOf(error).asked).to.be.a('string');
        texts.push(textOf(error));
      }
      texts.push(textOf(opened.misses));
      const unplayed = await rejectionOf(opened.close());
      expect(unplayed.code).to.equal('unplayed');
      expect(canaries.seenIn([...texts, textOf(unplayed)].join('\n'))).to.deep.equal([]);
      assertNotDebugged();
    });

    it(`is not in a miss through ${door} where it is a value that was named, or is sent as a credential`, async () => {
      const { canaries } = suite;
      const named = canaries.text('named');
      const sent = canaries.text('sent');
      const texts = TABLE.places.filter((place) => !NUMBERS.includes(place));
      const entries = texts.map((place) =>
        entry({ requests: [messageWith(place, named)], responses: ['a'] }),
      );
      writeFileSync(temporary('vault.yaml'), cassette(...entries).replaceAll('/echo.Echo', '/canary.Vault'));
      for (const schema of [[], [PLACES_SCHEMA]]) {
        const told: string[] = [];
        const { opened, client } = suite.replay(door, { redact: { values: named }, schema });
        for (const place of texts) {
          const asked = Buffer.concat([messageWith(place, sent), Buffer.from('\xf2\x01\x01x', 'latin1')]);
          const { error } = await callVault(
            client,
            'Unary',
            [asked],
            metadataOf([['cookie', `a=1; sid=${sent}`]]),
          );
          expect(causeOf(error).code).to.equal('no_match');
          told.push(textOf(error));
        }
        expect(canaries.seenIn([...told, textOf(opened.misses)].join('\n'))).to.deep.equal([]);
        await opened.close();
      }
      assertNotDebugged();
    });

    it(`is not stored through ${door} where the call's own credentials bring it in`, async () => {
      const secret = suite.canaries.text('credentials');
      const credentials = grpc.credentials.createFromMetadataGenerator((_, callback) => {
        callback(null, metadataOf([['authorization', `Bearer ${secret}`]]));
      });
      vault.told = { headers: NOTHING, messages: [messageWith('string', 'a')], trailers: NOTHING };
      const { opened, client } = suite.record(door);
      await callVault(client, 'Unary', [messageWith('string', 'a')], NOTHING, { credentials });
      await opened.close();
      suite.assertNothingSeen();
    });
  }

  it('is not in the files of a large call, of one that is open, or of one that is set aside', async () => {
    const { canaries } = suite;
    const filler = Buffer.concat([Buffer.from('\xfa\x01\x80\x80\x14', 'latin1'), Buffer.alloc(0x50000, '.')]);
    const large = (where: string) =>
      Buffer.concat([messageOf(canaries, where, ['bytes', 'nested message, three deep']), filler]);
    const messages = ['told', 'told 2', 'told 3'].map(large);
    vault.told = { headers: NOTHING, messages, trailers: NOTHING };
    const { opened, client } = suite.record('the interceptor', { redact: FIELDS, schema: PLACES_SCHEMA });
    await callVault(client, 'Bidi', ['asked', 'asked 2'].map(large));
    await opened.engine.reject();
    const { files } = suite.witness;
    for (const name of ['.recording', '.requests', '.responses'])
      expect(
        files.some((file) => file.endsWith(name)),
        `${name} in ${files.join()}`,
      ).to.equal(true);
    expect(existsSync(temporary('vault.rejected.yaml'))).to.equal(true);
    suite.assertNothingSeen();
  });

  it('is not in what a failed test leaves of its recording', async () => {
    const secret = suite.canaries.text('failed');
    const client = vault.client({ interceptors: [cassetteInterceptor()] });
    vault.told = { headers: NOTHING, messages: [messageWith('bytes', secret)], trailers: NOTHING };
    const failed = useCassette(
      temporary('vault.yaml'),
      { mode: 'rewrite', redact: { values: secret } },
      async () => {
        await callVault(client, 'ServerStream', [messageWith('map key', secret)]);
        throw new Error('the test failed');
      },
    );
    expect(await failed.catch((error: Error) => error.message)).to.equal('the test failed');
    expect(existsSync(temporary('vault.rejected.yaml'))).to.equal(true);
    await turns(1);
    suite.assertNothingSeen();
  });

  function assertNotDebugged(): void {
    const debugged = suite.witness.all.find(([where]) => where.endsWith('vault-debug.log'))?.[1] ?? '';
    expect(debugged).to.include('is answered by no recording');
    expect(suite.canaries.seenIn(debugged)).to.deep.equal([]);
  }
});
