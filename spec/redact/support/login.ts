import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import {
  type Cassette,
  type CassetteOptions,
  cassetteInterceptor,
  openCassette,
} from '../../../lib/index.js';
import { projectRoot } from '../../support/shared-folder.js';

/** The description of the service, as the `schema` option takes it. */
export const LOGIN_SCHEMA: string = join(projectRoot, 'spec/redact/support/login.proto');

interface Type {
  create(fields: object): object;
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
}

const require = createRequire(import.meta.url);
const protobufjs = require('protobufjs') as {
  loadSync(path: string): { lookupType(name: string): Type };
};
const root = protobufjs.loadSync(LOGIN_SCHEMA);
export const Request: Type = root.lookupType('login.v1.SignInRequest');
export const Session: Type = root.lookupType('login.v1.Session');
export const Device: Type = root.lookupType('login.v1.Device');

export const SIGN_IN = '/login.v1.Login/SignIn';
export const TALK = '/login.v1.Login/Talk';

const encode = (type: Type) => (message: object) => Buffer.from(type.encode(message).finish());
const decode = (type: Type) => (bytes: Uint8Array) => type.decode(bytes);

function method(path: string, isStream: boolean): grpc.MethodDefinition<object, object> {
  return {
    path,
    requestStream: isStream,
    responseStream: isStream,
    requestSerialize: encode(Request),
    requestDeserialize: decode(Request),
    responseSerialize: encode(Session),
    responseDeserialize: decode(Session),
  };
}

const service = { SignIn: method(SIGN_IN, false), Talk: method(TALK, true) };

/** What the server answers to a request. */
export type Answer = (request: Readonly<Record<string, unknown>>) => object;

/** A server of that service; `answer` may be set before each call. */
export class LoginServer {
  answer: Answer = () => ({});
  trailers: Readonly<Record<string, string>> = {};
  details: string | undefined;
  calls = 0;
  #server: grpc.Server | undefined;
  #address = '';

  get address(): string {
    return this.#address;
  }

  async start(): Promise<void> {
    this.#server = new grpc.Server();
    this.#server.addService(service, {
      SignIn: (call: grpc.ServerUnaryCall<object, object>, reply: grpc.sendUnaryData<object>) => {
        this.calls += 1;
        const metadata = new grpc.Metadata();
        for (const [key, value] of Object.entries(this.trailers))
          metadata.set(key, key.endsWith('-bin') ? Buffer.from(value, 'base64') : value);
        if (this.details !== undefined)
          reply({ code: grpc.status.PERMISSION_DENIED, details: this.details, metadata });
        else reply(null, this.#answerTo(call.request), metadata);
      },
      Talk: (call: grpc.ServerDuplexStream<object, object>) => {
        this.calls += 1;
        call.on('data', (request: object) => call.write(this.#answerTo(request)));
        call.on('end', () => call.end());
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      this.#server?.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    this.#address = `127.0.0.1:${port}`;
  }

  stop(): void {
    this.#server?.forceShutdown();
  }

  #answerTo(request: object): object {
    return Session.create(this.answer(request as Readonly<Record<string, unknown>>));
  }
}

type Metadata = Readonly<Record<string, string>>;

/** What a client has to say, and hears; a failure as its details. */
export interface LoginClient {
  readonly cassette: Cassette;
  signIn(request: object, metadata?: Metadata): Promise<object | string>;
  /** One request after another, each when the one before was answered. */
  talk(requests: readonly object[], metadata?: Metadata): Promise<readonly (object | string)[]>;
  close(): Promise<void>;
}

/** A client whose messages have a class of their own, and whose calls go through the cassette at `path`. */
export function loginClient(address: string, path: string, options: CassetteOptions): LoginClient {
  const cassette = openCassette(path, options);
  const { close, ...calls } = loginClientOf(address, cassetteInterceptor(cassette));
  return { ...calls, cassette, close: () => cassette.close().finally(close) };
}

/** The same through an interceptor. */
export function loginClientOf(
  address: string,
  interceptor: grpc.Interceptor,
): Pick<LoginClient, 'signIn' | 'talk'> & { close(): void } {
  const Client = grpc.makeClientConstructor(service, 'Login');
  const client = new Client(address, grpc.credentials.createInsecure(), { interceptors: [interceptor] });
  return {
    signIn: (request, metadata = {}) =>
      new Promise((resolve) => {
        client.makeUnaryRequest(
          SIGN_IN,
          service.SignIn.requestSerialize,
          service.SignIn.responseDeserialize,
          Request.create(request),
          grpc.Metadata.fromHttp2Headers(metadata),
          (error, session) => resolve(error === null ? plain(session) : error.details),
        );
      }),
    talk: (requests, metadata = {}) => {
      const call = client.makeBidiStreamRequest(
        TALK,
        service.Talk.requestSerialize,
        service.Talk.responseDeserialize,
        grpc.Metadata.fromHttp2Headers(metadata),
      );
      return converse(call, requests);
    },
    close: () => client.close(),
  };
}

function converse(
  call: grpc.ClientDuplexStream<object, object>,
  requests: readonly object[],
): Promise<readonly (object | string)[]> {
  const heard: (object | string)[] = [];
  let next = 0;
  const ask = (): void => {
    const request = requests[next];
    next += 1;
    if (request === undefined) call.end();
    else call.write(Request.create(request));
  };
  call.on('data', (session: object) => {
    heard.push(plain(session));
    ask();
  });
  return new Promise((resolve) => {
    call.on('error', (error: grpc.ServiceError) => heard.push(error.details));
    call.on('status', () => setImmediate(() => resolve(heard)));
    ask();
  });
}

function plain(message: object | undefined): object {
  return JSON.parse(JSON.stringify(message ?? {})) as object;
}
