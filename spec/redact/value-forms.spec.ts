import { expect } from 'chai';
import { formsOf, type ValueForm } from '../../lib/redact/value-forms.js';

const SECRET = 'k-9f/Z+q&0é"x y!\\';
const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

function forms(secret: string | Uint8Array = SECRET, fill?: string): readonly ValueForm[] {
  return formsOf(Buffer.from(secret), fill === undefined ? undefined : Buffer.from(fill));
}

function texts(secret?: string | Uint8Array): readonly string[] {
  return forms(secret).map(({ text }) => text);
}

/** What a form of the secret is, and how it is made here. */
const ENCODINGS: readonly (readonly [title: string, text: string])[] = [
  ['as it is', latin1(SECRET)],
  ['as JSON has it', latin1('k-9f/Z+q&0é\\"x y!\\\\')],
  ['percent-encoded', 'k-9f%2FZ%2Bq%260%C3%A9%22x%20y!%5C'],
  ['percent-encoded in lower case', 'k-9f%2fZ%2bq%260%c3%a9%22x%20y!%5c'],
  ['percent-encoded with + for a blank', 'k-9f%2FZ%2Bq%260%C3%A9%22x+y!%5C'],
  ['percent-encoded in lower case with + for a blank', 'k-9f%2fZ%2bq%260%c3%a9%22x+y!%5c'],
  ['percent-encoded by RFC 3986', 'k-9f%2FZ%2Bq%260%C3%A9%22x%20y%21%5C'],
  ['percent-encoded as forms are', new URLSearchParams([['', SECRET]]).toString().slice(1)],
  ['in hexadecimal', '6b2d39662f5a2b712630c3a922782079215c'],
  ['in hexadecimal in upper case', '6B2D39662F5A2B712630C3A922782079215C'],
];

describe('the forms of a value', () => {
  for (const [title, text] of ENCODINGS) {
    it(`are it ${title}`, () => expect(texts()).to.include(text));
  }

  for (const encoding of ['base64', 'base64url'] as const) {
    for (const before of [0, 1, 2]) {
      it(`are it in ${encoding}, behind ${before} other bytes, whatever follows`, () => {
        for (const after of ['', 'z', 'zz', 'zzz']) {
          const whole = Buffer.from(`${'?'.repeat(before)}${SECRET}${after}`).toString(encoding);
          const found = forms().filter(({ text }) => whole.includes(text));
          const [{ text, fill } = { text: '', fill: '' }] = found;
          expect(found, whole).to.have.length(1);
          const left = Buffer.from(whole.replace(text, fill), encoding).toString('latin1');
          expect(left.slice(0, before)).to.equal('?'.repeat(before));
          expect(left.slice(left.length - after.length)).to.equal(after);
          // The bytes at its ends share a character with their neighbours.
          expect(left).not.to.include(latin1(SECRET).slice(1, 4));
        }
      });
    }
  }

  it('are filled with as many characters, of a kind that can be read as what was there', () => {
    for (const { text, fill } of forms()) expect(fill, text).to.have.length(text.length);
    const kinds = new Set(forms().map(({ fill }) => fill.slice(0, 4)));
    expect(kinds).to.deep.equal(new Set(['****', '0000', 'REDA']));
  });

  it('have the given fill in the place of the value itself where it is as long, and nowhere else', () => {
    const [plain, ...others] = forms('0123456789', 'abcdefghij');
    expect(plain).to.deep.equal({ text: '0123456789', fill: 'abcdefghij' });
    expect(others.filter(({ fill }) => fill.includes('abcd'))).to.deep.equal([]);
    expect(forms('0123456789', 'short')[0]?.fill).to.equal('**********');
    expect(forms('é', 'ab')[0]).to.deep.equal({ text: latin1('é'), fill: 'ab' });
  });

  it('are it percent-encoded as Java has it', () => expect(texts('abcd~efgh')).to.include('abcd%7Eefgh'));

  it('are each but once', () => {
    for (const secret of ['0123456789', SECRET, 'aaaaaaaaaaaa'])
      expect(new Set(texts(secret)).size).to.equal(texts(secret).length);
  });

  it('are, of a short value, those that are long enough not to be found anywhere', () => {
    expect(texts('a"&b')).to.deep.equal(['a"&b', 'a%22%26b', 'a%22&b', 'a\\"&b', 'a\\"\\u0026b', '61222662']);
    expect(texts('abc')).to.deep.equal(['abc']);
    expect(texts('abcdef')).to.deep.equal(['abcdef', '616263646566', 'YWJjZGVm']);
  });

  it('are, of bytes that are no text, all but those of text', () => {
    const bytes = Uint8Array.of(0xff, 0xfe, 0x22, 0x26, 0x80, 0x81, 0x82, 0x83);
    expect(texts(bytes)).to.deep.equal([
      Buffer.from(bytes).toString('latin1'),
      'fffe222680818283',
      'FFFE222680818283',
      '//4iJoCBgo',
      '__4iJoCBgo',
      '/+IiaAgYKD',
      '_-IiaAgYKD',
      '//iImgIGCg',
      '__iImgIGCg',
    ]);
  });
});
