import { CassetteError } from '../errors.js';
import { type CassetteFile, composeNewFile, parseCassetteFile } from '../format/cassette-file.js';
import { allOf, type EntryList, listOf } from '../format/entry-list.js';
import type { IsUtf8 } from '../format/yaml/utf8.js';
import type { Location } from '../model/location.js';
import { type Plan, planFor, type RecordMode } from '../model/record-mode.js';
import type { Warn } from '../model/surroundings.js';
import { countOf } from '../model/text/count-of.js';
import { addToFile } from '../record/aside.js';
import { type Baseline, NOTHING_YET } from '../record/baseline.js';
import type { ClaimedJournal } from '../record/beside/journals.js';
import { rejectedPath } from '../record/beside/paths-beside.js';
import type { RecordingFiles } from '../record/beside/recording-files.js';
import { CassetteWriter } from '../record/cassette-writer.js';
import { entryText, holdsBlock } from '../record/entries-of-file.js';
import { readJournal } from '../record/journal/journal.js';
import type { FileFacts } from '../storage/storage.js';

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
  readonly entries: EntryList;
  readonly baseline: Baseline;
  /** Journals that an earlier recording left, which this mode does not touch. */
  readonly leftAlone: readonly string[];
  /** What the file was; undefined where there was none. */
  readonly facts: FileFacts | undefined;
  /** Why nothing can be added to the file, whoever tries; undefined where something can. */
  readonly refusal: CassetteError | undefined;
}

/** What is read of a cassette. */
interface Read extends Pick<OpenedFile, 'facts' | 'entries'> {
  readonly cassette: CassetteFile | undefined;
  readonly abandoned: readonly string[];
}

/**
 * Reads a cassette and settles its plan. What an interrupted recording left in a journal is taken in where the mode adds
 * to a cassette, set aside where it replaces one, and left alone where it records nothing.
 * Throws a `CassetteError` for a file that is there and cannot be read, in every mode.
 */
export function openFile(
  location: Location,
  mode: RecordMode,
  files: RecordingFiles,
  tell: Tell,
  isUtf8: IsUtf8,
): OpenedFile {
  const read = readAll(location, files, isUtf8);
  const { facts, cassette, entries, abandoned } = read;
  const plan = planOf(mode, cassette !== undefined, files);
  const opened = { plan, entries, baseline: NOTHING_YET, leftAlone: [], facts, refusal: undefined };
  if (mode === 'none') return { ...opened, leftAlone: abandoned };
  writing(tell, () => tidy(location, files, tell.warn, plan));
  // What cannot be read is never recorded over.
  if (plan === 'record') readAllCalls(entries);
  const refusal = plan === 'replay' ? undefined : findRefusal(cassette);
  if (mode === 'rewrite' || mode === 'all') {
    writing(tell, () => setAside(location, recover(abandoned, cassette, files, tell), files, tell.warn));
    return { ...opened, refusal, baseline: { ...NOTHING_YET, replaced: replacedOf(cassette, files) } };
  }
  const recovered = recover(abandoned, cassette, files, tell);
  if (recovered.length === 0) return { ...opened, refusal };
  return {
    ...opened,
    refusal: findRefusal(cassette),
    plan: 'hybrid',
    ...takeIn(location, recovered, entries, tell),
  };
}

function readAllCalls(entries: EntryList): void {
  for (const entry of allOf(entries)) if (entry.head.replayable !== false) entry.read();
}

function readAll({ path }: Location, files: RecordingFiles, isUtf8: IsUtf8): Read {
  const facts = reading(path, () => files.storage.stat(files.file));
  const content = reading(path, () => files.read());
  const cassette = content === undefined ? undefined : parseCassetteFile(content, path, isUtf8);
  const abandoned = reading(path, () => files.journals.findAbandoned());
  return { facts, cassette, entries: cassette?.list ?? listOf([]), abandoned };
}

/** Others that record this cassette at the moment have begun it: what it lacks yet is not missing for good. */
function planOf(mode: RecordMode, exists: boolean, files: RecordingFiles): Plan {
  const plan = planFor(mode, exists);
  if (mode !== 'once' || plan !== 'replay') return plan;
  return files.journals.findAtWork(files.tag).some(({ hasEnded }) => !hasEnded) ? 'hybrid' : plan;
}

/** What the run itself has recorded stays. */
function replacedOf(cassette: CassetteFile | undefined, files: RecordingFiles): Baseline['replaced'] {
  if (files.run.hasReplaced(files.file)) return undefined;
  return new Set(cassette?.entries.map((entry) => entryText(cassette, entry)));
}

function findRefusal(cassette: CassetteFile | undefined): CassetteError | undefined {
  try {
    cassette?.assertComposable();
    return undefined;
  } catch (error) {
    if (CassetteError.is(error)) return error;
    throw error;
  }
}

/** What earlier recordings have left that is of no more use. */
function tidy(location: Location, files: RecordingFiles, warn: Warn, plan: Plan): void {
  const { journals } = files;
  if (files.isLockLeft) new CassetteWriter(files.file, files.storage, files.lease).hold(() => undefined);
  journals.removeLeftovers(plan === 'replay');
  for (const { path } of journals.findElsewhere())
    warn(
      `${location.path}: ${path} is left alone, for it is of another host or container and was written to within the last ten minutes. If nobody records there any more, move it away, or wait.`,
    );
  for (const path of journals.findRejected()) setAside(location, [readLeft(path, files)], files, warn);
  showPrevious(location, files, warn);
}

/** What the cassette was before a run that recorded it anew and whose end nobody knows. */
function showPrevious({ path }: Location, files: RecordingFiles, warn: Warn): void {
  const { storage, journals, run, names } = files;
  const kept = storage.read(names.previous);
  if (kept === undefined || run.hasReplaced(files.file)) return;
  if (journals.findAtWork(files.tag).some(({ hasEnded }) => !hasEnded)) return;
  const now = files.read();
  if (now !== undefined && Buffer.from(now).equals(kept)) {
    storage.remove(names.previous);
    return;
  }
  const shown = files.findPreviousPath();
  storage.move(names.previous, shown);
  warn(
    `${path}: a run that recorded it anew ended without saying whether it went well, as the workers of test runners do, and processes that are killed. What it was before is kept as ${shown}: put it back, or delete it.`,
  );
}

function takeIn(
  { path }: Location,
  recovered: readonly LeftJournal[],
  entries: EntryList,
  tell: Tell,
): Pick<OpenedFile, 'entries' | 'baseline'> {
  const texts = recovered.flatMap((journal) => journal.entries);
  tell.warn(
    `${path}: took in ${countOf(texts.length, 'recorded call')} that an interrupted recording had left in a journal. They are replayed; GRPC_CASSETTE_MODE=rewrite records them anew.`,
  );
  const takenIn = parseCassetteFile(Buffer.concat([...composeNewFile(texts)]), recovered[0]?.path ?? path);
  return {
    entries: listOf([...allOf(entries), ...takenIn.entries]),
    baseline: { ...NOTHING_YET, recovered: texts, recoveredJournals: recovered },
  };
}

/** A journal that another process left, and its whole entries. */
interface LeftJournal extends ClaimedJournal {
  readonly entries: readonly Uint8Array[];
}

/** The journals that hold something the cassette does not, as this recorder's; the others are removed. */
function recover(
  journals: readonly string[],
  cassette: CassetteFile | undefined,
  files: RecordingFiles,
  tell: Tell,
): readonly LeftJournal[] {
  return journals.flatMap((path) => {
    const { entries } = readLeft(path, files);
    if (entries.length > 0 && !(cassette !== undefined && holdsBlock(cassette, entries))) {
      const claimed = claim(path, files, tell);
      return claimed === undefined ? [] : [{ ...claimed, entries }];
    }
    // The process ended between the commit and the removal of its journal, or before its first call did.
    writing(tell, () => files.storage.remove(path));
    return [];
  });
}

/** One that cannot be moved is taken in where it is. */
function claim(path: string, files: RecordingFiles, tell: Tell): ClaimedJournal | undefined {
  try {
    return files.claim(path);
  } catch (error) {
    tell.trouble(error);
    return { path, origin: path };
  }
}

function readLeft(path: string, { storage }: RecordingFiles): LeftJournal {
  return {
    path,
    origin: path,
    entries: readJournal(reading(path, () => storage.read(path)) ?? new Uint8Array()),
  };
}

function setAside(
  location: Location,
  left: readonly LeftJournal[],
  { file, lease, storage, journals }: RecordingFiles,
  warn: Warn,
): void {
  const mode = storage.stat(file)?.mode;
  const rejected = rejectedPath(location.file);
  for (const journal of left) {
    const { path, entries } = journal;
    try {
      if (entries.length > 0) lease.hold(() => addToFile(storage, rejected, entries, mode));
      storage.remove(path);
    } catch (error) {
      journals.release(journal);
      throw error;
    }
    if (entries.length === 0) continue;
    warn(
      `${location.path}: set aside ${countOf(entries.length, 'recorded call')} that an interrupted recording had left in a journal, as ${rejectedPath(location.path)}.`,
    );
  }
}

const NO_PERMISSION = 'permission denied. Let this user read it';
/** Why something cannot be read, and what to do, by the code of the system's error. */
const UNREADABLE: Readonly<Record<string, string>> = {
  EISDIR: 'it is a directory. Give the path of a file, such as fixtures/chat.yaml',
  ENXIO: 'it is no regular file. Give the path of one, such as fixtures/chat.yaml',
  EACCES: NO_PERMISSION,
  EPERM: NO_PERMISSION,
};

/** Trouble in reading fails the call that needed the cassette. */
function reading<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const { code } = cause as { readonly code?: unknown };
    const reason = UNREADABLE[String(code)] ?? `${String(code ?? cause)}. See that the file can be read`;
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
