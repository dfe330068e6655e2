import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { CassetteOptions, RedactOptions } from '../../lib/index.js';
import { entriesOf } from '../support/cassettes.js';
import { hasSharedFolder, sharedFolder } from '../support/shared-folder.js';
import { MORE_METADATA, TABLE } from './support/canary-table.js';
import { KEPT, messageOf, messageWith, NUMBERS, PLACES, PLACES_SCHEMA } from './support/places.js';
import { callVault, KINDS, type KindName, metadataOf } from './support/vault.js';
import { DOOR_NAMES, useVault } from './support/vault-suite.js';

const unlessShared = hasSharedFolder ? '' : ' (skipped: there is no ../shared beside the project)';
const TEXTS = TABLE.places.filter((place) => !NUMBERS.includes(place));

describe('a canary', () => {
  const suite = useVault();
  const { vault, temporary } = suite;

  (hasSharedFolder ? it : it.skip)(`sits in each place of the shared table${unlessShared}`, () => {
    const shared = JSON.parse(readFileSync(`${sharedFolder}cases/canary.json`, 'utf8'));
    expect([
      { replaced: shared.metadata.replaced, kept: shared.metadata.kept },
      shared['message places (by path, by value, and in views and misses)'],
      shared['field names that misses and views hide by default'],
      shared['field names that stay'],
    ]).to.deep.equal([TABLE.metadata, TABLE.places, TABLE.hidden, TABLE.shown]);
  });

  describe('in metadata', () => {
    const NAMES = [...TABLE.metadata.replaced, ...MORE_METADATA];
    // Each as text and as bytes.
    const KEYS = [...new Set(NAMES.flatMap((name) => [name, `${name.replace(/-bin$/, '')}-bin`]))];
    const kept = TABLE.metadata.kept.map((key) => [key, `stays-${key}`] as const);

    function secrets(where: string) {
      const entries = KEYS.map((key) => {
        const name = `${key}, ${where}`;
        return [key, key.endsWith('-bin') ? suite.canaries.bytes(name) : suite.canaries.text(name)] as const;
      });
      return metadataOf([...entries, ...kept.filter(([key]) => !key.startsWith('grpc-'))]);
    }

    for (const door of DOOR_NAMES) {
      it(`is not stored through ${door}, in any direction, under any name, and the rest is`, async () => {
        const { opened, client } = suite.record(door);
        for (const kind of KINDS) {
          const [asked, headers, trailers] = [
            secrets(`${kind} asked`),
            secrets('headers'),
            secrets('trailers'),
          ];
          vault.told = { headers, messages: [KEPT], trailers };
          const { status } = await callVault(client, kind, [KEPT], asked);
          expect(status.code).to.equal(0);
        }
        await opened.close();
        suite.assertNothingSeen();
        for (const { call } of entriesOf(temporary('vault.yaml'))) {
          for (const side of ['request_metadata', 'response_metadata', 'trailers']) {
            const metadata = call[side] as Readonly<Record<string, unknown>>;
            for (const key of NAMES)
              if (!key.endsWith('-bin')) expect(metadata[key], key).to.deep.equal(['[REDACTED]']);
            for (const [key, value] of kept) {
              if (!key.startsWith('grpc-')) expect(metadata[key], key).to.deep.equal([value]);
            }
          }
        }
      });
    }
  });

  describe('in a message', () => {
    const paths = TABLE.places.flatMap((place) => PLACES[place].path ?? []);
    const numbers = TABLE.places.map((place) => PLACES[place].numbers);
    const RULES: Readonly<Record<string, { redact: RedactOptions; schema?: string }>> = {
      'by the paths of a schema': { redact: { fields: paths }, schema: PLACES_SCHEMA },
      'by the numbers of its fields': { redact: { fields: numbers } },
    };
    const kindsOf = ({ schema }: { readonly schema?: string }): readonly KindName[] =>
      schema === undefined ? ['Unary', 'Bidi'] : KINDS;

    for (const door of DOOR_NAMES) {
      for (const [how, options] of Object.entries(RULES)) {
        it(`is not stored through ${door}, ${how}, and the call replays with another, and without`, async () => {
          const { canaries } = suite;
          const { opened, client } = suite.record(door, options);
          for (const kind of kindsOf(options)) {
            const request = [messageOf(canaries, `${kind} asked`), messageOf(canaries, `${kind} asked 2`)];
            const messages = [messageOf(canaries, `${kind} told`), messageOf(canaries, `${kind} told 2`)];
            vault.told = { headers: metadataOf([]), messages, trailers: metadataOf([]) };
            expect((await callVault(client, kind, request)).status.code).to.equal(0);
          }
          await opened.close();
          for (const replayed of [options, { schema: PLACES_SCHEMA }, {}]) {
            const { opened: again, client: offline } = suite.replay(door, replayed);
            for (const kind of kindsOf(options)) {
              const others = [messageOf(canaries, `${kind} again`), messageOf(canaries, `${kind} again 2`)];
              const { status, messages } = await callVault(offline, kind, others);
              expect(status.code, `${kind}: ${status.details}`).to.equal(0);
              for (const message of messages)
                expect(message.subarray(-KEPT.length)).to.deep.equal(Buffer.from(KEPT));
            }
            expect(again.misses).to.deep.equal([]);
            await again.close();
          }
          suite.assertNothingSeen();
        });
      }
    }

    for (const place of TEXTS) {
      it(`is not stored where somebody named it: ${place}`, async () => {
        const secret = suite.canaries.text(place);
        await recordOne(messageWith(place, secret), { redact: { values: secret } });
      });

      it(`is not stored where it stands in the call's authorization as well: ${place}`, async () => {
        const secret = suite.canaries.text(place);
        await recordOne(messageWith(place, secret), {}, [['authorization', `Bearer ${secret}`]]);
      });
    }

    async function recordOne(
      message: Buffer,
      options: CassetteOptions,
      metadata: readonly (readonly [string, string])[] = [],
    ): Promise<void> {
      const { opened, client } = suite.record('the interceptor', options);
      vault.told = { headers: metadataOf([]), messages: [message, message], trailers: metadataOf([]) };
      await callVault(client, 'Unary', [message], metadataOf(metadata));
      await callVault(client, 'Bidi', [message, message], metadataOf(metadata));
      await opened.close();
      suite.assertNothingSeen();
    }
  });
});
