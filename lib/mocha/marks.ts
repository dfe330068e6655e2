import type { CassetteSetting } from '../testing/setting.js';
import type { MochaHook, MochaSuite } from './mocha.js';

// Known to all copies of this library in a process: a module can be loaded twice.
const OWN_HOOK = Symbol.for('grpc-cassette/mocha-hook');
const SETTING = Symbol.for('grpc-cassette/mocha-setting');

/** What a call of `cassette()` in a suite's body leaves among the suite's hooks: functions there know their suite. */
interface Marker {
  readonly setting: CassetteSetting;
  /** Where the call stood. */
  readonly place: Error;
}

/** Marks a root hook as one of this library. */
export function ownHook<T extends object>(hook: T): T {
  return Object.defineProperty(hook, OWN_HOOK, { value: true });
}

/** Whether a hook is one of this library. */
export function isOwnHook({ fn }: MochaHook): boolean {
  return typeof fn === 'function' && OWN_HOOK in fn;
}

/** Makes `hook`, a function that mocha is to take for a hook, carry a setting. */
export function markHook(hook: () => void, marker: Marker): () => void {
  return Object.defineProperty(hook, SETTING, { value: marker });
}

/** Takes the markers out from among a suite's hooks. */
export function takeMarkers(suite: MochaSuite): readonly Marker[] {
  const hooks = suite.getHooks('beforeAll');
  const markers = hooks.flatMap(({ fn }) => markerOf(fn) ?? []);
  if (markers.length > 0) {
    hooks.splice(0, hooks.length, ...hooks.filter(({ fn }) => markerOf(fn) === undefined));
  }
  return markers;
}

function markerOf(fn: unknown): Marker | undefined {
  return typeof fn === 'function' ? (fn as { readonly [SETTING]?: Marker })[SETTING] : undefined;
}
