/**
 * Where cassettes and the files beside them live. Synchronous: a cassette is opened inside a call, and what was recorded
 * is on disk before the client hears the call's end. Failures are thrown as Node's system errors (`code: 'EACCES'` …).
 * What the files mean, and how those beside a cassette are named, is no concern of it.
 */
export interface Storage {
  /** The whole file; undefined when there is none. */
  read(path: string): Uint8Array | undefined;
  /** A part of a file, in pieces of bounded size. */
  readRange(path: string, start: number, length: number): Iterable<Uint8Array>;
  /**
   * Makes a file, and its folders when there are none; its content is whole as soon as it can be seen. Throws `EEXIST`
   * when there is one already. `mode`: its permissions, where the storage has any; else what the process gives new files.
   */
  create(path: string, pieces: Iterable<Uint8Array>, mode?: number): void;
  /** Opens a file to add to its end; makes the file and its folders when there are none. */
  openToAppend(path: string): Appender;
  /** Puts new content in the place of a file, or makes it: afterwards the path holds the old or the new, never half. */
  replace(path: string, pieces: Iterable<Uint8Array>): void;
  /** Removes a file; nothing happens when there is none. */
  remove(path: string): void;
  /** The paths of a folder's files that begin with `prefix`, the last part of which is the begin of a name; in no order. */
  list(prefix: string): readonly string[];
  /** What is known of a file besides its content; undefined when there is none. */
  stat(path: string): FileFacts | undefined;
  /** Makes now the time at which a file was last changed. Throws `ENOENT` when there is none. */
  touch(path: string): void;
  /** One name for a file however it is reached, also where the file itself is yet to be made. */
  realPath(path: string): string;
}

/** A file that is open to be added to. */
export interface Appender {
  /** Adds to the end, in one write a piece, for readers to see at once. One that fails closes it: nobody knows what it wrote. */
  append(pieces: Iterable<Uint8Array>): void;
  /** Lets go of the file; nothing happens when that was done. */
  close(): void;
}

/** A file as its storage knows it. */
export interface FileFacts {
  /** When it was last changed, in milliseconds since 1970. */
  readonly changedMs: number;
  /** Its permissions, where the storage has any. */
  readonly mode: number;
}
