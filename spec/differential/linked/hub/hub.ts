import {
  type handleBidiStreamingCall,
  type handleClientStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type Metadata,
  Server,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { bind } from '../../../support/bind.js';
import { decode, encode, METHODS, type Message, type MethodName, pathOfMethod, worldOf } from '../wire.js';
import { type Answering, BIDIS, SERVER_STREAMS } from './streams.js';
import { UNARY } from './unary.js';
import { World } from './world.js';

type Handle =
  | handleUnaryCall<Message, Message>
  | handleClientStreamingCall<Message, Message>
  | handleServerStreamingCall<Message, Message>
  | handleBidiStreamingCall<Message, Message>;

/**
 * A real server whose calls are linked: what one writes another hears, as in an API with a watch, a queue, a chat or
 * sessions. Each run of a program has a world of its own in it.
 */
export class Hub {
  readonly #server = new Server();
  readonly #worlds = new Map<string, World>();
  #address = '';

  /** Where it listens, once it was started. */
  get address(): string {
    return this.#address;
  }

  async start(): Promise<void> {
    for (const [name, method] of Object.entries(UNARY)) this.#serveUnary(name as MethodName, method);
    for (const [name, method] of Object.entries(SERVER_STREAMS))
      this.#serveStream(name as MethodName, method);
    for (const [name, method] of Object.entries(BIDIS)) this.#serveBidi(name as MethodName, method);
    this.#serveUpload();
    this.#address = await bind(this.#server);
  }

  stop(): void {
    this.#server.forceShutdown();
  }

  #worldOf(metadata: Metadata): World {
    const name = worldOf(metadata);
    const world = this.#worlds.get(name.name) ?? new World(name);
    this.#worlds.set(name.name, world);
    return world;
  }

  #register(name: MethodName, handle: Handle): void {
    this.#server.register(pathOfMethod(name), handle, encode, decode, METHODS[name]);
  }

  #serveUnary(name: MethodName, method: (typeof UNARY)[keyof typeof UNARY]): void {
    this.#register(name, (call: ServerUnaryCall<Message, Message>, answer: sendUnaryData<Message>) => {
      const world = this.#worldOf(call.metadata);
      const outcome = method(world, call.request);
      const outbox = world.outbox();
      if ('refusal' in outcome) {
        outbox.send(() => answer(outcome.refusal));
        return;
      }
      outbox.send(() => answer(null, outcome.answer));
      outcome.afterwards?.();
    });
  }

  #serveStream(name: MethodName, method: (typeof SERVER_STREAMS)[keyof typeof SERVER_STREAMS]): void {
    this.#register(name, (call: ServerWritableStream<Message, Message>) => {
      const world = this.#worldOf(call.metadata);
      method(world, call.request, answering(world, call));
    });
  }

  #serveBidi(name: MethodName, method: (typeof BIDIS)[keyof typeof BIDIS]): void {
    this.#register(name, (call: ServerDuplexStream<Message, Message>) => {
      const world = this.#worldOf(call.metadata);
      const answers = answering(world, call);
      call.on('data', method(world, answers));
      call.on('end', () => answers.end());
    });
  }

  /** Each part is a write, which watchers hear of as it comes. */
  #serveUpload(): void {
    this.#register(
      'Upload',
      (call: ServerReadableStream<Message, Message>, answer: sendUnaryData<Message>) => {
        const world = this.#worldOf(call.metadata);
        let parts = 0;
        call.on('data', ({ key, value }: Message) => {
          const event = world.store.put(String(key), String(value));
          if (event !== undefined) world.store.publish(event);
          parts += 1;
        });
        call.on('end', () => world.outbox().send(() => answer(null, { parts })));
      },
    );
  }
}

function answering(
  world: World,
  call: ServerWritableStream<Message, Message> | ServerDuplexStream<Message, Message>,
): Answering {
  const outbox = world.outbox();
  const leaving: (() => void)[] = [];
  call.on('cancelled', () => {
    for (const leave of leaving) leave();
  });
  /** Nobody hears what is sent to a call that was cancelled. */
  const send = (tell: () => void): void => outbox.send(() => call.cancelled || tell());
  return {
    headers: (metadata) => send(() => call.sendMetadata(metadata)),
    send: (message) => send(() => call.write(message)),
    end: () => send(() => call.end()),
    whenOver(leave) {
      leaving.push(leave);
      call.on('finish', leave);
    },
  };
}
