import { someOf } from './text/printable.js';

/** An event of a replay that waited for what the recorded program had done before it, and went on without. */
export interface Forgiven {
  /** The method of the call that the event belongs to. */
  readonly method: string;
  /** That call's number among the cassette's calls, in the order in which they started. */
  readonly start: number;
  /** `the headers`, `message 3`, `the status`. */
  readonly event: string;
  /** What the program did when it was recorded, and not now. */
  readonly waitedFor: {
    readonly method: string;
    /** The number of the recorded call among all that the cassette holds, from 1. */
    readonly start: number;
    /** `its start`, `request 2`, `the half-close`, `the cancel`. */
    readonly act: string;
  };
  /** How long it waited, in milliseconds. */
  readonly ms: number;
}

/** So many are named. */
const MOST_NAMED = 3;

/** What a person is told of several, and what to do. Those of which `isNew` says no are left out; undefined where none is left. */
export function explainForgiven(
  forgiven: readonly Forgiven[],
  isNew: (text: string) => boolean,
): string | undefined {
  const lines = forgiven.map(describeForgiven).filter(isNew);
  if (lines.length === 0) return undefined;
  return [
    'Events came that had waited in vain:',
    ...someOf(lines, MOST_NAMED).map((line) => `  ${line}`),
    '  If the program is as it should be, record it again with GRPC_CASSETTE_MODE=rewrite.',
  ].join('\n');
}

/** The same for a person. */
export function describeForgiven({ method, event, waitedFor, ms }: Forgiven): string {
  return `the recorded program ${describeAct(waitedFor)} before ${event} of ${method}, which waited ${Math.round(ms)} ms for it`;
}

function describeAct({ method, start, act }: Forgiven['waitedFor']): string {
  const call = `call ${start} (${method})`;
  if (act === 'its start') return `had made ${call}`;
  if (act === 'the half-close') return `had half-closed ${call}`;
  return act === 'the cancel' ? `had cancelled ${call}` : `had sent ${act} of ${call}`;
}
