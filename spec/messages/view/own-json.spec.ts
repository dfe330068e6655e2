import { createRequire } from 'node:module';
import { create } from '@bufbuild/protobuf';
import { FieldDescriptorProtoSchema, TimestampSchema } from '@bufbuild/protobuf/wkt';
import { loadSync } from '@grpc/proto-loader';
import { MessageType, ScalarType } from '@protobuf-ts/runtime';
import { expect } from 'chai';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import wrappers from 'google-protobuf/google/protobuf/wrappers_pb.js';
import { findDecoder } from '../../../lib/messages/types/find-decoder.js';
import { ownJson } from '../../../lib/messages/view/own-json.js';
import * as chat from '../../../proto-gen/xai/api/v1/chat.js';
import { fixtures } from '../support/fixtures.js';

/** The protobufjs that proto-loader itself uses. */
const require = createRequire(createRequire(import.meta.url).resolve('@grpc/proto-loader'));
const protobufjs = require('protobufjs') as {
  parse(
    source: string,
    options: object,
  ): {
    root: {
      lookupType(name: string): {
        fromObject(fields: object): object;
        encode(message: object): { finish(): Uint8Array };
      };
    };
  };
};
const Thing = protobufjs
  .parse(
    'syntax = "proto3"; message Thing { bytes some_bytes = 1; uint64 big = 2; E e = 3; } enum E { A = 0; B = 1; }',
    { keepCase: true },
  )
  .root.lookupType('Thing');

const TsThing = new MessageType<{ someBytes: Uint8Array; big: bigint }>('Thing', [
  { no: 1, name: 'some_bytes', kind: 'scalar', T: ScalarType.BYTES },
  { no: 2, name: 'big', kind: 'scalar', T: ScalarType.UINT64, L: 0 },
]);

class Broken {
  toObject(): never {
    throw new Error('broken');
  }
}

describe('the view that a message gives of itself', () => {
  it('of google-protobuf', () => {
    const value = new struct.ListValue().setValuesList([new struct.Value().setStringValue('a')]);
    expect(ownJson(value)).to.deep.equal({
      valuesList: [{ stringValue: 'a' }],
    });
    expect(ownJson(new wrappers.BytesValue().setValue(new Uint8Array([255, 0])))).to.deep.equal({
      value: '/wA=',
    });
  });

  it('of protoc-gen-ts', () => {
    const message = new chat.GetCompletionsRequest({ model: 'grok', temperature: 0.5 });
    expect(ownJson(message)).to.deep.include({ model: 'grok', temperature: 0.5 });
  });

  it('of protobufjs', () => {
    const message = Thing.fromObject({
      some_bytes: new Uint8Array([255]),
      big: '18446744073709551615',
      e: 1,
    });
    expect(ownJson(message)).to.deep.equal({ some_bytes: '/w==', big: '18446744073709551615', e: 'B' });
  });

  it('of protobuf-ts', () => {
    const message = TsThing.create({ someBytes: new Uint8Array([255]), big: 2n ** 64n - 1n });
    expect(ownJson(message)).to.deep.equal({ some_bytes: '/w==', big: '18446744073709551615' });
  });

  it('of protobuf-ts, where its own JSON fails', () => {
    const message = TsThing.create({ someBytes: new Uint8Array([255]) });
    Object.assign(message, { big: 'no number' });
    expect(ownJson(message)).to.deep.equal({ someBytes: '/w==', big: 'no number' });
  });

  it('of protobuf-es', () => {
    expect(ownJson(create(TimestampSchema, { seconds: 2n ** 60n + 1n, nanos: 5 }))).to.deep.equal({
      seconds: '1152921504606846977',
      nanos: 5,
    });
  });

  it('of proto-loader', () => {
    const definition = loadSync('everything.proto', { includeDirs: [fixtures], keepCase: true });
    const method = definition['everything.Exchange'] as unknown as {
      Trade: { requestDeserialize(bytes: Buffer): object };
    };
    const message = method.Trade.requestDeserialize(Buffer.from('1081808080808080107a01ff5d3333333f', 'hex'));
    expect(ownJson(message)).to.deep.equal({
      int64_value: '9007199254740993',
      bytes_value: '/w==',
      float_value: 0.699999988079071,
    });
  });

  it('turns what JSON lacks into what protobuf writes for it', () => {
    expect(
      ownJson({
        bytes: new Uint8Array([1]),
        buffer: Buffer.from('a'),
        big: -5n,
        long: { low: 0, high: -2147483648, unsigned: false },
        unsigned: { low: -1, high: 0, unsigned: true },
        negative: { low: -1, high: -1, unsigned: false },
        map: new Map<unknown, unknown>([
          [1n, new Map([[true, 'x']])],
          ['__proto__', 1],
        ]),
        date: new Date(5),
        numbers: [Number.NaN, Number.POSITIVE_INFINITY, -0, 1.5],
        holes: [undefined, null],
        absent: undefined,
        method: (): number => 1,
        symbol: Symbol('x'),
        nothing: null,
      }),
    ).to.deep.equal({
      bytes: 'AQ==',
      buffer: 'YQ==',
      big: '-5',
      long: '-9223372036854775808',
      unsigned: '4294967295',
      negative: '-1',
      map: Object.fromEntries([
        ['1', { true: 'x' }],
        ['__proto__', 1],
      ]),
      date: '1970-01-01T00:00:00.005Z',
      numbers: ['NaN', 'Infinity', -0, 1.5],
      holes: [null, null],
      nothing: null,
    });
  });

  it('shows an object that is held twice twice', () => {
    const part = { a: 1 };
    expect(ownJson({ x: part, y: [part] })).to.deep.equal({ x: { a: 1 }, y: [{ a: 1 }] });
  });

  it('shows any number of objects side by side', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ index }));
    expect(ownJson({ many })).to.deep.equal({ many });
  });

  const cyclic: { self?: object } = {};
  cyclic.self = cyclic;
  let deep: object = {};
  for (let level = 0; level < 300; level += 1) deep = { deep };
  for (const [title, value] of [
    ['bytes', Buffer.from('a')],
    ['an array of bytes', new Uint8Array(2)],
    ['text', 'text'],
    ['a number', 1],
    ['null', null],
    ['undefined', undefined],
    ['a list', [{ a: 1 }]],
    ['a function', (): number => 1],
    ['a date', new Date(5)],
    ['a cyclic object', cyclic],
    ['an object that is too deep', deep],
    ['an object that is too large', { text: 'x'.repeat(2 ** 24) }],
    ['an object that cannot be shown', new Broken()],
    ['an object with a broken date', { date: new Date(Number.NaN) }],
    [
      'an object whose getter fails',
      {
        get a(): never {
          throw new Error('broken');
        },
      },
    ],
    ['a revoked proxy', revoked()],
  ] as const) {
    it(`is absent for ${title}`, () => {
      expect(ownJson(value)).to.equal(undefined);
    });
  }
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe("the decoder of a message's class", () => {
  function roundTrip(message: unknown, bytes: Uint8Array): unknown {
    const decode = findDecoder(message);
    return decode && ownJson(decode(bytes));
  }

  it('of google-protobuf', () => {
    const message = new wrappers.StringValue().setValue('a');
    expect(roundTrip(new wrappers.StringValue(), message.serializeBinary())).to.deep.equal({ value: 'a' });
  });

  it('of protoc-gen-ts', () => {
    const message = new chat.GetCompletionsRequest({ model: 'grok' });
    const decoded = roundTrip(new chat.GetCompletionsRequest(), message.serialize());
    expect(decoded).to.deep.include({ model: 'grok' });
  });

  it('of protobufjs', () => {
    const bytes = Thing.encode(Thing.fromObject({ e: 1 })).finish();
    expect(roundTrip(Thing.fromObject({}), bytes)).to.deep.equal({ e: 'B' });
  });

  it('of protobuf-ts', () => {
    expect(roundTrip(TsThing.create(), TsThing.toBinary(TsThing.create({ big: 7n })))).to.deep.equal({
      big: '7',
    });
  });

  for (const [title, message] of [
    ['a plain object, as of proto-loader and ts-proto', { a: 1 }],
    ['an object without a class', Object.create(null)],
    ['an object with a field named constructor', { constructor: { decode: (): number => 1 } }],
    ['a message of protobuf-es', create(FieldDescriptorProtoSchema)],
    ['bytes', Buffer.from('a')],
    ['text', 'a'],
    ['null', null],
    ['undefined', undefined],
    ['a revoked proxy', revoked()],
  ] as const) {
    it(`is absent for ${title}`, () => {
      expect(findDecoder(message)).to.equal(undefined);
    });
  }
});
