import { CassetteError } from '../errors.js';
import { type CassetteFile, composeNewFile, parseCassetteFile } from '../format/cassette-file.js';
import type { Entry } from '../format/entry.js';
import { EntryText } from '../format/entry-text.js';
import { countOf } from '../model/count-of.js';
import type { Location } from '../model/location.js';
import { type Plan, planFor, type RecordMode } from '../model/record-mode.js';
import type { Warn } from '../model/surroundings.js';
import { readJournal } from '../record/journal.js';
import type { Journals } from '../record/journals.js';
import { addToFile, type Baseline, entryText, NOTHING_YET } from '../record/recorder.js';
import { rejectedPath } from '../record/rejected-path.js';
import type { Storage } from '../storage/storage.js';

/** What opening a cassette has to tell. */
export interface Tell {
  readonly warn: Warn;
  /** Notes trouble in writing, which must not fail the call at hand. */
  trouble(error: unknown): void;
}

/** A cassette's file and journals, as they were when it was opened. */
interface OpenedFile {
  readonly plan: Plan;
  /** What may be played. */
  readonly entries: readonly Entry[];
  readonly baseline: Baseline;
  /** Journals that an earlier recording left, which this mode does not touch. */
  readonly leftAlone: readonly string[];
}

/**
 * Reads a cassette and settles its plan. What an interrupted recording left in a journal is taken in where the mode adds
 * to a cassette, set aside where it replaces one, and left alone where it records nothing.
 * Throws a `CassetteError` for a file that is there and cannot be read, in every mode.
 */
export function openFile(location: Location, mode: RecordMode, journals: Journals, tell: Tell): OpenedFile {
  const { path, file } = location;
  const { storage } = journals;
  const content = reading(path, () => storage.read(file));
  const cassette = content === undefined ? undefined : parseCassetteFile(content, path);
  const abandoned = reading(path, () => journals.findAbandoned());
  const plan = planFor(mode, cassette !== undefined);
  const entries = cassette?.entries ?? [];
  if (mode === 'none') return { plan, entries, baseline: NOTHING_YET, leftAlone: abandoned };
  // What cannot be read is never recorded over.
  if (plan === 'record') for (const entry of entries) if (entry.head.replayable !== false) entry.read();
  writing(tell, () => journals.removeLeftovers());
  if (mode === 'rewrite' || mode === 'all') {
    const recovered = recover(abandoned, cassette, storage, tell);
    writing(tell, () => setAside(location, recovered, storage, tell.warn));
    const replaced = new Set(cassette?.entries.map((entry) => entryText(cassette, entry)));
    return { plan, entries, baseline: { ...NOTHING_YET, replaced }, leftAlone: [] };
  }
  const recovered = recover(abandoned, cassette, storage, tell);
  if (recovered.length === 0) return { plan, entries, baseline: NOTHING_YET, leftAlone: [] };
  const texts = recovered.flatMap((journal) => journal.entries);
  tell.warn(
    `${path}: took in ${countOf(texts.length, 'recorded call')} that an interrupted recording had left in a journal. They are replayed; GRPC_CASSETTE_MODE=rewrite records them anew.`,
  );
  const takenIn = parseCassetteFile(Buffer.concat([...composeNewFile(texts)]), recovered[0]?.path ?? path);
  const recoveredJournals = recovered.map((journal) => journal.path);
  return {
    plan: 'hybrid',
    entries: [...entries, ...takenIn.entries],
    baseline: { ...NOTHING_YET, recovered: texts, recoveredJournals },
    leftAlone: [],
  };
}

/** A journal that another process left, and its whole entries. */
interface LeftJournal {
  readonly path: string;
  readonly entries: readonly Uint8Array[];
}

/** The journals that hold something the cassette does not; the others are removed. */
function recover(
  journals: readonly string[],
  cassette: CassetteFile | undefined,
  storage: Storage,
  tell: Tell,
): readonly LeftJournal[] {
  return journals.flatMap((path) => {
    const entries = readJournal(reading(path, () => storage.read(path)) ?? new Uint8Array());
    if (entries.length > 0 && !(cassette !== undefined && holdsBlock(cassette, entries))) {
      return [{ path, entries }];
    }
    // The process ended between the commit and the removal of its journal, or before its first call did.
    writing(tell, () => storage.remove(path));
    return [];
  });
}

/** Whether the entries stand in the file as one block; a commit has given them readable views meanwhile. */
function holdsBlock(cassette: CassetteFile, entries: readonly Uint8Array[]): boolean {
  const recorded = cassette.entries.map(({ start, end }) =>
    new EntryText(cassette.bytes.subarray(start, end)).withoutView(),
  );
  return Buffer.concat(recorded).includes(Buffer.concat(entries));
}

function setAside(location: Location, left: readonly LeftJournal[], storage: Storage, warn: Warn): void {
  const rejected = rejectedPath(location.file);
  for (const { path, entries } of left) {
    addToFile(storage, rejected, entries);
    storage.remove(path);
    warn(
      `${location.path}: set aside ${countOf(entries.length, 'recorded call')} that an interrupted recording had left in a journal, as ${rejectedPath(location.path)}.`,
    );
  }
}

/** Trouble in reading fails the call that needed the cassette. */
function reading<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const { code } = cause as { readonly code?: unknown };
    const reason =
      code === 'EISDIR'
        ? 'it is a directory. Give the path of a file, such as fixtures/chat.yaml'
        : code === 'EACCES' || code === 'EPERM'
          ? 'permission denied. Let this user read it'
          : `${String(code ?? cause)}. See that the file can be read`;
    throw new CassetteError(
      'unreadable',
      `The cassette ${path} cannot be read: ${reason}.`,
      { path },
      { cause },
    );
  }
}

/** Trouble in writing is told when the cassette is saved. */
function writing(tell: Tell, action: () => void): void {
  try {
    action();
  } catch (error) {
    tell.trouble(error);
  }
}
