import { Metadata } from '@grpc/grpc-js';
import type { Message, MethodOf } from '../wire.js';
import type { Tell, World } from './world.js';

/** The server's end of a call that answers with a stream. */
export interface Answering {
  headers(metadata: Metadata): void;
  send: Tell;
  end(): void;
  /** Runs `leave` when the call is over, however it ended. */
  whenOver(leave: () => void): void;
}

/** What methods with one request and many answers do, by name. */
export const SERVER_STREAMS: Readonly<
  Record<MethodOf<'serverStream'>, (world: World, request: Message, call: Answering) => void>
> = {
  Watch({ store }, { prefix, initial }, call) {
    call.headers(headersOf(`watching ${prefix}`));
    if (initial === true) for (const event of store.list(String(prefix))) call.send(event);
    call.whenOver(store.watch(String(prefix), call.send));
  },
  /** Jobs without an end, the next when the last was acknowledged. */
  Jobs({ queues }, { queue }, call) {
    let job = 0;
    const next = (): void => {
      job += 1;
      call.send({ job });
    };
    queues.set(String(queue), next);
    call.whenOver(() => queues.delete(String(queue)));
    next();
  },
  Count(_world, { name, to }, call) {
    for (let count = 1; count <= Number(to); count += 1) call.send({ name: name ?? '', count });
    call.end();
  },
};

/** What a bidirectional method does with each request, for each of its calls. */
export const BIDIS: Readonly<
  Record<MethodOf<'bidi'>, (world: World, call: Answering) => (request: Message) => void>
> = {
  /** The first request joins a room; each further one is told to all others in it. */
  Chat({ rooms }, call) {
    let others = (): readonly Tell[] => [];
    return ({ join, say }) => {
      if (join === undefined) {
        for (const tell of others()) tell({ said: say ?? '' });
        return;
      }
      const room = rooms.get(String(join)) ?? new Set();
      rooms.set(String(join), room.add(call.send));
      others = () => [...room].filter((tell) => tell !== call.send);
      call.whenOver(() => room.delete(call.send));
      call.send({ joined: room.size });
    };
  },
  Talk(_world, call) {
    let turn = 0;
    return ({ text }) => {
      turn += 1;
      call.send({ re: text ?? '', turn });
    };
  },
};

function headersOf(text: string): Metadata {
  const metadata = new Metadata();
  metadata.set('x-hub', text);
  return metadata;
}
