import { withoutGroupName } from '../format/call/group-names.js';
import type { CassetteFile } from '../format/cassette-file.js';
import type { Entry } from '../format/entry.js';
import { EntryText } from '../format/entry-text.js';
import { asBuffer } from '../model/as-buffer.js';

/** An entry's text, a character a byte. */
export function entryText(file: CassetteFile, entry: Entry): string {
  return asBuffer(file.bytes).toString('latin1', entry.start, entry.end);
}

/** Whether the entries stand in the file as one block; a commit has given them readable views, and maybe another name of their groups, meanwhile. */
export function holdsBlock(file: CassetteFile, entries: readonly Uint8Array[]): boolean {
  return Buffer.concat(asRecorded(file)).includes(Buffer.concat(entries.map(withoutGroupName)));
}

/** The same of one entry. */
export function holdsEntry(file: CassetteFile, entry: Uint8Array): boolean {
  return asRecorded(file).some((text) => text.equals(withoutGroupName(entry)));
}

function asRecorded(file: CassetteFile): readonly Buffer[] {
  return file.entries.map(({ start, end }) =>
    asBuffer(withoutGroupName(new EntryText(file.bytes.subarray(start, end)).withoutView())),
  );
}
