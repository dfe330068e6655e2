import { expect } from 'chai';
import fc from 'fast-check';
import { Base64Keys, decodeBase64 } from '../../../lib/format/yaml/base64.js';
import { hashOf, unorderedHashOf } from '../../../lib/model/hash.js';

/** Base64 in lines, as a cassette has it, broken after so many digits. */
function inLines(bytes: Uint8Array, width: number): string {
  return (
    Buffer.from(bytes)
      .toString('base64')
      .match(new RegExp(`.{1,${width}}`, 'g')) ?? []
  )
    .map((line) => `      ${line}\n`)
    .join('');
}

function keysOf(text: string): { readonly ordered: number; readonly unordered: number } | undefined {
  const keys = new Base64Keys();
  const { ordered, unordered } = keys;
  expect([ordered, unordered]).to.deep.equal([0, 0]);
  const bytes = Buffer.from(`x${text}x`, 'latin1');
  return keys.read(bytes, 1, bytes.length - 1)
    ? { ordered: keys.ordered, unordered: keys.unordered }
    : undefined;
}

describe('the keys of base64', () => {
  it('are those of the bytes that it spells, wherever its lines end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(76, 4, 3, 7), (bytes, width) => {
        expect(keysOf(inLines(bytes, width))).to.deep.equal({
          ordered: hashOf(bytes),
          unordered: unorderedHashOf(bytes),
        });
      }),
    );
  });

  it('are there for what is base64 alone', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const bytes = Buffer.from(text, 'latin1');
        const isBase64 = decodeBase64(bytes, 0, bytes.length) !== undefined;
        expect(keysOf(bytes.toString('latin1')) !== undefined).to.equal(isBase64);
      }),
    );
    expect(keysOf('AAE*')).to.equal(undefined);
    expect(keysOf('AAE')).to.equal(undefined);
    expect(keysOf('AAEC\n======')).to.equal(undefined);
  });

  it('are the same for all orders of bytes where they are to be, and others for other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 60 }), (bytes) => {
        expect(unorderedHashOf(bytes.toReversed())).to.equal(unorderedHashOf(bytes));
        const changed = bytes.with(0, ((bytes[0] as number) + 1) % 256);
        expect(unorderedHashOf(changed)).not.to.equal(unorderedHashOf(bytes));
        expect(hashOf(changed)).not.to.equal(hashOf(bytes));
      }),
    );
  });
});
