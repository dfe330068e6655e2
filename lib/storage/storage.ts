/**
 * Where cassettes and journals live. Synchronous: a cassette is opened inside a call, and what was recorded is on disk
 * before the client hears the call's end. Failures are thrown as Node's system errors (`code: 'EACCES'` …).
 */
export interface Storage {
  /** The whole file; undefined when there is none. */
  read(path: string): Uint8Array | undefined;
  /** A part of a file, in pieces of bounded size. */
  readRange(path: string, start: number, length: number): Iterable<Uint8Array>;
  /** Adds to the end of a file in one write a piece; makes the file and its folders when there are none. */
  append(path: string, pieces: Iterable<Uint8Array>): void;
  /** Puts new content in the place of a file, or makes it: afterwards the path holds the old or the new, never half. */
  replace(path: string, pieces: Iterable<Uint8Array>): void;
  /** Removes a file; nothing happens when there is none. */
  remove(path: string): void;
  /** A path beside the cassette that no other journal has, of this process. */
  newJournalPath(cassettePath: string): string;
  /** The journals beside a cassette whose process has ended, oldest first. */
  abandonedJournals(cassettePath: string): readonly string[];
  /** Removes what else such processes left: temporary files, and takes that were not finished. */
  removeLeftovers(cassettePath: string): void;
}
