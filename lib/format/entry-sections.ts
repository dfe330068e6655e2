import type { Kind } from '../model/kind.js';
import { findMessageBlock, type MessageBlock } from './message-blocks.js';
import { findKind, isRequestStream, REQUEST_KEYS, RESPONSE_KEYS } from './side-keys.js';
import { CODES } from './yaml/characters.js';
import type { Source } from './yaml/source.js';

const { BLANK, LINE_FEED, RETURN } = CODES;

/** What stands below a key in an entry's usual shape. */
interface Section {
  readonly key: string;
  readonly at: number;
  /** Where the lines below the key start. */
  readonly inside: number;
}

/** The two sides of an entry in its usual shape; what stands before `request` is its `call`. */
export interface EntrySections {
  readonly kind: Kind;
  readonly request: Section;
  readonly sent: MessageBlock;
  readonly response: Section;
  readonly received: MessageBlock;
}

/**
 * The sections of an entry where every line from its request on is in its usual place, as this library and PyYAML write
 * it; undefined for every other, which a YAML parser must read.
 */
export function findSections(source: Source, start: number, end: number): EntrySections | undefined {
  const request = findSection(source, start, end, 'request_');
  if (request === undefined) return undefined;
  const sent = findMessageBlock(source, request.inside, end, isRequestStream(request.key));
  if (sent === undefined) return undefined;
  const response = source.bytes[sent.end] === BLANK ? findSectionAt(source, sent.end) : undefined;
  if (response === undefined) return undefined;
  const kind = findKind(request.key, response.key);
  if (kind === undefined) return undefined;
  const received = findMessageBlock(source, response.inside, end, kind.responseStream);
  if (received?.end !== end || !listsFit(received) || !listsFit(sent)) return undefined;
  return { kind, request, sent, response, received };
}

function listsFit({ messages, times, bounds, order }: MessageBlock): boolean {
  const { length } = messages;
  return [times, bounds, order].every((list) => (list?.length ?? length) === length);
}

const KEY_LINE = /^(?:- | {2})([a-z_]+):$/;
const LONGEST_KEY_LINE = 40;
/** Lines that nearly every entry has. */
const USUAL_LINES: ReadonlyMap<string, string> = new Map([
  ['- call:', 'call'],
  ...[...REQUEST_KEYS, ...RESPONSE_KEYS].map((key): [string, string] => [`  ${key}:`, key]),
]);

/** The first section of the entry whose key begins with `prefix`: its own first line, or the first such line in column 2. */
export function findSection(source: Source, start: number, end: number, prefix: string): Section | undefined {
  const first = findSectionAt(source, start);
  if (first?.key.startsWith(prefix)) return first;
  // Of the entry alone: who looked through the rest of the file for each would be at it for ever.
  const found = source.bytes.subarray(start, end).indexOf(`\n  ${prefix}`, 0, 'latin1');
  return found === -1 ? undefined : findSectionAt(source, start + found + 1);
}

/** The section whose key stands alone on the line at `at`. */
export function findSectionAt({ bytes }: Source, at: number): Section | undefined {
  const found = bytes.indexOf(LINE_FEED, at);
  if (found === -1 || found - at > LONGEST_KEY_LINE) return undefined;
  const stop = bytes[found - 1] === RETURN ? found - 1 : found;
  const line = bytes.toString('latin1', at, stop);
  const key = USUAL_LINES.get(line) ?? KEY_LINE.exec(line)?.[1];
  return key === undefined ? undefined : { key, at, inside: found + 1 };
}
