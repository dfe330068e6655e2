/** Where a cassette is. */
export interface Location {
  /** As it was given, for people. */
  readonly path: string;
  /** The file itself, whatever links or folders the path went through when it was given. */
  readonly file: string;
  /** The file's own name, with which `file` ends. */
  readonly name: string;
}
