import { cancelledWatch } from './kinds/cancelled-watch.js';
import { cas } from './kinds/cas.js';
import { chat } from './kinds/chat.js';
import { controller } from './kinds/controller.js';
import { informer } from './kinds/informer.js';
import { merge } from './kinds/merge.js';
import { pingPong } from './kinds/ping-pong.js';
import { pool } from './kinds/pool.js';
import { push } from './kinds/push.js';
import { queue } from './kinds/queue.js';
import { sessions } from './kinds/sessions.js';
import { tie } from './kinds/tie.js';
import { twoWatches } from './kinds/two-watches.js';
import { upload } from './kinds/upload.js';
import type { Performance } from './performance.js';
import type { ChangeName, KindName } from './program.js';

export interface Kind {
  /** Resolves to what the program computes. */
  readonly perform: (play: Performance) => Promise<unknown>;
  /** The ways in which it can be changed and still come to an end with a live server. */
  readonly changes: readonly ChangeName[];
}

const ITEMS: readonly ChangeName[] = ['one call more', 'one call fewer', 'two swapped', 'reversed'];
const EACH: readonly ChangeName[] = [...ITEMS, 'all in parallel'];
const WATCHING: readonly ChangeName[] = [...EACH, 'watches cancelled early'];
const WORKERS: readonly ChangeName[] = [...EACH, 'all in series'];
const REACTING: readonly ChangeName[] = [...ITEMS, 'watches cancelled early'];

/** What a program of each kind does. */
export const KINDS: Readonly<Record<KindName, Kind>> = {
  push: { perform: push, changes: WATCHING },
  controller: { perform: controller, changes: REACTING },
  'ping-pong': { perform: pingPong, changes: REACTING },
  informer: { perform: informer, changes: WATCHING },
  'two watches': { perform: twoWatches, changes: WATCHING },
  'cancelled watch': { perform: cancelledWatch, changes: WATCHING },
  upload: { perform: upload, changes: WATCHING },
  tie: { perform: tie, changes: WORKERS },
  chat: { perform: chat, changes: EACH },
  queue: { perform: queue, changes: EACH },
  cas: { perform: cas, changes: WORKERS },
  sessions: { perform: sessions, changes: WORKERS },
  pool: { perform: pool, changes: [...ITEMS, 'all in series'] },
  merge: { perform: merge, changes: EACH },
};
