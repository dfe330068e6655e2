import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader';
import { expect } from 'chai';

/** A question as the server reads it: the one of its names that is there says what is asked. */
export type Question = Readonly<Record<string, string>>;

/** The part of an answer that matters, by the field names of the protocol. */
export interface Answer {
  readonly list_services_response?: { readonly service: readonly { readonly name: string }[] };
  readonly file_descriptor_response?: { readonly file_descriptor_proto: readonly Uint8Array[] };
  readonly error_response?: { readonly error_code: number; readonly error_message: string };
}

/** A call of the reflection service. */
export type ReflectionCall = grpc.ServerDuplexStream<Question, Answer>;

/** A running server. */
export interface RunningServer {
  readonly address: string;
  /** Resolves when all calls are over. */
  shutDown(): Promise<void>;
  stop(): void;
}

async function startServer(server: grpc.Server): Promise<RunningServer> {
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    shutDown: () =>
      new Promise((resolve, reject) => {
        server.tryShutdown((error) => (error === undefined ? resolve() : reject(error)));
      }),
    stop: () => server.forceShutdown(),
  };
}

const protocols = join(dirname(createRequire(import.meta.url).resolve('@grpc/reflection')), '../proto');

/** The reflection service, as protobufjs has it of its .proto file. */
export function reflectionService(version: 'v1' | 'v1alpha'): ServiceDefinition {
  const file = `grpc/reflection/${version}/reflection.proto`;
  const name = `grpc.reflection.${version}.ServerReflection`;
  return loadSync(file, { includeDirs: [protocols], keepCase: true })[name] as ServiceDefinition;
}

/** Lets a server answer each question by itself; undefined is no answer, and the end of the call. */
export function answerQuestions(
  server: grpc.Server,
  answer: (question: Question, call: ReflectionCall) => Answer | undefined,
  version: 'v1' | 'v1alpha' = 'v1',
): void {
  handleReflection(
    server,
    (call) => {
      call.on('data', (question: Question) => {
        const answered = answer(question, call);
        if (answered === undefined) call.end();
        else call.write(answered);
      });
      call.on('end', () => call.end());
    },
    version,
  );
}

/** Lets a server do with a call of its reflection whatever `handle` does. */
export function handleReflection(
  server: grpc.Server,
  handle: (call: ReflectionCall) => void,
  version: 'v1' | 'v1alpha' = 'v1',
): void {
  server.addService(reflectionService(version) as grpc.ServiceDefinition, { ServerReflectionInfo: handle });
}

/** Servers and clients for the tests of a suite; they are stopped after each. */
export interface ReflectedServer {
  /** Starts a server, and resolves to a client of it. */
  serve(prepare: (server: grpc.Server) => void): Promise<grpc.Client>;
  /** Another client. */
  clientOf(address: string, options?: grpc.ClientOptions): grpc.Client;
  /** The server that was started last. */
  running(): RunningServer;
}

/** Gives a suite a server for each of its tests. */
export function useReflectedServer(): ReflectedServer {
  const clients: grpc.Client[] = [];
  let started: RunningServer | undefined;
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    started?.stop();
    started = undefined;
  });
  function clientOf(address: string, options: grpc.ClientOptions = {}): grpc.Client {
    const client = new grpc.Client(address, grpc.credentials.createInsecure(), options);
    clients.push(client);
    return client;
  }
  return {
    clientOf,
    running: () => started ?? expect.fail('no server was started'),
    async serve(prepare) {
      const server = new grpc.Server();
      prepare(server);
      started = await startServer(server);
      return clientOf(started.address);
    },
  };
}
