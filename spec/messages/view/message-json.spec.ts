import { expect } from 'chai';
import { schemaOfDescriptorSet } from '../../../lib/messages/schema/schema.js';
import { descriptorSet, type GoldenType, messageType } from '../support/fixtures.js';
import { entry } from '../support/message-pairs.js';
import { type Bytes, group, hex, join, part, varint } from '../support/wire.js';

const schema = schemaOfDescriptorSet(descriptorSet());

function show(bytes: Bytes, type: GoldenType = 'everything.Everything'): unknown {
  return messageType(schema, type).toJson(bytes);
}

describe('the readable view by a schema', () => {
  it('merges a message that comes in parts', () => {
    const parts = join(part(17, part(1, 'a')), varint(1, 5), part(17, varint(2, 3)));
    expect(show(parts)).to.deep.equal({
      int32_value: 5,
      leaf_message: { displayName: 'a', number_of_things: 3 },
    });
  });

  it('has the fields by number, and the entries of a map as they were written', () => {
    const bytes = join(entry('b', '1'), varint(31, 7), entry('a', '2'), entry('b', '3'), varint(1, 5));
    expect(JSON.stringify(show(bytes))).to.equal(
      '{"int32_value":5,"int32_list":[7],"string_map":{"b":"3","a":"2"}}',
    );
  });

  it('has the bytes of an Any of an unknown type as they were written', () => {
    const content = join(varint(2, 1), varint(1, 1));
    const any = part(67, part(1, 'x/lost.Type'), part(2, content));
    expect(show(any)).to.deep.equal({
      any: { '@type': 'x/lost.Type', value: Buffer.from(content).toString('base64') },
    });
  });

  it('has the URL of an Any as it was written, and its content by its type', () => {
    const any = part(67, part(2, varint(2, 1), part(1, 'a')), part(1, 'host/path/everything.Leaf'));
    expect(show(any)).to.deep.equal({
      any: { '@type': 'host/path/everything.Leaf', displayName: 'a', number_of_things: 1 },
    });
  });

  it('has the bytes of an Any that holds text which is none', () => {
    const any = part(67, part(1, 'x/everything.Leaf'), part(2, part(1, hex('ff'))));
    expect(show(any)).to.deep.equal({ any: { '@type': 'x/everything.Leaf', value: 'CgH/' } });
  });

  it('has no entry, and no value, that a closed enum does not know', () => {
    const bytes = join(
      part(5, part(1, 'a'), varint(2, 9)),
      part(5, part(1, 'b')),
      varint(3, 9),
      part(4, hex('09 01')),
    );
    expect(Object.keys(show(bytes, 'legacy.Old') as object)).to.deep.equal(['moods', 'mood_map']);
  });

  it('shows a group by its field', () => {
    expect(show(group(3, varint(1, 1)), 'edition.New')).to.deep.equal({ part: { explicit: 1 } });
  });

  for (const [trouble, bytes, reason] of [
    ['end within a field', '0a05', 'premature EOF'],
    ['hold a message that is cut off', '8a01020a05', 'premature EOF'],
    ['hold a packed list that is cut off', 'fa010180', 'premature EOF'],
    ['have a field number of zero', '0001', 'illegal tag: field no 0 wire type 0'],
    ['end a group that has not begun', '0c', 'cant skip wire type 4'],
    ['hold text that is not UTF-8', '7201ff', 'The encoded data was not valid for encoding utf-8'],
  ] as const) {
    it(`says why there is none of bytes that ${trouble}`, () => {
      expect(() => show(hex(bytes))).to.throw(reason);
    });
  }
});
