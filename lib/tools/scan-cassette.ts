import { scanCassetteFile } from '../cassette/scan.js';
import type { SecretFinding } from '../cassette/secret-finding.js';
import { CassetteError } from '../errors.js';
import { parseCassetteFile } from '../format/cassette-file.js';
import { Meanings } from '../messages/meaning/meanings.js';
import { MessageTypes } from '../messages/meaning/message-types.js';
import { readSchema } from '../open/read-schema.js';
import { storage } from '../open/storage.js';
import type { RedactOptions, RedactRules } from '../options/redact-options.js';
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
 * today, fields that are named like secrets where a schema names them, and what has the shape of a known token. The function
 * `redact.message` is not asked: it is made for messages as a client has them. The file is not changed. Throws a `CassetteError`: `missing_cassette`, `unreadable`, `not_a_cassette`, `newer_version`,
 * `invalid_option`.
 */
export function scanCassette(path: string, options: ScanOptions = {}): readonly SecretFinding[] {
  const { redact, schema } = resolveOptions(options);
  if (schema.every((source) => typeof source === 'function')) assertByNumber(redact);
  const types = new MessageTypes(schema, readSchema, (message) => {
    throw new CassetteError('invalid_option', `The cassette ${path} is not looked at: ${message}`, {
      path,
      option: 'schema',
    });
  });
  // It is read now: what is wrong with it is no matter of one interaction.
  types.findTypes('');
  const meanings = new Meanings(types, []);
  const redaction = new Redaction(redact, {
    messagesOf: (method, direction) => meanings.messagesOf(method, direction),
    isSettled: () => true,
    lacksSchema: () => false,
  });
  return scanCassetteFile(parseCassetteFile(read(path), path), redaction, (method, direction, bytes) =>
    types.findTypes(method)?.[direction].view(bytes),
  );
}

/** Without a schema nothing names fields here, as there are no clients: what the rules name would be passed over. */
function assertByNumber({ fields }: RedactRules): void {
  const named = fields.find(({ path }) => path.some(({ type }) => type === 'field'));
  if (named === undefined) return;
  throw new CassetteError(
    'invalid_option',
    `redact.fields names ${named.text}, and nothing names fields without the option schema. Give scanCassette the schema, or the path by number.`,
    { option: 'redact.fields' },
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
