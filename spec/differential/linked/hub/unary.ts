import { status } from '@grpc/grpc-js';
import type { Message, MethodOf } from '../wire.js';
import type { World } from './world.js';

/** An answer, or the status that refuses one; `afterwards` is done once it is on its way. */
export type UnaryOutcome =
  | { readonly answer: Message; readonly afterwards?: () => void }
  | { readonly refusal: { readonly code: number; readonly details: string } };

/** What the unary methods do, by name. */
export const UNARY: Readonly<Record<MethodOf<'unary'>, (world: World, request: Message) => UnaryOutcome>> = {
  Put: put,
  Get: ({ store }, { key }) => ({ answer: store.get(String(key)) }),
  List: ({ store }, { prefix }) => ({ answer: { found: JSON.stringify(store.list(String(prefix))) } }),
  Ack(world, { queue, job }) {
    world.queues.get(String(queue))?.();
    return { answer: { job: job ?? 0 } };
  },
  Open({ sessions }, { name }) {
    const session = `${name}-${sessions.size + 1}`;
    sessions.set(session, 0);
    return { answer: { session } };
  },
  Use({ sessions }, { session, item }) {
    const uses = sessions.get(String(session));
    if (uses === undefined) return refuse(status.NOT_FOUND, `no session ${session}`);
    sessions.set(String(session), uses + 1);
    return { answer: { item: item ?? '', uses: uses + 1 } };
  },
  Close({ sessions }, { session }) {
    const uses = sessions.get(String(session));
    return uses === undefined ? refuse(status.NOT_FOUND, `no session ${session}`) : { answer: { uses } };
  },
  Do: (_world, { item }) => ({ answer: { done: item ?? '' } }),
};

/** Its watchers hear of a write before or after its writer does, by turns: either may be so in life. */
function put({ store }: World, { key, value, expected }: Message): UnaryOutcome {
  const event = store.put(String(key), String(value), expected === undefined ? undefined : Number(expected));
  if (event === undefined) return refuse(status.ABORTED, `${key} was written meanwhile`);
  const answer = { revision: event['revision'] ?? 0 };
  const publish = (): void => store.publish(event);
  if (Number(answer.revision) % 2 === 0) return { answer, afterwards: publish };
  publish();
  return { answer };
}

function refuse(code: number, details: string): UnaryOutcome {
  return { refusal: { code, details } };
}
