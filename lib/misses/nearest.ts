import { CassetteError } from '../errors.js';
import type { JsonValue } from '../model/json.js';
import type { Redaction } from '../redact/redaction.js';
import { isAround, meaningOfMarked } from '../replay/recordings/marks.js';
import type { Recording } from '../replay/recordings/recording.js';
import type { AskedRequests } from './asked-requests.js';
import { type Difference, differencesOf } from './differences.js';
import type { ReadRequest } from './read-request.js';

/** The recording that comes nearest to a call, and where they part. */
export interface Nearest {
  readonly recording: Recording;
  /** Which request differs, counted from 0; the number of its requests where the recording ends before. */
  readonly index: number;
  /** Undefined where the recording has no such request. */
  readonly parting: Parting | undefined;
}

/** How two requests differ. */
export interface Parting {
  readonly recorded: ReadRequest;
  readonly asked: ReadRequest;
  /** Empty where they differ in something that has no place in a view of them. */
  readonly differences: readonly Difference[];
  /** Whether the paths are field numbers, for lack of names. */
  readonly isByNumber: boolean;
}

/** So many recordings are looked at; of a large cassette the first ones, free or not. */
const MOST_COMPARED = 500;
/** Of large requests fewer are: those whose bytes come to so many. To make views of more takes seconds. */
const MOST_BYTES = 256 * 1024;

/** The recording whose requests agree for longest with those sent, and then differ least. */
export function findNearest(
  recordings: Iterable<Recording>,
  asked: AskedRequests,
  redaction: Redaction,
): Nearest | undefined {
  let nearest: Nearest | undefined;
  let size = 0;
  let count = 0;
  for (const recording of recordings) {
    count += 1;
    if (count > MOST_COMPARED) break;
    const found = compare(recording, asked, redaction);
    if (found === undefined) continue;
    if (nearest === undefined || isNearer(found, nearest)) nearest = found;
    size += found.parting?.recorded.bytes.length ?? 0;
    if (size > MOST_BYTES) break;
  }
  return nearest;
}

function isNearer(one: Nearest, other: Nearest): boolean {
  if (one.index !== other.index) return one.index > other.index;
  const [left, right] = [distance(one), distance(other)];
  return left === right ? one.recording.isFree && !other.recording.isFree : left < right;
}

/** How many fields differ, those that are alike counting for less. A recording that ends is farther than any that goes on. */
function distance({ parting }: Nearest): number {
  if (parting === undefined) return Number.POSITIVE_INFINITY;
  return parting.differences.reduce((sum, each) => sum + 1 - likeness(each) / 2, 0);
}

/** How much of two texts is the same at their beginning and end: from 0 to below 1. */
function likeness({ recorded, asked }: Difference): number {
  if (typeof recorded !== 'string' || typeof asked !== 'string') return 0;
  const longest = Math.max(recorded.length, asked.length);
  const shortest = Math.min(recorded.length, asked.length);
  let start = 0;
  while (start < shortest && recorded[start] === asked[start]) start += 1;
  let end = 0;
  while (end < shortest - start && recorded.at(-1 - end) === asked.at(-1 - end)) end += 1;
  return longest === 0 ? 0 : (start + end) / longest;
}

function compare(recording: Recording, asked: AskedRequests, redaction: Redaction): Nearest | undefined {
  try {
    const { requests } = recording.interaction;
    const both = Math.min(requests.length, asked.length);
    for (let index = 0; index < both; index += 1) {
      const meaning = meaningOfMarked(asked.meaning, recording.interaction, index);
      if (meaning === undefined && isAround(requests.at(index), asked.at(index).bytes)) continue;
      const pair = asked.pairAt(index, requests.at(index), meaning ?? asked.meaning);
      if (pair.recorded.meansSameAs(pair.asked)) continue;
      return { recording, index, parting: partingOf(pair.recorded, pair.asked, redaction) };
    }
    return { recording, index: both, parting: undefined };
  } catch (error) {
    // A broken recording is told of where it stands in the way of an answer.
    if (CassetteError.is(error)) return undefined;
    throw error;
  }
}

/** By name where there are names, and where those show the difference: unknown fields have none. */
function partingOf(recorded: ReadRequest, asked: ReadRequest, redaction: Redaction): Parting {
  const named =
    recorded.view === undefined || asked.view === undefined
      ? []
      : differencesOf(recorded.view, asked.view, redaction);
  if (named.length > 0) return { recorded, asked, differences: named, isByNumber: false };
  const numbered = differencesOf(recorded.viewByNumber, asked.viewByNumber, redaction);
  const differences = asked.view === undefined ? numbered : numbered.map(hiding(asked.view, redaction));
  return { recorded, asked, differences, isByNumber: true };
}

/** What a client hands over has names, and its recording has none: a field is known to be secret by what the client has there. */
function hiding(view: JsonValue, redaction: Redaction): (difference: Difference) => Difference {
  const texts = redaction.hiddenTexts(view);
  return (difference) => {
    const { path, recorded, asked } = difference;
    if (typeof asked !== 'string' || !texts.has(asked)) return difference;
    return {
      path,
      recorded: recorded === undefined ? undefined : redaction.replacement,
      asked: redaction.replacement,
    };
  };
}
