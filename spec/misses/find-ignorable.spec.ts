import { expect } from 'chai';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import { meaningOfClass } from '../../lib/messages/meaning/class-meaning.js';
import { ignoring } from '../../lib/messages/paths/ignored-fields.js';
import { findIgnorable } from '../../lib/misses/find-ignorable.js';
import { classicCodec } from '../messages/support/message-classes.js';

describe('the ignore option that a miss advises', () => {
  const meaning = ignoring(meaningOfClass(classicCodec(new struct.Struct())), []);
  const bytes = (run: number, other = 0): Uint8Array =>
    struct.Struct.fromJavaScript({ run, other }).serializeBinary();

  it('is one that works', () => {
    expect(findIgnorable(['fields'], bytes(1), bytes(2), meaning)).to.deep.equal(['fields']);
    expect(findIgnorable(['fields.run'], bytes(1), bytes(2), meaning)).to.deep.equal(['fields[run]']);
  });

  it('is none that is no path, leads nowhere, is not enough, or is too much to copy', () => {
    for (const paths of [
      ['fieldsMap[*][*]'],
      ['nothing'],
      ['fields.run', 'nothing'],
      ['fields', 'fields', 'fields', 'fields'],
      [`fields.${'x'.repeat(100)}`],
    ]) {
      expect(findIgnorable(paths, bytes(1), bytes(2), meaning), String(paths)).to.equal(undefined);
    }
    expect(findIgnorable(['fields.run'], bytes(1), bytes(2, 1), meaning)).to.equal(undefined);
  });
});
