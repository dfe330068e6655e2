import type { Client, Deadline, Metadata } from '@grpc/grpc-js';
import { type Status, StatusCode } from '../model/status.js';
import { ReflectedFiles } from '../protobuf/reflected-files.js';
import type { ReflectionAnswer, ReflectionQuestion } from '../protobuf/reflection-messages.js';
import { ReflectionStream } from './reflection-stream.js';

/** How a server is asked for its schema. */
export interface ReflectionOptions {
  /** What goes along with the question, such as an API key. */
  readonly metadata?: Metadata;
  /** When to give up, as in the call options of grpc-js. Default: ten seconds from now. */
  readonly deadline?: Deadline;
}

const DEFAULT_PATIENCE_MS = 10_000;
// Servers older than 2023 have v1alpha only.
const VERSIONS = ['v1', 'v1alpha'] as const;

/**
 * Asks the server of `client` (any client of grpc-js) for the types of its services, by server reflection
 * (`grpc.reflection.v1`, or else `v1alpha`; https://github.com/grpc/grpc/blob/master/doc/server-reflection.md).
 * Resolves to the bytes of a `google.protobuf.FileDescriptorSet`, for the cassette option `schema` or for a `.binpb`
 * file. What the server lists but cannot find is left out, as are the well-known types.
 *
 * The client's interceptors are passed by, and with them whatever they add: give it as `metadata`.
 * Rejects with an Error that says what was asked and what the server said.
 */
export async function reflectSchema(client: Client, options: ReflectionOptions = {}): Promise<Uint8Array> {
  const deadline = options.deadline ?? Date.now() + DEFAULT_PATIENCE_MS;
  let cause: unknown;
  for (const version of VERSIONS) {
    try {
      return await reflect(client, version, { ...options, deadline });
    } catch (error) {
      cause = error;
      if (!isUnimplemented(error)) break;
    }
  }
  throw failure(cause);
}

async function reflect(
  client: Client,
  version: string,
  { metadata, deadline }: ReflectionOptions & { readonly deadline: Deadline },
): Promise<Uint8Array> {
  const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
  const stream = new ReflectionStream(client, path, metadata, { deadline });
  const ask = async (question: ReflectionQuestion): Promise<ReflectionAnswer> => {
    try {
      return await stream.ask(question);
    } catch (cause) {
      throw new UnansweredQuestion(path, question, cause);
    }
  };
  try {
    const files = await collectFiles(ask);
    stream.end();
    return files;
  } catch (error) {
    stream.cancel();
    throw error;
  }
}
