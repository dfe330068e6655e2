import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DescMessage, fromBinary } from '@bufbuild/protobuf';
import { type ReflectMessage, reflect } from '@bufbuild/protobuf/reflect';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import {
  type AnyDefinition,
  loadSync,
  type MessageTypeDefinition,
  type PackageDefinition,
} from '@grpc/proto-loader';
import { createLoaderTypes } from '../../../lib/messages/schema/loader-types.js';
import { parsedCodec } from '../../messages/support/message-classes.js';
import { projectRoot } from '../../support/shared-folder.js';
import type { Sheet } from './sheet.js';

const TALK_PROTO: string = join(projectRoot, 'spec/differential/disorder/talk.proto');

const protobufjs = parsedCodec(readFileSync(TALK_PROTO, 'utf8'), 'differential.Sheet');

/** What describes `differential.Sheet` and the methods of all programs. */
export const TALK: PackageDefinition = loadSync(TALK_PROTO);

const desc = descOf(TALK['differential.Sheet']);

/** A message of a class with a static `decode`, which protobufjs makes of talk.proto. */
export function readClassSheet(bytes: Uint8Array): Sheet {
  return protobufjs.decode(bytes) as Sheet;
}

/** A plain object, without a class. */
export function readPlainSheet(bytes: Uint8Array): Sheet {
  const { title, letters, codes, page, size, draft, note } = fromBinary(desc, bytes) as unknown as Sheet;
  return { title, letters, codes, page, size, draft, note };
}

/** For what can be done with any message. */
export function reflectSheet(bytes: Uint8Array): ReflectMessage {
  return reflect(desc, fromBinary(desc, bytes));
}

function descOf(definition: AnyDefinition | undefined): DescMessage {
  const { fileDescriptorProtos } = definition as MessageTypeDefinition<object, object>;
  const files = fileDescriptorProtos.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes));
  const found = createLoaderTypes(files).findMessage('differential.Sheet');
  if (found === undefined) throw new Error('talk.proto lacks Sheet.');
  return found;
}
