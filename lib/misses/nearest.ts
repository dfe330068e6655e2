import { CassetteError } from '../errors.js';
import { meanSame } from '../messages/meaning/meanings.js';
import type { IgnoringMeaning } from '../messages/paths/ignored-fields.js';
import { wireView } from '../messages/view/wire-view.js';
import type { MessageList } from '../model/interaction.js';
import type { JsonValue } from '../model/json.js';
import type { Candidate } from '../replay/candidate.js';
import { type Difference, differencesOf } from './differences.js';

/** The recording that comes nearest to a call, and where they part. */
export interface Nearest {
  readonly candidate: Candidate;
  /** Which request differs, counted from 0; the number of its requests where the recording ends before. */
  readonly index: number;
  /** Undefined where the recording has no such request. */
  readonly parting: Parting | undefined;
}

/** How two requests differ. */
export interface Parting {
  /** Empty where they differ in something that has no place in a view of them. */
  readonly differences: readonly Difference[];
  /** Whether the paths are field numbers, for lack of names. */
  readonly isByNumber: boolean;
  /** The bytes of the recorded request. */
  readonly size: number;
}

/** A request, for people. */
interface Shown {
  /** Its bytes without the ignored fields. */
  readonly counted: Uint8Array;
  readonly view: JsonValue | undefined;
}

/** So many recordings are looked at; of a large cassette the first ones, free or not. */
const MOST_COMPARED = 500;
/** Of large requests fewer are: those whose bytes come to so many. To make views of more takes seconds. */
const MOST_BYTES = 256 * 1024;

/** The recording whose requests agree for longest with those sent, and then differ least. */
export function findNearest(
  candidates: readonly Candidate[],
  requests: MessageList,
  meaning: IgnoringMeaning,
): Nearest | undefined {
  const asked = askedOf(requests, meaning);
  let nearest: Nearest | undefined;
  let size = 0;
  for (const candidate of candidates.slice(0, MOST_COMPARED)) {
    const found = compare(candidate, requests, meaning, asked);
    if (found === undefined) continue;
    if (nearest === undefined || isNearer(found, nearest)) nearest = found;
    size += found.parting?.size ?? 0;
    if (size > MOST_BYTES) break;
  }
  return nearest;
}

/** What counts of each of the call's requests, and its view: worked out once, for all recordings. */
function askedOf(requests: MessageList, meaning: IgnoringMeaning): (index: number) => Shown {
  const known = new Map<number, Shown>();
  return (index) => {
    const shown = known.get(index) ?? shownBy(requests.at(index), meaning);
    known.set(index, shown);
    return shown;
  };
}

function shownBy(bytes: Uint8Array, meaning: IgnoringMeaning): Shown {
  const counted = meaning.counted(bytes);
  return { counted, view: meaning.view(counted) };
}

function isNearer(one: Nearest, other: Nearest): boolean {
  if (one.index !== other.index) return one.index > other.index;
  const [left, right] = [distance(one), distance(other)];
  return left === right ? one.candidate.isFree && !other.candidate.isFree : left < right;
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

function compare(
  candidate: Candidate,
  requests: MessageList,
  meaning: IgnoringMeaning,
  asked: (index: number) => Shown,
): Nearest | undefined {
  try {
    const recorded = candidate.interaction.requests;
    const both = Math.min(recorded.length, requests.length);
    let index = 0;
    while (index < both && meanSame(meaning, recorded.at(index), requests.at(index))) index += 1;
    const parting = index < both ? partingOf(recorded.at(index), asked(index), meaning) : undefined;
    return { candidate, index, parting };
  } catch (error) {
    // A broken recording is told of where it stands in the way of an answer.
    if (CassetteError.is(error)) return undefined;
    throw error;
  }
}

/** By name where there are names, and where those show the difference: unknown fields have none. */
function partingOf(recorded: Uint8Array, asked: Shown, meaning: IgnoringMeaning): Parting {
  const { counted, view } = shownBy(recorded, meaning);
  const size = recorded.length;
  const named = view === undefined || asked.view === undefined ? [] : differencesOf(view, asked.view);
  if (named.length > 0) return { differences: named, isByNumber: false, size };
  return { differences: differencesOf(wireView(counted), wireView(asked.counted)), isByNumber: true, size };
}
