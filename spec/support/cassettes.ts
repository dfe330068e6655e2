import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { binaryTag, CORE_SCHEMA, load } from 'js-yaml';
import { startChild } from './child.js';
import type { CallsJob } from './child-calls.js';

/** A message as text, or as it stands on the wire. */
export type MessageBytes = string | Uint8Array;

/** An entry to be written; `call` holds further lines of its `call` block, without indentation. */
export interface EntryPlan {
  readonly method?: string;
  readonly requests: readonly MessageBytes[];
  readonly responses: readonly MessageBytes[];
  readonly call?: readonly string[];
  /** For streamed requests: what each response came after, and whether the client half-closed. */
  readonly after?: readonly (number | 'end')[];
  readonly halfClosed?: boolean;
  /** Of streamed responses: when each came, in milliseconds. */
  readonly responseMs?: readonly number[];
  /** The numbers of streamed messages, as they stand in the file. */
  readonly requestOrder?: readonly (number | string)[];
  readonly responseOrder?: readonly (number | string)[];
}

const KINDS: Readonly<Record<string, readonly [boolean, boolean]>> = {
  Unary: [false, false],
  ServerStream: [false, true],
  ClientStream: [true, false],
  Bidi: [true, true],
};

/** The text of an entry for a method of the echo service, written by hand and not by the library. */
export function entry(plan: EntryPlan): string {
  const method = plan.method ?? 'Unary';
  const [requestStream, responseStream] = KINDS[method] ?? [false, false];
  const lines = [`- call:`, `    method: /echo.Echo/${method}`];
  for (const line of plan.call ?? ['response_metadata: {}']) lines.push(`    ${line}`);
  const requestKey = requestStream ? 'chunks' : responseStream ? 'stream' : 'sample';
  lines.push(`  request_${requestKey}:`, ...messages(requestStream, plan.requests));
  if (plan.halfClosed === false) lines.push('    half_closed: false');
  if (plan.requestOrder !== undefined) lines.push(`    chunks_order: [${plan.requestOrder.join(', ')}]`);
  lines.push(
    `  response_${responseStream ? 'stream' : 'sample'}:`,
    ...messages(responseStream, plan.responses),
  );
  for (const [key, list] of [
    ['chunks_ms', plan.responseMs],
    ['chunks_after', plan.after],
    ['chunks_order', plan.responseOrder],
  ] as const)
    if (list !== undefined) lines.push(`    ${key}: [${list.join(', ')}]`);
  return `${lines.join('\n')}\n`;
}

/** A unary entry. */
export function unary(request: MessageBytes, response: MessageBytes): string {
  return entry({ requests: [request], responses: [response] });
}

/** The text of a cassette of these entries. */
export function cassette(...entries: readonly string[]): string {
  return entries.length === 0
    ? 'version: 1\ninteractions: []\n'
    : `version: 1\ninteractions:\n${entries.join('')}`;
}

function messages(stream: boolean, texts: readonly MessageBytes[]): readonly string[] {
  if (!stream) return texts[0] === undefined ? ['    raw: null'] : ['    raw: !!binary |', base64(texts[0])];
  if (texts.length === 0) return ['    chunks_raw: []'];
  return ['    chunks_raw:', ...texts.flatMap((text) => ['    - !!binary |', base64(text)])];
}

function base64(text: MessageBytes): string {
  return `      ${Buffer.from(text).toString('base64')}`;
}

/** An entry as js-yaml, which is not our reader, finds it. */
export interface FoundEntry {
  readonly method: string | undefined;
  readonly requests: readonly string[];
  readonly responses: readonly string[];
  readonly call: Readonly<Record<string, unknown>>;
}

interface RawSide {
  readonly raw?: Uint8Array | null;
  readonly chunks_raw?: readonly Uint8Array[];
}

/** The entries of a cassette or journal, read by js-yaml. */
export function entriesOf(path: string): readonly FoundEntry[] {
  const schema = CORE_SCHEMA.withTags(binaryTag);
  const { interactions } = load(readFileSync(path, 'utf8'), { schema }) as {
    interactions: readonly Record<string, RawSide>[];
  };
  return interactions.map((each) => {
    const sides = Object.entries(each);
    const side = (prefix: string) => texts(sides.find(([key]) => key.startsWith(prefix))?.[1]);
    const call = (each['call'] ?? {}) as Readonly<Record<string, unknown>>;
    return {
      method: (call['method'] as string | undefined)?.split('/').pop(),
      requests: side('request_'),
      responses: side('response_'),
      call,
    };
  });
}

/** The first request of each entry. */
export function requestsIn(path: string): readonly (string | undefined)[] {
  return entriesOf(path).map(({ requests }) => requests[0]);
}

function texts(side: RawSide | undefined): readonly string[] {
  const raw = side?.chunks_raw ?? (side?.raw == null ? [] : [side.raw]);
  return raw.map((bytes) => Buffer.from(bytes).toString());
}

/** The names of the journals in the cassette's folder. */
export function journalsBeside(path: string): readonly string[] {
  return readdirSync(dirname(path)).filter((name) => name.endsWith('.journal'));
}

/**
 * The names of what else lies in the cassette's folder, with a star for each tag, in order. The folder that becomes the lock is
 * left out: it is there from the first commit to the end.
 */
export function besideOf(path: string): readonly string[] {
  return readdirSync(dirname(path))
    .filter((name) => name !== basename(path) && !name.endsWith('.lease'))
    .map((name) => name.replace(/\d+-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}/, '*'))
    .sort();
}

/** Lets a real process record `calls` and kills it: its journal stays. Resolves to the dead process's number. */
export async function leaveJournal(job: Omit<CallsJob, 'exit' | 'isOwner'>): Promise<number> {
  const child = startChild('child-calls', { ...job, isOwner: true });
  await child.said('done');
  const { signal } = await child.kill();
  if (signal !== 'SIGKILL') throw new Error(`The recording process ended by ${signal}.`);
  return child.pid;
}
