import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** The bytes of a message with texts in its fields 1, 2, and so on. */
export function textsMessage(texts: readonly string[]): Buffer {
  const writer = new BinaryWriter();
  for (const [index, text] of texts.entries()) writer.tag(index + 1, WireType.LengthDelimited).string(text);
  return Buffer.from(writer.finish());
}

/** A schema for the vault's service, whose messages have text fields of these names, numbered from 1. */
export function schemaOf(names: readonly string[]): string {
  const fields = names.map((name, index) => `  optional string ${name} = ${index + 1};`);
  return `syntax = "proto3";
package canary;
message Places {
${fields.join('\n')}
}
service Vault {
  rpc Unary(Places) returns (Places);
  rpc ServerStream(Places) returns (stream Places);
}
`;
}
