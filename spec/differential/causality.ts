import type { ProgramLog } from './log.js';
import { type CallPlan, type Program, requestStreams, type ServerStep } from './program.js';

/**
 * The responses that came before the requests which the server had waited for, as text. Event logs do not show them:
 * a client's own sends are no events, and the order of its responses stays the same.
 */
export function findCausalityBreaks(program: Program, log: ProgramLog): string[] {
  return log.flatMap((call, index) => {
    const plan = program.calls[index];
    if (plan === undefined || !requestStreams(plan.kind) || plan.serverAgain !== undefined) return [];
    const bounds = boundsOf(plan);
    return call.saidBefore.flatMap((said, response) => {
      const bound = bounds[response];
      if (bound === undefined || said.halfClosed || said.requests >= bound) return [];
      return [
        `call ${index}: response ${response} came after ${said.requests} requests, the server waits for ${bound}`,
      ];
    });
  });
}

/** For each response, how many requests the server waits for before it sends it; infinite: for the half-close. */
function boundsOf(plan: CallPlan): number[] {
  let bound = 0;
  return plan.server.flatMap((step: ServerStep) => {
    if (step.do === 'await') bound = Math.max(bound, step.requests);
    if (step.do === 'awaitHalfClose') bound = Number.POSITIVE_INFINITY;
    return step.do === 'send' ? [bound] : [];
  });
}
