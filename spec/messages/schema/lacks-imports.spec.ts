import { create } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { expect } from 'chai';
import { lacksImports } from '../../../lib/messages/schema/lacks-imports.js';

type FileInit = NonNullable<Parameters<typeof create<typeof FileDescriptorProtoSchema>>[1]>;

const other = { name: 'b.proto', package: 'b', messageType: [{ name: 'M' }] };

function fileWith(content: FileInit): FileInit {
  return { name: 'a.proto', package: 'a', ...content };
}

function method(inputType: string, outputType: string): FileInit {
  return fileWith({
    messageType: [{ name: 'M' }],
    service: [{ name: 'S', method: [{ inputType, outputType }] }],
  });
}

describe('descriptor files', () => {
  const relative: readonly (readonly [string, FileInit])[] = [
    ['a field', { messageType: [{ name: 'M', field: [{ typeName: 'M' }] }] }],
    ['a field of a nested message', { messageType: [{ nestedType: [{ field: [{ typeName: 'b.M' }] }] }] }],
    ['an extension', { extension: [{ typeName: 'b.M' }] }],
    ['an extension within a message', { messageType: [{ extension: [{ typeName: 'b.M' }] }] }],
  ];
  for (const [title, content] of relative) {
    it(`lack imports where ${title} has a relative type name`, () => {
      expect(lacking(fileWith(content))).to.equal(true);
    });
  }

  it("lack imports where a method's request or response stands in a file that is not imported", () => {
    expect(lacking(method('.b.M', '.a.M'), other)).to.equal(true);
    expect(lacking(method('.a.M', '.b.M'), other)).to.equal(true);
  });

  it('lack none where they name some', () => {
    expect(lacking({ ...method('.b.M', '.b.M'), dependency: ['b.proto'] }, other)).to.equal(false);
  });

  it('lack none where each refers to itself, or to what no file has', () => {
    const field = [{ typeName: '' }, { typeName: '.a.M' }, { typeName: '.lost.M' }];
    expect(lacking(fileWith({ messageType: [{ name: 'M', field }] }), other)).to.equal(false);
    expect(lacking(method('.a.M', '.lost.M'), other)).to.equal(false);
  });
});

function lacking(...files: FileInit[]): boolean {
  return lacksImports(files.map((file) => create(FileDescriptorProtoSchema, file)));
}
