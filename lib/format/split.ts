import { EntryIndex } from './entry-index.js';
import { EntryRanges } from './entry-ranges.js';
import { EntryScanner } from './entry-scanner.js';
import { CODES } from './yaml/characters.js';
import { lineAfter } from './yaml/lines.js';

const { BLANK, DASH, HASH, LINE_FEED, RETURN } = CODES;

/** A file whose entries stand at line starts. */
export interface Split {
  readonly version: number;
  readonly versionLine: number;
  /** The offset after `interactions:`. */
  readonly listKeyEnd: number;
  /** The same, or the offset after `interactions: []`. */
  readonly listValueEnd: number;
  /** The line after `interactions:`. */
  readonly bodyStart: number;
  /** After the last line that can belong to the list. */
  readonly bodyEnd: number;
  readonly entries: EntryRanges;
  /** What is known of them without reading them. */
  readonly index: EntryIndex;
  /** Whether more of its entries are too short for a call than are told apart. */
  readonly crumbled: boolean;
}

/** The names of a request and a response are longer: an entry of fewer bytes is no call that can be read. */
const SHORTEST_CALL = 30;
/** Beyond so many entries that are too short for a call, each is made part of the one before it: they may be millions. */
const MOST_CRUMBS = 1000;

const FIRST_LINES =
  /^- (?:call|request_sample|request_stream|request_chunks|collections_method):\r?\n {4}[a-z_]+:/;
const LONGEST_FIRST_LINES = 60;
const VERSION_LINE = /^version: +(\d{1,9}) *(?: #.*)?$/;
const LIST_LINE = /^interactions:( *\[\])? *(?: #.*)?$/;

/**
 * Splits a file by its line starts: `version:`, `interactions:`, then only lines that begin with a blank, `#`, a line end,
 * or a dash and a blank. Undefined for any other, which must be parsed as a whole.
 *
 * Sound, because in YAML nothing inside an item of a list in column 0 may itself stand in column 0 but blank lines and
 * comments; js-yaml refuses quoted text and flow collections that do.
 */
export function findSplit(bytes: Buffer): Split | undefined {
  if (hasLoneReturn(bytes)) return undefined;
  const version = findHeaderLine(bytes, { at: 0, line: 1 }, VERSION_LINE);
  if (version === undefined) return undefined;
  const list = findHeaderLine(bytes, version.next, LIST_LINE);
  if (list === undefined) return undefined;
  const listKeyEnd = list.at + 'interactions:'.length;
  const flow = list.match[1];
  const body = splitBody(bytes, list.next);
  if (body.stop !== bytes.length || body.entries.length > 0 !== (flow === undefined)) return undefined;
  return {
    version: Number(version.match[1]),
    versionLine: version.line,
    listKeyEnd,
    listValueEnd: listKeyEnd + (flow?.length ?? 0),
    bodyStart: list.next.at,
    bodyEnd: bytes.length,
    entries: body.entries,
    index: body.index,
    crumbled: body.crumbled,
  };
}

/** The same for a list in column 0, whose first dash is on line `firstLine`, in a file with other things around it. */
export function splitList(bytes: Buffer, firstLine: number): Split | undefined {
  if (hasLoneReturn(bytes)) return undefined;
  let place: Place = { at: 0, line: 1 };
  let key: { readonly at: number; readonly next: Place } | undefined;
  while (place.line < firstLine && place.at < bytes.length) {
    const next = nextLine(bytes, place);
    const match = LIST_LINE.exec(lineText(bytes, place.at, next.at));
    if (match !== null && match[1] === undefined) key = { at: place.at, next };
    place = next;
  }
  if (key === undefined) return undefined;
  const { entries, index, stop, crumbled } = splitBody(bytes, key.next);
  if (entries.at(0)?.line !== firstLine) return undefined;
  const listKeyEnd = key.at + 'interactions:'.length;
  const bodyEnd = stop === bytes.length ? stop : (entries.at(entries.length - 1)?.end ?? stop);
  return {
    version: 1,
    versionLine: 1,
    listKeyEnd,
    listValueEnd: listKeyEnd,
    bodyStart: key.next.at,
    bodyEnd,
    entries,
    index,
    crumbled,
  };
}

interface Place {
  readonly at: number;
  readonly line: number;
}

function hasLoneReturn(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(RETURN); at !== -1; at = bytes.indexOf(RETURN, at + 1)) {
    if (bytes[at + 1] !== LINE_FEED) return true;
  }
  return false;
}

function nextLine(bytes: Buffer, { at, line }: Place): Place {
  return { at: lineAfter(bytes, at), line: line + 1 };
}

const LONGEST_HEADER_LINE = 1000;

function lineText(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('latin1', from, Math.min(to, from + LONGEST_HEADER_LINE)).replace(/\r?\n$/, '');
}

/** The next line that is neither blank nor a comment, where it matches `pattern`. */
function findHeaderLine(
  bytes: Buffer,
  from: Place,
  pattern: RegExp,
):
  | { readonly match: RegExpExecArray; readonly at: number; readonly line: number; readonly next: Place }
  | undefined {
  let place = from;
  while (place.at < bytes.length) {
    const next = nextLine(bytes, place);
    const text = lineText(bytes, place.at, next.at);
    const match = pattern.exec(text);
    if (match !== null) return { match, at: place.at, line: place.line, next };
    if (text !== '' && !text.startsWith('#')) return undefined;
    place = next;
  }
  return undefined;
}

interface Body {
  readonly entries: EntryRanges;
  readonly index: EntryIndex;
  readonly stop: number;
  readonly crumbled: boolean;
}

/** Splits from the line after `interactions:` to the end, or to the first line that cannot belong to the list. */
function splitBody(bytes: Buffer, from: Place): Body {
  const entries = new EntryRanges(bytes);
  const scanner = new EntryScanner(bytes);
  const { index } = scanner;
  let crumbs = 0;
  let start = -1;
  let end = from.at;
  let startLine = 0;
  const push = (): void => {
    if (end - start < SHORTEST_CALL) {
      crumbs += 1;
      if (crumbs > MOST_CRUMBS) {
        entries.joinToLast(end);
        index.forgetLast();
        return;
      }
    }
    entries.add(start, end, startLine, scanner.end() || beginsAsUsual(bytes, start, end));
  };
  let { at, line } = from;
  for (; at < bytes.length; line += 1) {
    const first = bytes[at];
    const next = lineAfter(bytes, at);
    if (first === BLANK) {
      if (start === -1) return { entries, index, stop: at, crumbled: false };
      scanner.line(at);
      end = next;
    } else if (first === DASH && bytes[at + 1] === BLANK) {
      if (start !== -1) push();
      start = at;
      startLine = line;
      scanner.begin(at);
      end = next;
    } else if (first !== HASH && first !== LINE_FEED && first !== RETURN) break;
    at = next;
    if (bytes[at] !== BLANK || start === -1) continue;
    at = scanner.pass(at);
    line += scanner.passed;
    if (scanner.passed > 0) end = at;
  }
  if (start !== -1) push();
  return { entries, index, stop: at, crumbled: crumbs > MOST_CRUMBS };
}

function beginsAsUsual(bytes: Buffer, start: number, end: number): boolean {
  return FIRST_LINES.test(bytes.toString('latin1', start, Math.min(start + LONGEST_FIRST_LINES, end)));
}

const NO_BYTES = Buffer.alloc(0);

/** `split` with each entry for which `isTornOff` holds made part of the one before it, which then cannot be read. */
export function joinTornEntries(split: Split, isTornOff: (index: number) => boolean): Split {
  const entries = new EntryRanges(NO_BYTES);
  // What was made part of another is not told apart by the index: each is asked itself.
  const index = new EntryIndex(NO_BYTES);
  for (let entry = 0; entry < split.entries.length; entry += 1) {
    const range = split.entries.at(entry);
    if (range === undefined) continue;
    if (entries.length > 0 && isTornOff(entry)) entries.joinToLast(range.end);
    else entries.push(range);
  }
  return { ...split, entries, index };
}
