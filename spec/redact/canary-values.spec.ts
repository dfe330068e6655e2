import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { openCassette, type RedactOptions } from '../../lib/index.js';
import { thrownBy } from '../support/errors.js';
import { KEPT, messageWith, PLACES_SCHEMA } from './support/places.js';
import { callVault, KINDS, metadataOf } from './support/vault.js';
import { DOOR_NAMES, useVault } from './support/vault-suite.js';
import { textOf } from './support/witness.js';

const NOTHING = metadataOf([]);
const VARIABLE = 'VAULT_TOKEN';
/** More than are remembered. */
const MANY = 70;

describe('a canary that is known by its value', () => {
  const suite = useVault();
  const { vault, temporary } = suite;
  afterEach(() => {
    delete process.env[VARIABLE];
  });

  function tell(message: Uint8Array, trailers = NOTHING): void {
    vault.told = { headers: NOTHING, messages: [message], trailers };
  }

  function assertNotStored(): void {
    expect(suite.canaries.seenIn(readFileSync(temporary('vault.yaml'), 'latin1'))).to.deep.equal([]);
  }

  it('is in no cassette once it is known: sent as a credential after a response told it', async () => {
    const secret = suite.canaries.text('learned');
    const message = messageWith('text inside JSON in a string', secret);
    tell(message, metadataOf([['x-plain', secret]]));
    const { opened, client } = suite.record('the interceptor', { schema: PLACES_SCHEMA });
    await callVault(client, 'Unary', [message], metadataOf([['x-plain', secret]]));
    await callVault(client, 'Unary', [], metadataOf([['x-session', secret]]));
    await opened.close();
    assertNotStored();
  });

  it('is in no cassette once it is known: told as one in the trailers of a call without a message', async () => {
    const secret = suite.canaries.text('trailers');
    const trailers = metadataOf([['x-session', secret]]);
    vault.told = { headers: NOTHING, messages: [], trailers, details: `no such session: ${secret}` };
    const { opened, client } = suite.record('the interceptor');
    await callVault(client, 'ClientStream', [], metadataOf([['x-trace', secret]]));
    await opened.close();
    assertNotStored();
  });

  it('is known however many others were sent since: of the environment', async () => {
    const secret = suite.canaries.text('environment');
    process.env[VARIABLE] = secret;
    tell(messageWith('string', secret));
    const { opened, client } = suite.record('the interceptor');
    for (let index = 0; index < MANY; index += 1)
      await callVault(client, 'ClientStream', [], metadataOf([['x-session', `another-session-${index}`]]));
    await callVault(client, 'Unary', [messageWith('string', secret)]);
    await opened.close();
    suite.assertNothingSeen();
  });

  it('is known however many others were sent since: when each call sends it', async () => {
    const secret = suite.canaries.text('each call');
    tell(messageWith('string', secret));
    const { opened, client } = suite.record('the interceptor');
    for (let index = 0; index < MANY; index += 1) {
      const sent = [
        ['authorization', `Bearer ${secret}`],
        ['x-session', `another-session-${index}`],
      ] as const;
      await callVault(client, 'ServerStream', [messageWith('string', secret)], metadataOf(sent));
    }
    await opened.close();
    suite.assertNothingSeen();
  });

  it('is known however many fields of the same message were taken out', async () => {
    const secret = suite.canaries.text('authorization');
    const others = Array.from({ length: MANY }, (_, index) =>
      messageWith('repeated string', `another-secret-${index}`),
    );
    const message = Buffer.concat([...others, messageWith('string', secret)]);
    tell(message);
    const { opened, client } = suite.record('the interceptor', { redact: { fields: '4' } });
    await callVault(client, 'Unary', [message], metadataOf([['authorization', `Bearer ${secret}`]]));
    await opened.close();
    suite.assertNothingSeen();
  });

  const FORMS: Readonly<Record<string, (secret: string) => string>> = {
    'as it is': (secret) => secret,
    'of encodeURIComponent': encodeURIComponent,
    'of encodeURI': encodeURI,
    'of URLSearchParams': (secret) => String(new URLSearchParams({ key: secret })),
    'of a URL': (secret) => new URL(`https://a.example/?key=${secret}`).href,
    'of RFC 3986': (secret) =>
      encodeURIComponent(secret).replace(
        /[!'()*]/g,
        (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    'of JSON': JSON.stringify,
    "of Go's JSON": (secret) =>
      JSON.stringify(secret).replace(/[<>&]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`),
    "of PHP's JSON": (secret) => JSON.stringify(secret).replaceAll('/', '\\/'),
    "of Python's JSON": (secret) => JSON.stringify(secret).replaceAll('é', '\\u00e9'),
    'of base64': (secret) => Buffer.from(secret).toString('base64'),
    'of base64 behind one byte': (secret) => Buffer.from(`:${secret}`).toString('base64'),
    'of base64 behind two bytes': (secret) => Buffer.from(`::${secret}`).toString('base64'),
    'of base64 behind a name': (secret) => Buffer.from(`user:${secret}`).toString('base64'),
    'of base64url': (secret) => Buffer.from(secret).toString('base64url'),
    'of hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
  };
  for (const [form, write] of Object.entries(FORMS)) {
    it(`is found in the form ${form}`, async () => {
      // Each character that some encoding writes otherwise; its halves give it away.
      const [start, end] = [suite.canaries.text('start'), suite.canaries.text('end')];
      const secret = `${start}!"&'()*,:;<=>?@[\\]^{|}~é${end}`;
      tell(messageWith('string', write(secret)));
      const { opened, client } = suite.record('the interceptor', { redact: { values: secret } });
      await callVault(client, 'Unary', [messageWith('string', write(secret))]);
      await opened.close();
      suite.assertNothingSeen();
    });
  }

  for (const door of DOOR_NAMES) {
    it(`does not decide through ${door} which recording answers: with it, another of another length, and none`, async () => {
      const places = ['string', "text inside a URL's query", 'oneof', 'unknown field'] as const;
      const secret = suite.canaries.text('recorded');
      const keyed = (key: string) => metadataOf([['authorization', `Bearer ${key}`]]);
      const { opened, client } = suite.record(door);
      for (const place of places) {
        tell(messageWith('string', place));
        for (const kind of KINDS) await callVault(client, kind, [messageWith(place, secret)], keyed(secret));
      }
      await opened.close();
      suite.assertNothingSeen();
      const others = [secret, 'another-key-of-another-length-that-nobody-knows', 'short', undefined];
      for (const key of others) {
        for (const schema of [[], [PLACES_SCHEMA]]) {
          const { opened: again, client: offline } = suite.replay(door, { schema, onUnplayed: 'error' });
          for (const place of places) {
            for (const kind of KINDS) {
              const request = key === undefined ? Buffer.from(KEPT) : messageWith(place, key);
              const { status } = await callVault(
                offline,
                kind,
                [request],
                key === undefined ? NOTHING : keyed(key),
              );
              expect(status.code, `${place}, ${kind}: ${status.details}`).to.equal(0);
            }
          }
          await again.close();
        }
      }
    });
  }

  it('is not in what is said of an option that makes no sense', () => {
    const secret = suite.canaries.text('option');
    const wrong = [
      secret,
      [secret],
      { values: { secret } },
      { values: [[secret]] },
      { values: secret.slice(0, 3) },
    ];
    for (const redact of wrong) {
      const error = thrownBy(() =>
        openCassette(temporary('vault.yaml'), { redact: redact as RedactOptions }),
      );
      expect(error.code).to.equal('invalid_option');
      expect(suite.canaries.seenIn(textOf(error))).to.deep.equal([]);
      expect(error.message).not.to.include(secret.slice(0, 3));
    }
  });

  it('is not in what shows the cassette itself', () => {
    process.env[VARIABLE] = suite.canaries.text('environment');
    const opened = openCassette(temporary('vault.yaml'), {
      redact: { values: suite.canaries.text('named') },
    });
    const shown = [inspect(opened, { depth: 20 }), JSON.stringify(opened), JSON.stringify({ ...opened })];
    expect(suite.canaries.seenIn(shown.join('\n'))).to.deep.equal([]);
  });

  // Where it is a question of what the library promises, and not of a line that is wrong.
  for (const [what, why] of Object.entries({
    'is in no journal while a schema that names its field is being fetched':
      'the call cannot wait for the schema, and a journal that is not written is lost with the process',
    'is in no entry over 4 MiB that had it before it was known':
      'such an entry is never whole in memory again',
    'is in no cassette that was saved before it was known': 'what was saved is not read again by close()',
    'is not in what a decoder of the client says of a response that it cannot read':
      'the details are the status that the client saw',
    'is warned of by the name of its field where debugJson is off':
      'no view is made that could be looked through',
  })) {
    it(`${what} (pending: ${why})`);
  }
});
