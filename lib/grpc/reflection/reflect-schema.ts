import type { Client, Deadline, Metadata } from '@grpc/grpc-js';
import { STATUS_NAMES } from '../../model/status.js';
import type { ReflectedFiles } from './reflected-files.js';
import type { ReflectionAnswer, ReflectionQuestion } from './reflection-messages.js';
import { ReflectionStream } from './reflection-stream.js';

/** How a server is asked for its schema. */
export interface ReflectionOptions {
  /** What goes along with the question, such as an API key. */
  readonly metadata?: Metadata;
  /** When to give up, as in the call options of grpc-js. Default: ten seconds from now. */
  readonly deadline?: Deadline;
}

type Ask = (question: ReflectionQuestion) => Promise<ReflectionAnswer>;

const DEFAULT_PATIENCE_MS = 10_000;
// Servers older than v1 (2023) have v1alpha only.
const PACKAGES = ['grpc.reflection.v1', 'grpc.reflection.v1alpha'] as const;
const INSTEAD = 'Give the option schema a descriptor set or a .proto file instead.';

/**
 * Asks the server of `client`, any client of grpc-js, for the types of its services, by server reflection
 * (`grpc.reflection.v1`, or else `v1alpha`; https://github.com/grpc/grpc/blob/master/doc/server-reflection.md).
 * Resolves to the bytes of a `google.protobuf.FileDescriptorSet`, for the option `schema` or for a `.binpb` file.
 * What the server names and cannot find is left out, and so are the well-known types.
 *
 * The client's interceptors are passed by, and with them what they add: give that as `metadata`.
 * Rejects with an Error that says what was asked, what the server said, and what to do instead.
 */
export async function reflectSchema(client: Client, options: ReflectionOptions = {}): Promise<Uint8Array> {
  const deadline = options.deadline ?? Date.now() + DEFAULT_PATIENCE_MS;
  let unimplemented: unknown;
  for (const name of PACKAGES) {
    try {
      return await reflect(client, name, { ...options, deadline });
    } catch (error) {
      if (!isUnimplemented(error)) throw error;
      unimplemented = error;
    }
  }
  const reason = reasonOf((unimplemented as Error).cause);
  throw new Error(`The server has neither ${PACKAGES.join(' nor ')} (${reason}). ${INSTEAD}`, {
    cause: unimplemented,
  });
}

async function reflect(
  client: Client,
  packageName: string,
  { metadata, deadline }: ReflectionOptions & { readonly deadline: Deadline },
): Promise<Uint8Array> {
  const path = `/${packageName}.ServerReflection/ServerReflectionInfo`;
  let asked = 'nothing yet';
  let stream: ReflectionStream | undefined;
  try {
    // Descriptors are loaded when somebody asks for them; before the stream is there, which may fail at once.
    const { ReflectedFiles } = await import('./reflected-files.js');
    const opened = new ReflectionStream(client, path, metadata, { deadline });
    stream = opened;
    const set = await collectFiles(new ReflectedFiles(), (question) => {
      asked = `${question.question} ${JSON.stringify(question.subject)}`;
      return opened.ask(question);
    });
    opened.end();
    return set;
  } catch (cause) {
    stream?.cancel();
    const message = `Server reflection gave no schema: ${path}, asked ${asked}: ${reasonOf(cause)}. ${INSTEAD}`;
    throw new Error(message, { cause });
  }
}

async function collectFiles(files: ReflectedFiles, ask: Ask): Promise<Uint8Array> {
  const add = async (question: ReflectionQuestion): Promise<void> => {
    const answer = await ask(question);
    if (answer.error !== undefined && nameOf(answer.error.code) !== 'NOT_FOUND') throw refusal(answer);
    for (const file of answer.files) files.add(file);
  };
  const listed = await ask({ question: 'list_services', subject: '*' });
  if (listed.error !== undefined) throw refusal(listed);
  const services = listed.services.filter((name) => !name.startsWith('grpc.reflection.'));
  for (const subject of services) await add({ question: 'file_containing_symbol', subject });
  for (const subject of files.missing()) await add({ question: 'file_by_filename', subject });
  if (files.isEmpty) {
    throw new Error(`the server lists ${services.length} services and describes none of them`);
  }
  return files.toDescriptorSet();
}

function refusal({ error }: ReflectionAnswer): Error {
  return new Error(`${error?.code} ${nameOf(error?.code)}: ${error?.details}`);
}

function isUnimplemented(error: unknown): boolean {
  const { cause } = error as { cause?: unknown };
  return cause instanceof Error && 'code' in cause && nameOf(cause.code) === 'UNIMPLEMENTED';
}

function nameOf(code: unknown): string | undefined {
  return typeof code === 'number' ? STATUS_NAMES[code] : undefined;
}

function reasonOf(cause: unknown): string {
  // What follows is a new sentence.
  return (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '');
}
