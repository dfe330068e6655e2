import { CassetteError } from '../errors.js';
import { type CassetteFile, type Entry, parseCassetteFile } from '../format/cassette-file.js';
import { type Plan, planFor, type RecordMode } from '../model/record-mode.js';
import type { Warn } from '../model/surroundings.js';
import type { Storage } from '../storage/storage.js';
import { cassetteOf, readJournal } from './journal.js';
import { addToFile, type Baseline, entryText } from './recorder.js';

/** A cassette's file and journals, as they were when it was opened. */
export interface OpenedFile {
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
export function openFile(path: string, mode: RecordMode, storage: Storage, warn: Warn): OpenedFile {
  const file = readCassette(path, storage);
  const journals = storage.abandonedJournals(path);
  const plan = planFor(mode, file !== undefined);
  const entries = file?.entries ?? [];
  const none = { replaced: new Set<string>(), recovered: [], recoveredJournals: [] };
  if (mode === 'none') return { plan, entries, baseline: none, leftAlone: journals };
  if (mode === 'rewrite' || mode === 'all') {
    setAside(path, journals, storage, warn);
    const replaced = new Set(entries.map((entry) => entryText(file as CassetteFile, entry)));
    return { plan, entries, baseline: { ...none, replaced }, leftAlone: [] };
  }
  const baseline = takeIn(path, journals, file, storage, warn);
  if (baseline.recovered.length === 0) return { plan, entries, baseline, leftAlone: [] };
  const recovered = parseCassetteFile(cassetteOf(baseline.recovered), journals[0] ?? path);
  return { plan: 'hybrid', entries: [...entries, ...recovered.entries], baseline, leftAlone: [] };
}

/** The path for recordings that must not replace a cassette: `chat.rejected.yaml` beside `chat.yaml`. */
export function rejectedPath(path: string): string {
  return `${path.replace(/\.ya?ml$/i, '')}.rejected.yaml`;
}

function readCassette(path: string, storage: Storage): CassetteFile | undefined {
  let bytes: Uint8Array | undefined;
  try {
    bytes = storage.read(path);
  } catch (error) {
    throw unreadable(path, error);
  }
  return bytes === undefined ? undefined : parseCassetteFile(bytes, path);
}

function takeIn(
  path: string,
  journals: readonly string[],
  file: CassetteFile | undefined,
  storage: Storage,
  warn: Warn,
): Baseline {
  const recovered: Uint8Array[] = [];
  const recoveredJournals: string[] = [];
  for (const journal of journals) {
    const entries = readJournal(storage.read(journal) ?? new Uint8Array());
    // The process ended between the commit and the removal of its journal, or before its first call did.
    if (entries.length === 0 || (file !== undefined && holdsBlock(file, entries))) {
      storage.remove(journal);
      continue;
    }
    recovered.push(...entries);
    recoveredJournals.push(journal);
  }
  if (recovered.length > 0) {
    warn(
      `${path}: took in ${countOf(recovered.length)} that an interrupted recording had left in a journal.`,
    );
  }
  return { replaced: new Set(), recovered, recoveredJournals };
}

function holdsBlock(file: CassetteFile, entries: readonly Uint8Array[]): boolean {
  const { buffer, byteOffset, byteLength } = file.bytes;
  return Buffer.from(buffer, byteOffset, byteLength).includes(Buffer.concat(entries));
}

function setAside(path: string, journals: readonly string[], storage: Storage, warn: Warn): void {
  for (const journal of journals) {
    const entries = readJournal(storage.read(journal) ?? new Uint8Array());
    if (entries.length > 0) {
      addToFile(storage, rejectedPath(path), entries);
      warn(
        `${path}: set aside ${countOf(entries.length)} that an interrupted recording had left in a journal, as ${rejectedPath(path)}.`,
      );
    }
    storage.remove(journal);
  }
}

function unreadable(path: string, cause: unknown): CassetteError {
  const code = (cause as { readonly code?: unknown }).code;
  const reason =
    code === 'EISDIR'
      ? 'it is a directory. Give the path of a file, such as fixtures/chat.yaml'
      : code === 'EACCES' || code === 'EPERM'
        ? 'permission denied. Let this user read it'
        : `${String(code ?? cause)}. See that the file can be read`;
  return new CassetteError(
    'unreadable',
    `The cassette ${path} cannot be read: ${reason}.`,
    { path },
    { cause },
  );
}

function countOf(calls: number): string {
  return `${calls} recorded call${calls === 1 ? '' : 's'}`;
}
