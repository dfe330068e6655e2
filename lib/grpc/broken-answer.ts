import type { Metadata } from '@grpc/grpc-js';
import type { Engine } from '../cassette/engine.js';
import { CassetteError } from '../errors.js';
import { type MetadataEntries, NO_METADATA } from '../model/metadata.js';
import { StatusCode } from '../model/status.js';
import type { Ending } from '../replay/script.js';
import { findIllegalKey, toGrpcMetadata } from './metadata.js';

/** Of which call it is told that its recorded answer cannot be given. */
interface Answered {
  readonly engine: Engine;
  readonly method: string;
}

/** Recorded metadata as the client is given it. A person may have edited entries so that they are none: what that is called. */
export function readMetadata(
  entries: MetadataEntries,
  sent: Metadata,
  { engine, method }: Answered,
): Metadata | CassetteError {
  try {
    return toGrpcMetadata(entries, sent);
  } catch (cause) {
    const { path } = engine.location;
    return engine.misses.add(
      new CassetteError(
        'broken_interaction',
        `${path}: recorded metadata of ${method} is not legal in the key ${findIllegalKey(entries, sent)}. Mend it, or record the call again.`,
        { path, method },
        { cause },
      ),
    );
  }
}

/** What it is called that the client's deserialiser throws. */
export function undecodable({ engine, method }: Answered, cause: unknown): CassetteError {
  const { path } = engine.location;
  return new CassetteError(
    'undecodable_response',
    `${path}: the client cannot decode a recorded response of ${method} (${cause instanceof Error ? cause.name : typeof cause}). ` +
      'If the message type has changed, record the call again; if the file was edited, mend it.',
    { path, method },
    { cause },
  );
}

/** The end of a call whose recorded answer cannot be given. */
export function endingOf(cause: CassetteError): Ending {
  const status = { code: StatusCode.FAILED_PRECONDITION, details: cause.message };
  return { status, trailers: NO_METADATA, cause };
}
