import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { Schema } from '../messages/schema/schema.js';
import type { SchemaAtHand } from '../messages/schema/schema-sources.js';

type SchemaRoom = typeof import('../messages/schema/schema.js');

const require = createRequire(import.meta.url);
/** What reads descriptors is two thirds of all there is to load, and loaded when somebody gives a schema. */
const loadSchemaRoom = (): SchemaRoom => require('../messages/schema/schema.js') as SchemaRoom;

/** Reads what describes message types. Throws an error that names the file which cannot be read. */
export function readSchema(sources: readonly SchemaAtHand[]): Schema | undefined {
  if (sources.length === 0) return undefined;
  const room = loadSchemaRoom();
  return room.mergeSchemas(sources.map((source) => readOne(source, room)));
}

function readOne(
  source: SchemaAtHand,
  { schemaOfDescriptorSet, schemaOfPackageDefinition }: SchemaRoom,
): Schema {
  if (source instanceof Uint8Array) return schemaOfDescriptorSet(source);
  if (typeof source !== 'string') return schemaOfPackageDefinition(source);
  try {
    const path = resolve(source);
    return source.endsWith('.proto')
      ? schemaOfPackageDefinition(loadProto(path))
      : schemaOfDescriptorSet(readFileSync(path));
  } catch (cause) {
    throw new Error(`the schema ${source} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** The user's own proto-loader parses `.proto` files: whoever has some has it, and the others need no parser. */
function loadProto(path: string): object {
  const requireAsUser = createRequire(join(process.cwd(), 'package.json'));
  const loader = requireAsUser('@grpc/proto-loader') as { loadSync(path: string, options: object): object };
  // Its descriptors have the original field names only when it is told to keep them.
  return loader.loadSync(path, { keepCase: true, includeDirs: foldersAbove(path) });
}

/** Imports are named from the root of a tree of `.proto` files, which is one of the folders above each of them. */
function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersAbove(folder)];
}
