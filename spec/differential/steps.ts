import type { ClientStep, Pairs, ServerStep } from './program.js';

/** Short names for the steps of hand-written programs: the client's … */
export const client = {
  send: (message: string): ClientStep => ({ do: 'send', message }),
  halfClose: { do: 'halfClose' } as ClientStep,
  await: (responses: number): ClientStep => ({ do: 'await', responses }),
  awaitHeaders: { do: 'awaitHeaders' } as ClientStep,
  awaitEnd: { do: 'awaitEnd' } as ClientStep,
  wait: (ms: number): ClientStep => ({ do: 'wait', ms }),
  tick: { do: 'tick' } as ClientStep,
  turn: { do: 'turn' } as ClientStep,
  pause: { do: 'pause' } as ClientStep,
  resume: { do: 'resume' } as ClientStep,
  cancel: { do: 'cancel' } as ClientStep,
  destroy: { do: 'destroy' } as ClientStep,
};

/** … and the server's. */
export const server = {
  headers: (...metadata: Pairs): ServerStep => ({ do: 'headers', metadata }),
  send: (message: string): ServerStep => ({ do: 'send', message }),
  await: (requests: number): ServerStep => ({ do: 'await', requests }),
  awaitHalfClose: { do: 'awaitHalfClose' } as ServerStep,
  wait: (ms: number): ServerStep => ({ do: 'wait', ms }),
  ok: (...trailers: Pairs): ServerStep => ({ do: 'end', code: 0, details: 'OK', trailers }),
  fail: (code: number, details: string, ...trailers: Pairs): ServerStep => ({
    do: 'end',
    code,
    details,
    trailers,
  }),
  abort: (rst: number): ServerStep => ({ do: 'abort', rst }),
  disconnect: { do: 'disconnect' } as ServerStep,
  throw: { do: 'throw' } as ServerStep,
};
