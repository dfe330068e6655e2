import { expect } from 'chai';
import { decodeBase64 } from '../../../lib/format/yaml/base64.js';
import { decodeEvenLines } from '../../../lib/format/yaml/even-lines.js';
import { endOfDeeper } from '../../../lib/format/yaml/lines.js';

const DEPTH = 5;

/** What the strict decoder makes of the same lines. */
function strict(text: Buffer): Uint8Array | undefined {
  return decodeBase64(text, 0, endOfDeeper(text, 0, DEPTH, text.length));
}

function bytesOf(size: number): Buffer {
  return Buffer.from(Array.from({ length: size }, (_, index) => (index * 7919 + size) >> 3));
}

/** A block literal of base64, and what stands behind it. */
function block(size: number, { columns = 76, depth = 6, behind = '  response_sample:\n' } = {}): Buffer {
  const digits = bytesOf(size).toString('base64');
  let text = '';
  for (let at = 0; at < digits.length; at += columns)
    text += `${' '.repeat(depth)}${digits.slice(at, at + columns)}\n`;
  return Buffer.from(text + behind);
}

describe('lines of base64 of one length', () => {
  it('spell the message, however many they are', () => {
    for (let size = 1; size < 300; size += 1) {
      for (const behind of ['', '    - !!binary |\n', '  response_sample:\n'])
        expect(decodeEvenLines(block(size, { behind }), 0, DEPTH)).to.deep.equal(bytesOf(size));
    }
  });

  it('spell it in any width and depth', () => {
    for (const columns of [4, 60, 76, 1000])
      for (const depth of [5, 6, 12])
        expect(decodeEvenLines(block(1000, { columns, depth }), 0, DEPTH)).to.deep.equal(bytesOf(1000));
  });

  it('spell a large message, decoded piece by piece', () => {
    for (const size of [49_152, 200_000, 1 << 20])
      expect(decodeEvenLines(block(size), 0, DEPTH)?.length).to.equal(size);
    expect(decodeEvenLines(block(200_000), 0, DEPTH)).to.deep.equal(bytesOf(200_000));
  });

  it('are never taken for another message than a strict reader finds', () => {
    for (const size of [3, 40, 56, 57, 58, 115, 200]) {
      const whole = block(size);
      for (let at = 0; at < whole.length; at += 1) {
        for (const other of ' \t\r\n=-_+A\0:"#é') {
          const text = Buffer.concat([
            whole.subarray(0, at),
            Buffer.from(other, 'latin1'),
            whole.subarray(at + 1),
          ]);
          const found = decodeEvenLines(text, 0, DEPTH);
          if (found !== undefined) expect(found, `${other} at ${at} of ${size}`).to.deep.equal(strict(text));
          const shorter = Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)]);
          const foundShorter = decodeEvenLines(shorter, 0, DEPTH);
          if (foundShorter !== undefined) expect(foundShorter).to.deep.equal(strict(shorter));
        }
      }
    }
  });

  it('leave to the strict reader what is broken otherwise', () => {
    const uneven = [
      '      QUJD\n      QQ==\n      QUJD\n',
      '      QQ==\n      QUJD\n',
      '     \n      QUJD\n',
    ];
    for (const text of [
      ...uneven,
      '      QUJD\r\n',
      '      QUJ\n',
      '      QUJD',
      '    QUJD\n',
      '      QU-D\n',
    ])
      expect(decodeEvenLines(Buffer.from(text), 0, DEPTH), text).to.equal(undefined);
  });
});
