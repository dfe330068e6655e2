import type { CassetteError } from '../errors.js';
import type { Call, Unanswered } from './call.js';
import type { Stage } from './stage.js';

/** What becomes of a call that nothing answers: it goes to the server, or fails; `text` is what its client is told. */
export type WayOn = 'live' | { readonly error: CassetteError; readonly text: string };

/** Once the client was given a message of a recording, no other server's answer can follow it. */
export function goOnWithout(stage: Stage, call: Call, unanswered: Unanswered): WayOn {
  const broken = stage.findBroken(call.method);
  if (broken !== undefined) return { error: broken, text: broken.message };
  return stage.recordsNew && call.given === 0 ? goLive(stage, call) : explain(stage, call, unanswered);
}

/** Why the call fails, as a miss. */
export function explain(stage: Stage, call: Call, unanswered: Unanswered): Exclude<WayOn, 'live'> {
  const explanation = stage.explain(call, unanswered);
  stage.debug?.(
    () => `call ${call.start} ${call.method} is answered by no recording (${explanation.error.code})`,
  );
  return explanation;
}

function goLive(stage: Stage, { method, start }: Call): WayOn {
  const refusal = stage.findUnrecordable(method);
  if (refusal !== undefined) return { error: refusal, text: refusal.message };
  stage.debug?.(() => `call ${start} ${method} goes to the server`);
  return 'live';
}
