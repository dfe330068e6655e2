import { expect } from 'chai';
import { type Schema, schemaOfDescriptorSet } from '../../../lib/messages/schema/schema.js';
import { descriptorSet, messageType } from '../support/fixtures.js';

const schema: Schema = schemaOfDescriptorSet(descriptorSet());

function show(bytes: Uint8Array): unknown {
  return messageType(schema, 'everything.Everything').toJson(bytes);
}

/** A length-delimited field, shorter than 128 bytes. */
function field(number: number, content: Uint8Array | string): Buffer {
  const tag = number * 8 + 2;
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([(tag % 128) + 128, tag >> 7, bytes.length]), bytes]);
}

function any(typeUrl: string, value: string): Buffer {
  const url = Buffer.from(typeUrl);
  const content = Buffer.from(value, 'hex');
  return field(
    67,
    Buffer.concat([Buffer.from([0x0a, url.length]), url, Buffer.from([0x12, content.length]), content]),
  );
}

describe('the readable view where MessageToDict raises an error', () => {
  it('shows the bytes of an Any whose type is unknown', () => {
    expect(show(any('type.googleapis.com/lost.Type', '0801'))).to.deep.equal({
      any: { '@type': 'type.googleapis.com/lost.Type', value: 'CAE=' },
    });
  });

  it('shows the bytes of an Any that is not what it says', () => {
    expect(show(any('type.googleapis.com/everything.Leaf', '0a05'))).to.deep.equal({
      any: { '@type': 'type.googleapis.com/everything.Leaf', value: 'CgU=' },
    });
  });

  it('shows the bytes of an Any without a type', () => {
    expect(show(any('', '0801'))).to.deep.equal({ any: { '@type': '', value: 'CAE=' } });
  });

  it('shows an unknown Any in a known one', () => {
    const inner = Buffer.from('0a056c6f73742f' + '1201ff', 'hex').toString('hex');
    expect(show(any('x/google.protobuf.Any', inner))).to.deep.equal({
      any: { '@type': 'x/google.protobuf.Any', value: { '@type': 'lost/', value: '/w==' } },
    });
  });

  it('shows the plain fields of a timestamp or duration out of range', () => {
    // 253402300800 seconds: the year 10000. 315576000001 seconds: over 10000 years.
    const timestamp = Buffer.from('088083d1ffaf07' + '1001', 'hex');
    const duration = Buffer.from('0881bcaece9709' + '10ffffffffffffffffff01', 'hex');
    expect(show(Buffer.concat([field(61, timestamp), field(62, duration)]))).to.deep.equal({
      timestamp: { seconds: '253402300800', nanos: 1 },
      duration: { seconds: '315576000001', nanos: -1 },
    });
  });

  it('shows the paths of a field mask that does not survive camel case', () => {
    expect(show(field(63, Buffer.from('0a034142430a0161', 'hex')))).to.deep.equal({
      field_mask: { paths: ['ABC', 'a'] },
    });
  });

  it('shows NaN and the infinities in a Value as text', () => {
    const infinity = Buffer.from('11000000000000f07f', 'hex');
    const nan = Buffer.from('11000000000000f87f', 'hex');
    const minusInfinity = Buffer.from('11000000000000f0ff', 'hex');
    expect(
      show(Buffer.concat([field(81, nan), field(81, infinity), field(81, minusInfinity)])),
    ).to.deep.equal({
      value_list: ['NaN', 'Infinity', '-Infinity'],
    });
  });
});
