import type { Program } from './program.js';

/** A program with the usual choices for all that `given` leaves open. */
export function planProgram(given: Pick<Program, 'kind'> & Partial<Program>): Program {
  return {
    name: 'p0',
    thought: 'none',
    items: ['v0', 'v1', 'v2', 'v3'],
    workers: 2,
    variant: false,
    tellsHeard: false,
    swallowsErrors: false,
    doors: [0, 0],
    ...given,
  };
}

/** Programs that run at once on one cassette, by what they show. */
export const NAMED_PROGRAMS: Readonly<Record<string, readonly Program[]>> = {
  'a watch and writes, without a thought between them': [planProgram({ kind: 'push' })],
  'a watch and writes, a round of the event loop between them': [
    planProgram({ kind: 'push', thought: 'setImmediate' }),
  ],
  'a watch and writes that say what was heard before, 40 ms between them': [
    planProgram({ kind: 'push', thought: '40 ms', tellsHeard: true }),
  ],
  'a watch that begins with what is there': [planProgram({ kind: 'push', thought: '40 ms', variant: true })],
  'events that cause the next write': [planProgram({ kind: 'controller', tellsHeard: true })],
  'events that cause the next write, after 40 ms': [
    planProgram({ kind: 'controller', thought: '40 ms', tellsHeard: true }),
  ],
  'two watches that answer each other': [planProgram({ kind: 'ping-pong', thought: 'setImmediate' })],
  'two watches and one writer': [planProgram({ kind: 'two watches', thought: 'setImmediate' })],
  'a read at each event': [planProgram({ kind: 'informer', thought: 'microtask' })],
  'a watch that is cancelled between writes': [
    planProgram({ kind: 'cancelled watch', thought: 'setImmediate' }),
  ],
  'an upload whose parts a watch tells of': [planProgram({ kind: 'upload', thought: 'setImmediate' })],
  'three streams in lockstep at once': [planProgram({ kind: 'tie', workers: 3 })],
  'three streams in lockstep at once, a round between them': [
    planProgram({ kind: 'tie', workers: 3, thought: 'setImmediate' }),
  ],
  'two workers with optimistic locking': [planProgram({ kind: 'cas' })],
  'two users of a chat': [planProgram({ kind: 'chat', thought: 'setImmediate' })],
  'a queue whose jobs are acknowledged': [planProgram({ kind: 'queue', thought: 'setImmediate' })],
  'sessions that were opened by equal requests': [planProgram({ kind: 'sessions', thought: 'microtask' })],
  'workers that take from one list': [planProgram({ kind: 'pool', workers: 3 })],
  'streams that are merged': [planProgram({ kind: 'merge' })],
  'a watch beside one of another program': [
    planProgram({ kind: 'push', thought: '40 ms', tellsHeard: true }),
    planProgram({ kind: 'push', thought: 'setImmediate', name: 'p1' }),
  ],
};
