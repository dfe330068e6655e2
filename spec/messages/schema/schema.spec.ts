import { create, toBinary } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';
import { fromJSON, loadSync } from '@grpc/proto-loader';
import { expect } from 'chai';
import {
  mergeSchemas,
  type Schema,
  schemaOfDescriptorSet,
  schemaOfPackageDefinition,
} from '../../../lib/messages/schema/schema.js';
import { descriptorSet, fixtures } from '../support/fixtures.js';

/** A file with `service S { rpc Do(M) returns (M); }` and `message M { <type> field = 1; }`. */
function fileWith(name: string, dependency: string[], typeName: string): FileDescriptorProto {
  return create(FileDescriptorProtoSchema, {
    name: `${name}.proto`,
    package: name,
    syntax: 'proto3',
    dependency,
    messageType: [
      {
        name: 'M',
        field: [
          {
            name: 'some_field',
            number: 1,
            label: FieldDescriptorProto_Label.OPTIONAL,
            type: typeName === '' ? FieldDescriptorProto_Type.INT32 : FieldDescriptorProto_Type.MESSAGE,
            typeName,
          },
        ],
      },
    ],
    service: [{ name: 'S', method: [{ name: 'Do', inputType: `.${name}.M`, outputType: `.${name}.M` }] }],
  });
}

function schemaOf(...file: FileDescriptorProto[]): Schema {
  return schemaOfDescriptorSet(toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file })));
}

function show(schema: Schema, path: string, hexadecimal: string): unknown {
  return schema.findMethod(path)?.request.toJson(Buffer.from(hexadecimal, 'hex'));
}

/** Messages whose field 1 holds the next one, in hexadecimal. */
function nested(levels: number): string {
  const heads: string[] = [];
  let length = 0;
  for (let level = 0; level < levels; level += 1) {
    const head = Buffer.from([0x0a, ...varint(length)]);
    heads.push(head.toString('hex'));
    length += head.length;
  }
  return heads.reverse().join('');
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(value >> 7)];
}

describe('a schema of a descriptor set', () => {
  const schema = schemaOfDescriptorSet(descriptorSet());

  it('names the message types of a method', () => {
    const method = schema.findMethod('/everything.Exchange/Grow');
    expect(method?.request.name).to.equal('everything.Tree');
    expect(method?.response.name).to.equal('google.protobuf.Empty');
  });

  it('does not know a method, service or package that is not in it', () => {
    const paths = ['/everything.Exchange/Tell', '/everything.Change/Trade', '/Exchange/Trade', 'Trade', ''];
    expect(paths.map((path) => schema.findMethod(path))).to.deep.equal(paths.map(() => undefined));
  });

  it('gives the same types each time a method is looked for', () => {
    expect(schema.findMethod('/legacy.Archive/Keep')).to.equal(schema.findMethod('/legacy.Archive/Keep'));
  });

  for (const [title, bytes] of [
    ['text', Buffer.from('syntax = "proto3";')],
    ['nothing', Buffer.alloc(0)],
    ['another message', Buffer.from('0a020801', 'hex')],
    ['an empty file', Buffer.from('0a00', 'hex')],
  ] as const) {
    it(`is refused when the bytes are ${title}`, () => {
      expect(() => schemaOfDescriptorSet(bytes)).to.throw(
        'These bytes are not a serialized google.protobuf.FileDescriptorSet.',
      );
    });
  }

  it('shows fields in the order of their numbers', () => {
    const file = fileWith('x', [], '');
    const fields = file.messageType[0]?.field ?? [];
    for (const [number, name] of [
      [3, 'third'],
      [2, 'second'],
    ] as const) {
      const type = FieldDescriptorProto_Type.INT32;
      const label = FieldDescriptorProto_Label.OPTIONAL;
      fields.unshift(create(FieldDescriptorProtoSchema, { name, number, type, label }));
    }
    expect(JSON.stringify(show(schemaOf(file), '/x.S/Do', '180310020801'))).to.equal(
      '{"some_field":1,"second":2,"third":3}',
    );
  });

  it('needs no package', () => {
    const file = fileWith('x', [], '');
    file.package = '';
    for (const method of file.service[0]?.method ?? []) {
      method.inputType = '.M';
      method.outputType = '.M';
    }
    expect(show(schemaOf(file), '/S/Do', '0807')).to.deep.equal({ some_field: 7 });
  });

  it('does not need the well-known files, which come with every runtime', () => {
    const file = fileWith('x', ['google/protobuf/duration.proto'], '.google.protobuf.Duration');
    expect(show(schemaOf(file), '/x.S/Do', '0a020803')).to.deep.equal({ some_field: '3s' });
  });

  it('knows what an Any of a well-known type holds, whether or not the type is in it', () => {
    const schemaOfAny = schemaOf(fileWith('x', ['google/protobuf/any.proto'], '.google.protobuf.Any'));
    const url = Buffer.from('x/google.protobuf.Duration').toString('hex');
    expect(show(schemaOfAny, '/x.S/Do', `0a200a1a${url}12020803`)).to.deep.equal({
      some_field: { '@type': 'x/google.protobuf.Duration', value: '3s' },
    });
  });

  it('prefers its own well-known types', () => {
    const own = fileWith('google.protobuf', [], '');
    for (const message of own.messageType) message.name = 'Empty';
    own.service = [];
    const file = fileWith('x', [own.name], '.google.protobuf.Empty');
    expect(show(schemaOf(own, file), '/x.S/Do', '0a020807')).to.deep.equal({ some_field: { some_field: 7 } });
    for (const method of file.service[0]?.method ?? []) method.inputType = '.google.protobuf.Empty';
    expect(show(schemaOf(own, file), '/x.S/Do', '0807')).to.deep.equal({ some_field: 7 });
  });

  it('does not need an import that no message uses, such as annotations', () => {
    expect(
      show(schemaOf(fileWith('x', ['google/api/annotations.proto'], '')), '/x.S/Do', '0807'),
    ).to.deep.equal({
      some_field: 7,
    });
  });

  it('takes files in any order', () => {
    const files = [fileWith('c', ['b.proto', 'a.proto'], '.b.M'), fileWith('b', ['a.proto'], '.a.M')];
    expect(show(schemaOf(...files, fileWith('a', [], '')), '/c.S/Do', '0a040a020807')).to.deep.equal({
      some_field: { some_field: { some_field: 7 } },
    });
  });

  it('says what is missing when a type cannot be resolved, and to whom', () => {
    const method = schemaOf(fileWith('broken', [], '.lost.Type')).findMethod('/broken.S/Do');
    expect(method?.request.name).to.equal('broken.M');
    expect(() => method?.request.toJson(new Uint8Array())).to.throw(
      'The types of broken.proto in the schema cannot be resolved: invalid FieldDescriptorProto: type_name .lost.Type not found. Does it hold all imports (protoc --include_imports)?',
    );
  });

  it('resolves only the files that a method needs: a broken one does no harm to others', () => {
    const schemaWithBroken = schemaOf(fileWith('broken', [], '.lost.Type'), fileWith('whole', [], ''));
    expect(show(schemaWithBroken, '/whole.S/Do', '0807')).to.deep.equal({ some_field: 7 });
  });

  it('says so when the message itself is not in it', () => {
    const file = fileWith('x', [], '');
    for (const method of file.service[0]?.method ?? []) method.inputType = '.lost.Type';
    expect(() => show(schemaOf(file), '/x.S/Do', '')).to.throw('The schema has no message lost.Type.');
  });

  for (const [title, bytes] of [
    ['end within a field', '0a05'],
    ['hold a message that reaches beyond its end', '8a01021005' + 'ff'],
    ['hold a message whose field reaches beyond its end', '8a01020a05' + '6161616161'],
    ['hold text that is not UTF-8', '7201ff'],
    ['have a field number of zero', '0001'],
    ['end a group that has not begun', '0c'],
  ] as const) {
    it(`gives no view of bytes that ${title}`, () => {
      expect(() => show(schema, '/everything.Exchange/Trade', bytes)).to.throw(Error);
    });
  }

  it('gives no view of messages nested deeper than protobuf reads them', () => {
    expect(show(schema, '/everything.Exchange/Grow', nested(100))).to.have.keys('child');
    for (const levels of [101, 20_000]) {
      expect(() => show(schema, '/everything.Exchange/Grow', nested(levels))).to.throw(
        'maximum recursion depth',
      );
    }
  });
});

describe('a schema of a proto-loader definition', () => {
  const definition = loadSync('everything.proto', { includeDirs: [fixtures], keepCase: true });

  it('names the message types of a method', () => {
    const method = schemaOfPackageDefinition(definition).findMethod('/everything.Exchange/Grow');
    expect([method?.request.name, method?.response.name]).to.deep.equal([
      'everything.Tree',
      'google.protobuf.Empty',
    ]);
  });

  it('may be that of one service', () => {
    const service = definition['everything.Exchange'] ?? {};
    expect(show(schemaOfPackageDefinition(service), '/everything.Exchange/Grow', '1007')).to.deep.equal({
      level: 7,
    });
  });

  it('may be put together from several that were loaded apart', () => {
    const both = { ...definition, ...loadSync('legacy.proto', { includeDirs: [fixtures], keepCase: true }) };
    const schema = schemaOfPackageDefinition(both);
    expect(show(schema, '/everything.Exchange/Grow', '1007')).to.deep.equal({ level: 7 });
    expect(show(schema, '/legacy.Archive/Keep', '1007')).to.deep.equal({ count: 7 });
  });

  it('may be without a package', () => {
    const bare = fromJSON({
      nested: {
        M: { fields: { e: { type: 'E', id: 1 }, m: { type: 'M', id: 2 } } },
        E: { values: { ZERO: 0, ONE: 1 } },
        S: { methods: { Do: { requestType: 'M', responseType: 'M', comment: '' } } },
      },
    });
    expect(show(schemaOfPackageDefinition(bare), '/S/Do', '12020801')).to.deep.equal({ m: { e: 'ONE' } });
  });

  it('may have packages that refer to each other', () => {
    const circle = fromJSON({
      nested: {
        a: {
          nested: {
            M: { fields: { b: { type: 'b.M', id: 1 } } },
            S: { methods: { Do: { requestType: 'M', responseType: 'M', comment: '' } } },
            c: { nested: { M: { fields: { name: { type: 'string', id: 1 } } } } },
          },
        },
        b: { nested: { M: { fields: { a: { type: 'a.M', id: 1 }, c: { type: 'a.c.M', id: 2 } } } } },
      },
    });
    expect(show(schemaOfPackageDefinition(circle), '/a.S/Do', '0a0912030a01780a020a00')).to.deep.equal({
      b: { a: { b: {} }, c: { name: 'x' } },
    });
  });

  it('has the names that it was loaded with, where that was without keepCase', () => {
    const camel = loadSync('everything.proto', { includeDirs: [fixtures] });
    expect(show(schemaOfPackageDefinition(camel), '/everything.Exchange/Trade', '0807')).to.deep.equal({
      int32Value: 7,
    });
  });

  it('knows nothing when it holds no methods', () => {
    const odd = {
      a: null,
      b: 'text',
      c: { requestType: {} },
      d: { requestType: { fileDescriptorProtos: [1] } },
    };
    expect(schemaOfPackageDefinition(odd).findMethod('/everything.Exchange/Grow')).to.equal(undefined);
    expect(schemaOfPackageDefinition({}).findMethod('/everything.Exchange/Grow')).to.equal(undefined);
  });
});

describe('several schemas as one', () => {
  it('answer by the first that knows the method', () => {
    const other = fileWith('x', [], '');
    for (const field of other.messageType[0]?.field ?? []) field.name = 'other_field';
    const schema = mergeSchemas([
      schemaOf(fileWith('w', [], '')),
      schemaOf(fileWith('x', [], '')),
      schemaOf(other),
    ]);
    expect(show(schema, '/w.S/Do', '0807')).to.deep.equal({ some_field: 7 });
    expect(show(schema, '/x.S/Do', '0807')).to.deep.equal({ some_field: 7 });
    expect(schema.findMethod('/y.S/Do')).to.equal(undefined);
    expect(mergeSchemas([]).findMethod('/w.S/Do')).to.equal(undefined);
  });
});
