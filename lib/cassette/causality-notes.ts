import type { Forgiven } from '../model/forgiven.js';
import type { Debug } from '../model/surroundings.js';
import type { Played } from '../replay/call.js';
import type { UndoneAct } from '../replay/order/group.js';
import type { InVain } from '../replay/order/patience.js';

/** What events of a replay waited for, and which went on without it. */
export class CausalityNotes {
  readonly #debug: Debug | undefined;
  readonly #forgiven: Forgiven[] = [];

  constructor(debug: Debug | undefined) {
    this.#debug = debug;
  }

  get forgiven(): readonly Forgiven[] {
    return this.#forgiven;
  }

  /** An event waits for an act of another call. */
  noteStop(played: Played, act: UndoneAct): void {
    this.#debug?.(() => {
      const { method, start, act: what } = nameOf(played, act);
      const awaited = what === 'its start' ? 'the start' : what;
      const line = played.part.group?.members[act.rank]?.line;
      return `${nameOfCall(played)}: ${played.describeEvent()} waits for ${awaited} of recording ${start} (line ${line}), ${method}`;
    });
  }

  /** It went on without. */
  noteForgiven(played: Played, { act, ms }: InVain): void {
    const { method, start } = played;
    const forgiven = { method, start, event: played.describeEvent(), waitedFor: nameOf(played, act), ms };
    this.#forgiven.push(forgiven);
    this.#debug?.(
      () => `${nameOfCall(played)}: ${forgiven.event} goes on without it after ${Math.round(ms)} ms`,
    );
  }
}

function nameOfCall({ method, start }: Played): string {
  return `call ${start} ${method}`;
}

function nameOf({ part: { group } }: Played, act: UndoneAct): Forgiven['waitedFor'] {
  const member = group?.members[act.rank];
  const what = group?.isStart(act) ? 'its start' : group?.performerOf(act.rank)?.describe(act);
  return { method: member?.method ?? '', start: (member?.position ?? 0) + 1, act: what ?? 'an act' };
}
