import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageType, Schema } from '../../../lib/messages/schema/schema.js';
import type { JsonValue } from '../../../lib/model/json.js';
import { projectRoot } from '../../support/shared-folder.js';

/** The .proto files of these specs, and what fixtures/generate.sh makes of them. */
export const fixtures: string = join(projectRoot, 'spec/messages/support/fixtures');

/** The fixtures' FileDescriptorSet. */
export function descriptorSet(): Uint8Array {
  return readFileSync(join(fixtures, 'messages.binpb'));
}

/** A message, and its JSON as Python gives it. */
export interface Golden {
  readonly title: string;
  readonly type: GoldenType;
  readonly bytes: string;
  readonly json: JsonValue;
}

/** Made once by fixtures/golden.py with google.protobuf 7.36 for Python (upb): MessageToDict of each message. */
export function goldens(): readonly Golden[] {
  return JSON.parse(readFileSync(join(fixtures, 'golden.json'), 'utf8')) as readonly Golden[];
}

/** A method that has messages of this type, and on which side. */
const METHODS = {
  'everything.Everything': ['/everything.Exchange/Trade', 'request'],
  'everything.Leaf': ['/everything.Exchange/Trade', 'response'],
  'everything.Tree': ['/everything.Exchange/Grow', 'request'],
  'google.protobuf.Value': ['/everything.Exchange/Show', 'request'],
  'google.protobuf.Any': ['/everything.Exchange/Show', 'response'],
  'legacy.Old': ['/legacy.Archive/Keep', 'request'],
  'edition.New': ['/edition.Lab/Try', 'request'],
  'vault.Safe': ['/vault.Vault/Lock', 'request'],
  'vault.Shelf': ['/vault.Vault/Lock', 'response'],
  'vault.Open': ['/vault.Vault/Look', 'response'],
} as const;

export type GoldenType = keyof typeof METHODS;

/** The type of that name, by a method that has it. */
export function messageType(schema: Schema, name: GoldenType): MessageType {
  const [path, side] = METHODS[name];
  const method = schema.findMethod(path);
  if (method === undefined) throw new Error(`The schema lacks ${path}.`);
  return method[side];
}
