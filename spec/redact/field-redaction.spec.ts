import { expect } from 'chai';
import type { KnownMessages } from '../../lib/messages/meaning/known-messages.js';
import { type RedactOptions, resolveRedact } from '../../lib/options/redact-options.js';
import { FieldRedaction } from '../../lib/redact/field-redaction.js';
import { KnownValues } from '../../lib/redact/known-values.js';
import { Redaction } from '../../lib/redact/redaction.js';
import { messageType } from '../messages/support/fixtures.js';
import { fixturesSchema, HIDDEN, hexOf } from '../messages/support/replaced.js';
import { join, packed, part, varint } from '../messages/support/wire.js';
import { knowing, wireKnowledge } from '../support/redaction.js';

const METHOD = '/vault.Vault/Lock';
const X = HIDDEN;
const SAFE = messageType(fixturesSchema, 'vault.Safe');
const KNOWN: KnownMessages = { declared: SAFE, namesFor: () => SAFE, decode: () => ({}) };

function redact(bytes: Uint8Array, options: RedactOptions, values = new KnownValues([])): string {
  const redaction = new FieldRedaction(resolveRedact(options, {}), values);
  return hexOf(redaction.message(METHOD, 'request', bytes, KNOWN, true).bytes);
}

describe('fields that are taken out', () => {
  const before = join(part(1, 'a'), part(2, 'secret'), packed(4, 5, 600));

  it('are those that the schema declares, whatever else is named', () => {
    const hidden = join(part(1, 'a'), part(2, X), packed(4, 0, 0));
    expect(redact(before, {})).to.equal(hexOf(hidden));
    expect(redact(before, { fields: 'plain' })).to.equal(
      hexOf(join(part(1, X), part(2, X), packed(4, 0, 0))),
    );
  });

  it('have the replacement that somebody named, though the schema declares them', () => {
    const after = hexOf(join(part(1, 'a'), part(2, 'other'), packed(4, 0, 0)));
    const field = { path: 'password', replacement: 'other' };
    expect(redact(before, { fields: field })).to.equal(after);
    expect(redact(before, { message: () => [field] })).to.equal(after);
  });

  it('are, in an Any, of the type that it holds', () => {
    const any = (...content: readonly Uint8Array[]): Uint8Array =>
      part(15, part(1, '/vault.Safe'), part(2, ...content));
    const after = any(part(1, 'a'), part(2, X), packed(4, 0, 0));
    expect(redact(any(before), {})).to.equal(hexOf(after));
    expect(redact(part(17, any(before)), {})).to.equal(
      hexOf(part(17, any(part(1, X), part(2, X), packed(4, 0, 0)))),
    );
  });

  it('are learned, with their replacement', () => {
    const values = new KnownValues([]);
    redact(
      part(1, '4c6f1f5e-2c1b-4f0e'),
      { fields: { path: 'plain', replacement: '00000000-0000-0000' } },
      values,
    );
    expect(values.find('4c6f1f5e-2c1b-4f0e')).to.deep.equal([
      { start: 0, end: 18, fill: '00000000-0000-0000' },
    ]);
  });

  it('may be so many that what the environment holds is forgotten, but is not', () => {
    const credential = 'xai-0123456789abcdef';
    const rules = resolveRedact({ fields: '1' }, { XAI_API_KEY: credential });
    const redaction = new Redaction(rules, knowing(wireKnowledge));
    for (let number = 0; number < 100; number += 1)
      redaction.message(METHOD, 'response', part(1, `another-secret-${number + 1000}`));
    const { bytes, paths } = redaction.message(METHOD, 'request', join(part(2, credential), varint(3, 1)));
    expect(hexOf(bytes)).to.equal(hexOf(join(part(2, '*'.repeat(credential.length)), varint(3, 1))));
    expect(paths).to.deep.equal(['2']);
  });
});
