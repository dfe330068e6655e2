import { type SecretFinding, scanCassetteFile } from '../cassette/scan.js';
import { CassetteError } from '../errors.js';
import { parseCassetteFile } from '../format/cassette-file.js';
import { Meanings } from '../messages/meaning/meanings.js';
import { MessageTypes } from '../messages/meaning/message-types.js';
import { readSchema } from '../open/read-schema.js';
import { storage } from '../open/storage.js';
import { warn } from '../open/warn.js';
import type { RedactOptions } from '../options/redact-options.js';
import { resolveOptions, type SchemaSource } from '../options.js';
import { Redaction } from '../redact/redaction.js';

/** What a cassette is held against. */
export interface ScanOptions {
  /** The rules, as they are given where it is recorded. Default: those that always hold. */
  readonly redact?: RedactOptions;
  /** Names the fields of messages, as where it is recorded; a function that fetches it is not asked. Default: none. */
  readonly schema?: SchemaSource | readonly SchemaSource[];
}

/**
 * What in the cassette at `path` looks like a secret, in the order of the file: what the rules for recording would take out
 * today, fields that are named like secrets where a schema names them, and what has the shape of a known token. The file is
 * not changed. Throws a `CassetteError`: `missing_cassette`, `unreadable`, `not_a_cassette`, `newer_version`,
 * `invalid_option`.
 */
export function scanCassette(path: string, options: ScanOptions = {}): readonly SecretFinding[] {
  const { redact, schema } = resolveOptions(options);
  const types = new MessageTypes(schema, readSchema, (message) => warn(`${path}: ${message}`));
  const meanings = new Meanings(types, []);
  const redaction = new Redaction(redact, (method, direction) => meanings.messagesOf(method, direction));
  return scanCassetteFile(parseCassetteFile(read(path), path), redaction, (method, direction, bytes) =>
    types.findTypes(method)?.[direction].view(bytes),
  );
}

function read(path: string): Uint8Array {
  let bytes: Uint8Array | undefined;
  try {
    bytes = storage.read(storage.realPath(path));
  } catch (cause) {
    throw new CassetteError(
      'unreadable',
      `The cassette ${path} cannot be read: ${(cause as Error).message}`,
      { path },
      { cause },
    );
  }
  if (bytes !== undefined) return bytes;
  throw new CassetteError(
    'missing_cassette',
    `There is no cassette at ${path}. Record it, or correct the path.`,
    {
      path,
    },
  );
}
