import type { Interceptor, InterceptorOptions, NextCall } from '@grpc/grpc-js';
import { type Cassette, isCassette } from '../cassette/cassette.js';
import type { Engine } from '../cassette/engine.js';
import { CassetteError } from '../errors.js';
import { asBuffer } from '../model/as-buffer.js';
import { openRequested, requestCassette } from '../open/open-cassette.js';
import type { CassetteOptions } from '../options.js';
import { findDecoder } from '../protobuf/own-json.js';
import { currentCassette } from './current.js';
import { FailedCall } from './failed-call.js';
import { HeldRequests } from './held-requests.js';
import { LiveCall } from './live-call.js';
import { ReplayedCall } from './replayed-call.js';
import { tapOf } from './tap.js';
import type { InterceptingCallInterface, Message, MethodDefinition } from './types.js';

/** An interceptor for the `interceptors` option of a grpc-js client, and the cassette that it serves. */
export type CassetteInterceptor = Interceptor & {
  /** The cassette; undefined where the current one is asked for and none is in charge. */
  readonly cassette: Cassette | undefined;
};

/**
 * An interceptor that records calls into a cassette and replays them from it. `cassette` is a path, a cassette that was
 * opened before, or nothing: then each call asks for the current one (`useCassette`), and passes through untouched when
 * there is none. The file is opened at the first call.
 * Throws a `CassetteError` (`invalid_option`, `conflicting_options`).
 */
export function cassetteInterceptor(
  cassette?: string | Cassette,
  options?: CassetteOptions,
): CassetteInterceptor {
  const find = finder(cassette, options);
  find();
  const interceptor = (callOptions: InterceptorOptions, nextCall: NextCall): InterceptingCallInterface => {
    let found: Cassette | undefined;
    try {
      found = find();
    } catch (error) {
      // A client's method throws nothing: what is wrong with the cassette is the call's own end.
      if (!CassetteError.is(error)) throw error;
      return new FailedCall(error, callOptions.method_definition.responseStream);
    }
    return found === undefined ? nextCall(callOptions) : intercept(found, callOptions, nextCall);
  };
  Object.defineProperty(interceptor, 'cassette', { get: find, enumerable: true });
  // An InterceptingCall has private members; grpc-js uses what its interface has and no more.
  return interceptor as unknown as CassetteInterceptor;
}

function finder(
  cassette: string | Cassette | undefined,
  options: CassetteOptions | undefined,
): () => Cassette | undefined {
  if (typeof cassette === 'string') return reopening(cassette, options);
  if (options !== undefined) {
    throw new CassetteError(
      'invalid_option',
      'cassetteInterceptor was given options without a path. Give them to openCassette or useCassette, which open the cassette.',
      { option: 'options' },
    );
  }
  if (cassette === undefined) return currentCassette;
  if (!isCassette(cassette)) {
    throw new CassetteError(
      'invalid_option',
      `cassetteInterceptor was given ${cassette === null ? 'null' : typeof cassette}. Give it a path, a cassette from openCassette, or nothing.`,
      { option: 'cassette' },
    );
  }
  return () => cassette;
}

/** The cassette at a path, opened again when it was closed: a client may outlive many tests. */
function reopening(path: string, options: CassetteOptions | undefined): () => Cassette {
  const request = requestCassette(path, options);
  let cassette: Cassette | undefined;
  return () => {
    if (cassette === undefined || cassette.isClosed) cassette = openRequested(request);
    return cassette;
  };
}

function intercept(
  { engine }: Cassette,
  options: InterceptorOptions,
  nextCall: NextCall,
): InterceptingCallInterface {
  const definition = options.method_definition;
  const { path: method, requestStream, responseStream } = definition;
  const kind = { requestStream, responseStream };
  const makeLive = (start?: number): InterceptingCallInterface =>
    new LiveCall(nextCall(options), {
      method,
      kind,
      tap: tapOf(definition),
      hasParent: Boolean(options.parent),
      begin: (call) => engine.record(call, start),
      learn: (message) => learnCodec(engine, definition, message),
      trouble: (error) => engine.noteTrouble(error),
    });
  if (engine.recordsAll) return makeLive();
  return new ReplayedCall({
    engine,
    method,
    kind,
    lifetime: options,
    serialize: (message) => definition.requestSerialize(message),
    deserialize: (bytes) => definition.responseDeserialize(bytes),
    held: engine.recordsNew ? new HeldRequests(tapOf(definition)) : undefined,
    makeLive,
  });
}

/** Notes, at the first request of a method, how the client's own code reads its messages. */
function learnCodec(engine: Engine, definition: MethodDefinition, message: Message): void {
  if (!engine.wantsCodec(definition.path)) return;
  const tap = tapOf(definition);
  engine.learn(definition.path, {
    request: findDecoder(message),
    response: (bytes) => tap.deserialize(asBuffer(bytes)),
  });
}
