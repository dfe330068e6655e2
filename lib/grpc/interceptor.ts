import type { Interceptor, InterceptorOptions, NextCall } from '@grpc/grpc-js';
import type { Cassette } from '../cassette/cassette.js';
import type { Engine } from '../cassette/engine.js';
import { CassetteError } from '../errors.js';
import { HandedMessages } from '../messages/meaning/handed-messages.js';
import type { ClientCodec } from '../messages/meaning/message-types.js';
import { type Decoder, findDecoder } from '../messages/types/find-decoder.js';
import { asBuffer } from '../model/as-buffer.js';
import { keepShape } from '../model/keep-shape.js';
import type { CassetteOptions } from '../options.js';
import type { CallNumbers } from '../record/order/numbering.js';
import { beginTake } from './begin-take.js';
import { claim } from './claim.js';
import type { Served } from './current.js';
import { FailedCall } from './failed-call.js';
import { cassetteFinder, type OutsideOptions } from './find-cassette.js';
import { HeldRequests } from './held-requests.js';
import { LiveCall, targetOf } from './live-call.js';
import { ReplayedCall } from './replayed-call.js';
import { codecOf, tapOf } from './tap.js';
import type { InterceptingCallInterface, Message, MethodDefinition } from './types.js';

/** An interceptor for the `interceptors` option of a grpc-js client, and the cassette that it serves. */
export type CassetteInterceptor = Interceptor & {
  /** The cassette; undefined where the current one is asked for and none is in charge. */
  readonly cassette: Cassette | undefined;
};

/**
 * An interceptor that records calls into a cassette and replays them from it. `cassette` is a path, a cassette that was
 * opened before, or nothing: then each call asks for the current one (`useCassette`), and `outside` says what becomes of
 * it when there is none. The file is opened at the first call.
 * Throws a `CassetteError` (`invalid_option`, `conflicting_options`).
 */
export function cassetteInterceptor(
  cassette?: string | Cassette | OutsideOptions,
  options?: CassetteOptions,
): CassetteInterceptor {
  const finder = cassetteFinder('cassetteInterceptor', cassette, options);
  finder.open();
  const interceptor = (callOptions: InterceptorOptions, nextCall: NextCall): InterceptingCallInterface => {
    const { path, responseStream } = callOptions.method_definition;
    let served: Served | undefined;
    try {
      served = finder.find();
      if (served === undefined) finder.leaveOutside(path);
    } catch (error) {
      // A client's method throws nothing: what is wrong with the cassette is the call's own end.
      if (!CassetteError.is(error)) throw error;
      return new FailedCall(error, responseStream);
    }
    return served === undefined ? nextCall(callOptions) : intercept(served, callOptions, nextCall);
  };
  Object.defineProperty(interceptor, 'cassette', { get: () => finder.peek(), enumerable: true });
  // An InterceptingCall has private members; grpc-js uses what its interface has and no more.
  return interceptor as unknown as CassetteInterceptor;
}

function intercept(
  served: Served,
  options: InterceptorOptions,
  nextCall: NextCall,
): InterceptingCallInterface {
  const { engine } = served.cassette;
  const definition = options.method_definition;
  const { path: method, requestStream, responseStream } = definition;
  const kind = { requestStream, responseStream };
  const makeLive = (start?: number, numbers?: CallNumbers): InterceptingCallInterface =>
    new LiveCall(nextCall(claimed(options)), {
      method,
      kind,
      tap: tapOf(definition),
      hasParent: Boolean(options.parent),
      begin: (call) => beginTake(served, call, start, numbers),
      learn: (message, bytes, record) => learnRecorded(engine, definition, { message, bytes }, record),
      shows: () => engine.messageTypes.noteShown(method),
      trouble: (error) => engine.noteTrouble(error),
    });
  if (engine.goesLive()) return makeLive();
  if (isLast(nextCall)) assertOpen(nextCall);
  return new ReplayedCall({
    engine,
    method,
    kind,
    findTarget: () => targetOf(callBeneath(options, nextCall)),
    lifetime: options,
    serialize(message) {
      const { handed } = learnCodec(engine, definition, message);
      const bytes = definition.requestSerialize(message);
      if (isObject(message)) handed?.note(bytes, message);
      return bytes;
    },
    deserialize: (bytes) => definition.responseDeserialize(bytes),
    held: engine.recordsNew ? new HeldRequests(() => tapOf(definition)) : undefined,
    makeLive,
  });
}

/** The options of a call beneath: a cassette's channel there leaves it alone. */
function claimed(options: InterceptorOptions): InterceptorOptions {
  return { ...options, propagate_flags: claim(options.propagate_flags) };
}

/** A call that is never started: nothing is looked up or dialled for it. A parent would keep it. */
function callBeneath(
  { parent, deadline, ...options }: InterceptorOptions,
  nextCall: NextCall,
): InterceptingCallInterface {
  return nextCall(claimed(options));
}

/** All that the channel needs to be told of a call which is never started. */
const UNSTARTED = { propagate_flags: claim(undefined) };

/** Throws what a live call throws, as that of a client which was closed does. Of use where `nextCall` is the channel's. */
function assertOpen(nextCall: NextCall): void {
  // The channel has the definition already, and the rest matters to a call that runs.
  keepShape(nextCall(UNSTARTED as unknown as InterceptorOptions), UNSTARTED);
}

/**
 * Whether the channel comes next, and no interceptor that would see a replayed call. Only its source tells; where that is
 * another, minified or of a later grpc-js, a closed client is answered as if it were open.
 */
function isLast(nextCall: NextCall): boolean {
  return Function.prototype.toString.call(nextCall).includes('getBottomInterceptingCall');
}

function learnRecorded(
  engine: Engine,
  definition: MethodDefinition,
  { message, bytes }: { readonly message: Message; readonly bytes: Uint8Array },
  record: () => void,
): void {
  const { handed } = learnCodec(engine, definition, message);
  if (!isObject(message) || message instanceof Uint8Array) {
    record();
    return;
  }
  if (engine.options.debugJson) handed?.keepView(bytes, message);
  engine.messageTypes.whileHanded(bytes, message, record);
}

/** How the client's own code reads and writes the method's messages; noted at the first request. */
function learnCodec(engine: Engine, definition: MethodDefinition, message: Message): ClientCodec {
  const known = engine.messageTypes.findCodec(definition.path);
  if (known !== undefined) return known;
  const own = codecOf(definition);
  const decode = findDecoder(message);
  const codec: ClientCodec = {
    request: decode && { decode, encode: (each) => own.serialize(each) },
    response: (bytes) => own.deserialize(asBuffer(bytes)),
    handed: isNamed(engine, decode, message) ? undefined : new HandedMessages(),
  };
  engine.messageTypes.learn(definition.path, codec);
  return codec;
}

/** Whether something else than the message itself names its fields, or nothing does. */
function isNamed({ options }: Engine, decode: Decoder | undefined, message: Message): boolean {
  return (
    options.schema.length > 0 || decode !== undefined || !isObject(message) || message instanceof Uint8Array
  );
}

function isObject(message: Message): message is object {
  return typeof message === 'object' && message !== null;
}
