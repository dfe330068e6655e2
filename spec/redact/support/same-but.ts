import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { expect } from 'chai';

/** A field as it stands in the bytes, each part of it. */
interface RawField {
  readonly number: number;
  readonly tag: Uint8Array;
  readonly wireType: WireType;
  /** As it is written; empty where there is none. */
  readonly length: Uint8Array;
  readonly content: Uint8Array;
  /** Of a group. */
  readonly end: Uint8Array;
}

/** Reads fields by protobuf-es, which shares nothing with what is tested; undefined where they are none. */
function rawFields(bytes: Uint8Array): readonly RawField[] | undefined {
  const fields: RawField[] = [];
  const reader = new BinaryReader(bytes);
  try {
    while (reader.pos < bytes.length) {
      const start = reader.pos;
      const [number, wireType] = reader.tag();
      const tag = bytes.subarray(start, reader.pos);
      const afterTag = reader.pos;
      if (wireType === WireType.LengthDelimited) {
        const size = reader.uint32();
        const content = bytes.subarray(reader.pos, reader.pos + size);
        if (content.length < size) return undefined;
        fields.push({
          number,
          tag,
          wireType,
          length: bytes.subarray(afterTag, reader.pos),
          content,
          end: new Uint8Array(),
        });
        reader.pos += size;
        continue;
      }
      reader.skip(wireType, number);
      if (reader.pos > bytes.length) return undefined;
      const endSize =
        wireType === WireType.StartGroup
          ? new BinaryWriter().tag(number, WireType.EndGroup).finish().length
          : 0;
      const content = bytes.subarray(afterTag, reader.pos - endSize);
      const end = bytes.subarray(reader.pos - endSize, reader.pos);
      fields.push({ number, tag, wireType, length: new Uint8Array(), content, end });
    }
    return fields;
  } catch {
    return undefined;
  }
}

/** The places of all fields of a message, by number, those in what can be read as messages, too. */
export function placesIn(bytes: Uint8Array, place: readonly number[] = []): readonly string[] {
  const found = (rawFields(bytes) ?? []).flatMap(({ number, wireType, content }) => {
    const here = [...place, number];
    const holdsFields = wireType === WireType.LengthDelimited || wireType === WireType.StartGroup;
    return [here.join('.'), ...(holdsFields ? placesIn(content, here) : [])];
  });
  return [...new Set(found)];
}

/**
 * Asserts that two messages are the same byte for byte, but for what the fields at these places hold, and for the lengths
 * of what encloses those: where one is another, it is written in its shortest form.
 */
export function expectSameBut(
  before: Uint8Array,
  after: Uint8Array,
  places: ReadonlySet<string>,
  place: readonly number[] = [],
): void {
  const [old, left] = [rawFields(before), rawFields(after)];
  if (old === undefined || left === undefined) {
    expectSame(before, after, place);
    return;
  }
  expect(left.length, `fields at ${place.join('.')}`).to.equal(old.length);
  for (const [index, field] of old.entries()) {
    const other = left[index] as RawField;
    const here = [...place, field.number];
    expectSame(field.tag, other.tag, here);
    expectSame(field.end, other.end, here);
    const isOther =
      field.content.length !== other.content.length && field.wireType === WireType.LengthDelimited;
    expectSame(
      isOther ? new BinaryWriter().uint32(other.content.length).finish() : field.length,
      other.length,
      here,
    );
    const text = here.join('.');
    if (places.has(text)) continue;
    const leadsOn = [...places].some((each) => each.startsWith(`${text}.`));
    if (leadsOn) expectSameBut(field.content, other.content, places, here);
    else expectSame(field.content, other.content, here);
  }
}

function expectSame(one: Uint8Array, other: Uint8Array, place: readonly number[]): void {
  expect(Buffer.from(other).toString('hex'), `at ${place.join('.')}`).to.equal(
    Buffer.from(one).toString('hex'),
  );
}
