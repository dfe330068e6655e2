import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { rejectionOf } from '../support/errors.js';
import { turns } from '../support/time.js';
import { MORE_FIELDS, TABLE } from './support/canary-table.js';
import { schemaOf, textsMessage } from './support/field-names.js';
import { callVault, metadataOf } from './support/vault.js';
import { DOOR_NAMES, useVault } from './support/vault-suite.js';
import { causeOf, textOf } from './support/witness.js';

describe('a canary', () => {
  const suite = useVault();
  const { vault, temporary } = suite;

  describe('in a field that is named like a secret', () => {
    for (const name of [...TABLE.hidden, ...MORE_FIELDS]) {
      it(`is stored as it is, shown nowhere, and warned of: ${name}`, async () => {
        const { canaries } = suite;
        const schema = temporary('named.proto');
        writeFileSync(schema, schemaOf([name, 'plain']));
        const message = (where: string) => textsMessage([canaries.text(`${name}, ${where}`), 'stays']);
        vault.told = { headers: metadataOf([]), messages: [message('told')], trailers: metadataOf([]) };
        const { opened, client } = suite.record('the interceptor', { schema });
        await callVault(client, 'Unary', [message('asked')]);
        await opened.close();
        const stored = readFileSync(temporary('vault.yaml'), 'latin1');
        expect(canaries.readableIn(stored.replaceAll(/!!binary \|\n.*/g, ''))).to.deep.equal([]);
        expect(stored).to.match(/"?plain"?: "?stays/);
        await turns(1);
        const warnings = suite.witness.warnings.filter((text) => text.includes('named like secrets'));
        expect(warnings).to.have.length(1);
        expect(warnings[0]).to.include('in a request of /canary.Vault/Unary').and.to.include('in a response');
        await assertNoMissShows(schema, [message('missed'), message('missed again')]);
        for (const [where, text] of suite.witness.all)
          if (where === 'a warning') expect(canaries.seenIn(text)).to.deep.equal([]);
      });
    }

    const WARNED: Readonly<Record<string, readonly [field: string, text: (secret: string) => string]>> = {
      'of several words': ['connection_string', (secret) => `Server=db;User ID=sa;Password=${secret}`],
      'with its scheme': ['authorization', (secret) => `Bearer ${secret}`],
      'however short': ['password', (secret) => secret.slice(0, 7)],
      'in a list': ['passwords', (secret) => secret],
    };
    for (const [how, [name, text]] of Object.entries(WARNED)) {
      it(`is warned of ${how}`, async () => {
        const schema = temporary('named.proto');
        writeFileSync(
          schema,
          schemaOf([name]).replace('optional string passwords', 'repeated string password'),
        );
        const message = textsMessage([text(suite.canaries.text(name))]);
        vault.told = { headers: metadataOf([]), messages: [message], trailers: metadataOf([]) };
        const { opened, client } = suite.record('the interceptor', { schema });
        await callVault(client, 'Unary', [message]);
        await opened.close();
        await turns(1);
        expect(suite.witness.warnings).to.have.length(1);
        const field = name === 'passwords' ? 'password' : name;
        expect(suite.witness.warnings[0]).to.include(`${field} in a request of /canary.Vault/Unary`);
        expect(suite.canaries.seenIn(suite.witness.warnings.join())).to.deep.equal([]);
      });
    }

    it('is not warned of where it may be a word of a text', async () => {
      const schema = temporary('named.proto');
      writeFileSync(schema, schemaOf(['token']));
      const message = textsMessage([' international']);
      vault.told = { headers: metadataOf([]), messages: [message], trailers: metadataOf([]) };
      const { opened, client } = suite.record('the interceptor', { schema });
      await callVault(client, 'Unary', [message]);
      await opened.close();
      await turns(1);
      expect(suite.witness.warnings).to.deep.equal([]);
    });

    it('is none where its name only looks like that', async () => {
      const schema = temporary('named.proto');
      writeFileSync(schema, schemaOf(TABLE.shown));
      const texts = TABLE.shown.map((name) => `value-of-${name}`);
      const told = textsMessage(texts);
      vault.told = { headers: metadataOf([]), messages: [told], trailers: metadataOf([]) };
      const { opened, client } = suite.record('the interceptor', { schema });
      await callVault(client, 'Unary', [told]);
      await opened.close();
      const stored = readFileSync(temporary('vault.yaml'), 'utf8');
      for (const text of texts) expect(stored.split(text)).to.have.length(3);
      expect(suite.witness.warnings).to.deep.equal([]);
      const { opened: again, client: offline } = suite.replay('the interceptor', { schema });
      await callVault(offline, 'Unary', [textsMessage([])]);
      const [miss] = again.misses;
      for (const text of texts) expect(textOf(miss)).to.include(text);
      await again.close();
    });

    async function assertNoMissShows(schema: string, asked: readonly Buffer[]): Promise<void> {
      for (const door of DOOR_NAMES) {
        const { opened, client } = suite.replay(door, { schema, onUnplayed: 'error' });
        for (const request of asked) {
          const { error } = await callVault(client, 'Unary', [request]);
          expect(causeOf(error).code).to.equal('no_match');
          expect(suite.canaries.seenIn(textOf(error))).to.deep.equal([]);
        }
        expect(suite.canaries.seenIn(textOf(opened.misses))).to.deep.equal([]);
        const unplayed = await rejectionOf(opened.close());
        expect(unplayed.code).to.equal('unplayed');
        expect(suite.canaries.seenIn(textOf(unplayed))).to.deep.equal([]);
      }
    }
  });
});
