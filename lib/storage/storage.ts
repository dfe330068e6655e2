/**
 * Where cassettes and the files beside them live. Synchronous: a cassette is opened inside a call, and what was recorded
 * is on disk before the client hears the call's end. Failures are thrown as Node's system errors (`code: 'EACCES'` …).
 * What the files mean, and how those beside a cassette are named, is no concern of it.
 */
export interface Storage {
  /** The whole file; undefined when there is none. Throws for what is no file, such as a pipe, without waiting for it. */
  read(path: string): Uint8Array | undefined;
  /** A part of a file, in pieces of bounded size. Where there is `room`, each may be in it, and gone when the next is asked for. */
  readRange(path: string, start: number, length: number, room?: Uint8Array): Iterable<Uint8Array>;
  /**
   * Makes a file, and its folders when there are none; its content is whole as soon as it can be seen. Throws `EEXIST`
   * when there is one already. `mode`: its permissions, where the storage has any; else what the process gives new files.
   */
  create(path: string, pieces: Iterable<Uint8Array>, mode?: number): void;
  /** Makes a folder, and those it is in; nothing happens when it is there. */
  makeFolder(path: string): void;
  /**
   * Opens a file to add to its end; makes the file and its folders when there are none, with the permissions `mode`, where
   * the storage has any.
   */
  openToAppend(path: string, mode?: number): Appender;
  /** Puts new content in the place of a file, or makes it: afterwards the path holds the old or the new, never half. */
  replace(path: string, pieces: Iterable<Uint8Array>, means?: ReplaceMeans): void;
  /**
   * Gives a file or folder another name, at once. A file takes the place of one of that name. Throws `ENOENT` when there is
   * none, and `EEXIST` where a folder that is not empty has the name.
   */
  move(from: string, to: string): void;
  /** Removes a file, or an empty folder; nothing happens when there is none. Throws `ENOTEMPTY` for a folder that is not empty. */
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

/** How a file is replaced. */
export interface ReplaceMeans {
  /** The path at which the new content is made; once somebody has removed it, the file is not replaced any more. */
  readonly through?: string;
  /** Called when all is made, just before it takes its place; what it throws leaves the file as it is. */
  readonly beforeMove?: () => void;
  /** The permissions of a file that is not there yet, where the storage has any. */
  readonly mode?: number | undefined;
}

/** A file that is open to be added to, and to be read, whatever becomes of its name meanwhile. */
export interface Appender {
  /** Adds to the end, in one write a piece, for readers to see at once. One that fails closes it: nobody knows what it wrote. */
  append(pieces: Iterable<Uint8Array>): void;
  /** A part of what the file holds, as `Storage` reads one. Throws when it is closed. */
  readRange(start: number, length: number, room?: Uint8Array): Iterable<Uint8Array>;
  /** What is known of it. Throws when it is closed. */
  facts(): FileFacts;
  /** Leaves the first `length` bytes of it. Throws when it is closed. */
  cut(length: number): void;
  /** Lets go of the file; nothing happens when that was done. */
  close(): void;
}

/** A file as its storage knows it. */
export interface FileFacts {
  /** When it was last changed, in milliseconds since 1970. */
  readonly changedMs: number;
  /** Its permissions, where the storage has any. */
  readonly mode: number;
  /** In bytes. */
  readonly size: number;
  /** Which file it is: another one of the same name has another. */
  readonly id: string;
}
