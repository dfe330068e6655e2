import { expect } from 'chai';
import { KnownValues } from '../../lib/redact/known-values.js';
import { ValueRedaction } from '../../lib/redact/value-redaction.js';
import type { GoldenType } from '../messages/support/fixtures.js';
import { hexOf, namesOfType } from '../messages/support/replaced.js';
import { fixed64, group, hex, join, part, varint } from '../messages/support/wire.js';

const ALL = 'everything.Everything';

function redact(
  bytes: Uint8Array,
  values: readonly (string | RegExp)[],
  type?: GoldenType,
): { readonly bytes: string; readonly places: readonly string[] } {
  const { bytes: left, places } = redactionOf(values).message(bytes, () => namesOfType(type).findShape?.());
  return { bytes: hexOf(left), places: places.map((place) => place.join('.')) };
}

function redactionOf(values: readonly (string | RegExp)[]): ValueRedaction {
  const texts = values.filter((value) => typeof value === 'string');
  const patterns = values.filter((value) => value instanceof RegExp);
  return new ValueRedaction(new KnownValues(texts), patterns);
}

/** A text, a pattern, and the text without what it finds. */
const TEXTS: readonly (readonly [title: string, text: string, pattern: RegExp, left: string])[] = [
  ['each match', 'id=12 id=345', /id=\d+/, '***** ******'],
  ['whatever its case', 'KEY key', /key/i, '*** ***'],
  ['at the beginning', 'key key', /^key/, '*** key'],
  ['at the end', 'key key', /key$/, 'key ***'],
  ['at the beginning of each line', 'key\nkey', /^key/m, '***\n***'],
  ['over lines', 'a<x\ny>b', /<.*>/s, 'a*****b'],
  ['all of it', 'a\nkey', /[\s\S]*/, '*****'],
  ['behind something', 'key=abc abc', /(?<=key=)\w+/, 'key=*** abc'],
  ['wherever, though it is sticky', 'a key', /key/y, 'a ***'],
  ['each, though it is global', 'key key', /key/g, '*** ***'],
  ['nothing where it is empty', 'key', /x*/, 'key'],
  ['what is not empty among what is', 'axxb', /x*/, 'a**b'],
  ['behind other letters', 'grüß日本 key ü', /key/, 'grüß日本 *** ü'],
  ['other letters', 'a grüß日本 b', /grüß\S+/, 'a ************ b'],
  ['characters beyond the first plane', 'a😀b key', /😀b/, 'a***** key'],
  ['half of such a character, which goes as a whole', 'a😀', /[\s\S]$/, 'a****'],
  ['behind half of such a character', '😀b', /[\s\S]b/, '*****'],
  ['half of such a character in front', '😀b', /^[\s\S]/, '****b'],
  ['by code points', '😀key', /^.k/u, '*****ey'],
  ['by properties', 'a É b', /\p{Lu}/u, 'a ** b'],
];

describe('values in text and bytes', () => {
  for (const [title, text, pattern, left] of TEXTS) {
    it(`are what a pattern finds, ${title}: ${pattern}`, () => {
      expect(redactionOf([pattern]).value(text)).to.equal(left);
      const expected = join(varint(9, 1), part(14, left), part(22, ''));
      expect(redact(join(varint(9, 1), part(14, text), part(22, '')), [pattern], ALL).bytes).to.equal(
        hexOf(expected),
      );
    });
  }

  it('are found in bytes that are no text', () => {
    const bytes = hex('ff6b6579fe');
    expect(hexOf(redactionOf([/key/]).value(bytes))).to.equal('ff2a2a2afe');
    expect(hexOf(redactionOf([/ÿ./]).value(bytes))).to.equal('2a2a6579fe');
    expect(redact(part(15, bytes), [/key/], ALL).bytes).to.equal(hexOf(part(15, hex('ff2a2a2afe'))));
  });

  it('leave what has none the same object', () => {
    const bytes = part(14, 'text');
    expect(redactionOf(['secret', /key/]).message(bytes, () => undefined).bytes).to.equal(bytes);
    const empty = redactionOf([/q*/]).message(part(14, 'text'), () => undefined);
    expect(empty).to.deep.equal({ bytes: part(14, 'text'), places: [] });
    expect(redactionOf([]).message(bytes, () => undefined).bytes).to.equal(bytes);
    expect(redactionOf(['secret', /key/]).value(bytes)).to.equal(bytes);
  });

  it('leave the bytes that they are given as they were', () => {
    const bytes = part(14, 'secret');
    redactionOf(['secret']).message(bytes, () => undefined);
    redactionOf(['secret']).value(bytes);
    expect(hexOf(bytes)).to.equal(hexOf(part(14, 'secret')));
  });

  it('have their places told', () => {
    const before = join(
      part(1, part(2, 'a secret'), part(3, 'key')),
      group(5, part(6, 'b secret')),
      part(7, 'c'),
    );
    const after = join(
      part(1, part(2, 'a ******'), part(3, '***')),
      group(5, part(6, 'b ******')),
      part(7, 'c'),
    );
    expect(redact(before, ['secret', /key/])).to.deep.equal({
      bytes: hexOf(after),
      places: ['1.2', '1.3', '5.6'],
    });
  });

  it('are of the whole where it is no message', () => {
    expect(redact(Buffer.from('a secret'), ['secret'])).to.deep.equal({
      bytes: hexOf(Buffer.from('a ******')),
      places: [''],
    });
    expect(redact(Buffer.from('a key'), [/key/])).to.deep.equal({
      bytes: hexOf(Buffer.from('a ***')),
      places: [''],
    });
  });

  it('are no short ones that a number, or a tag and a length, happen to be', () => {
    const number = fixed64(8, Buffer.from('password').readBigUInt64LE());
    expect(redact(number, ['password'], ALL)).to.deep.equal({ bytes: hexOf(number), places: [] });
    // Field 6, 48 characters: `2012…` on the wire.
    const text = part(6, `12${'x'.repeat(46)}`);
    expect(Buffer.from(text).toString('latin1')).to.match(/^2012/);
    expect(redact(text, ['2012'])).to.deep.equal({ bytes: hexOf(text), places: [] });
  });

  for (const type of [ALL, undefined] as const) {
    it(`never run over the borders of fields, ${type === undefined ? 'without a schema' : 'with one'}`, () => {
      const before = join(
        part(14, 'a<b'),
        part(37, part(1, 'c<d'), varint(2, 7)),
        part(34, 'e>f'),
        part(67, part(1, 'u'), part(2, part(1, 'a<b'), part(3, 'c>d'))),
      );
      expect(redact(before, [/<[\s\S]*>/], type).bytes).to.equal(hexOf(before));
      const after = join(
        part(14, 'a**'),
        part(37, part(1, 'c**'), varint(2, 7)),
        part(34, 'e>f'),
        part(67, part(1, 'u'), part(2, part(1, 'a**'), part(3, 'c>d'))),
      );
      expect(redact(before, [/<[\s\S]*/], type).bytes).to.equal(hexOf(after));
    });
  }

  it('never run over the borders of fields in a message that can be read as text', () => {
    const before = part(9, part(4, 'a text of as many characters as a blank'));
    const after = part(9, part(4, `a text ${'*'.repeat(32)}`));
    expect(redact(before, [/of[\s\S]*/])).to.deep.equal({ bytes: hexOf(after), places: ['9'] });
    expect(redact(before, [/[\s\S]*/]).bytes).to.equal(hexOf(part(9, part(4, '*'.repeat(39)))));
  });

  it('are found in a text that can be read as a message', () => {
    expect(redact(part(9, '(1'), [/\(1/])).to.deep.equal({ bytes: hexOf(part(9, '**')), places: ['9'] });
    expect(redact(part(14, '(1'), [/\(1/], ALL).bytes).to.equal(hexOf(part(14, '**')));
  });

  it('go where both a text and a pattern find them', () => {
    expect(redact(part(14, 'my secret key'), ['secret', /my s/, /t key/], ALL).bytes).to.equal(
      hexOf(part(14, '*************')),
    );
  });
});
