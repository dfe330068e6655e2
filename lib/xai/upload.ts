import { createHash } from 'node:crypto';
import { Readable, type Writable } from 'node:stream';
import { Metadata } from '@grpc/grpc-js';
import { File, type FilesClient, UploadFileChunk, UploadFileInit } from '../../proto-gen/xai/api/v1/files.js';
import type { XaiCallOptions } from './call-options.js';

/** The SDK's: at most this many bytes of a file go into a message. */
const CHUNK_LENGTH = 3 * 2 ** 20;

/** A file to be uploaded. */
interface Upload {
  readonly data: Uint8Array;
  readonly name: string;
  /** In seconds. */
  readonly expiresAfter: number | undefined;
}

/** Uploads a file as the SDK does. Rejects with a `ServiceError`. */
export function sendUpload(
  client: FilesClient,
  upload: Upload,
  { metadata = new Metadata(), ...options }: XaiCallOptions,
): Promise<File> {
  return new Promise((resolve, reject) => {
    const call = client.UploadFile(metadata, options, (error, file) => {
      if (error) reject(error);
      else resolve(file as File);
    });
    call.on('error', reject);
    // A Writable, whose `write` grpc-js narrows to the message's type.
    Readable.from(messagesOf(upload)).pipe(call as unknown as Writable);
  });
}

/** `init`, then the data in order. */
function* messagesOf({ data, name, expiresAfter }: Upload): Generator<UploadFileChunk> {
  const init = new UploadFileInit({
    name,
    ...(expiresAfter === undefined ? {} : { expires_after: expiresAfter }),
  });
  yield new UploadFileChunk({ init });
  for (let start = 0; start < data.length; start += CHUNK_LENGTH) {
    yield new UploadFileChunk({ data: data.subarray(start, start + CHUNK_LENGTH) });
  }
}

/** The file that a replay without a recorded upload makes up: its id depends on size and name alone. */
export function inventFile({ data, name }: Upload): File {
  const digest = createHash('sha256').update(`${data.length}\n${name}`).digest();
  const number = digest.readUIntBE(0, 6) % 1_000_000;
  return new File({ id: `file-${String(number).padStart(6, '0')}`, filename: name, size: data.length });
}
