/** The fields of messages of one type, by name. No method throws. */
export interface FieldNames {
  /**
   * The number of the field called `name` in the message at `path`, a path of field numbers from the top; undefined where
   * there is none. An entry of a map counts as a message, with the fields 1, `key`, and 2, `value`.
   *
   * `present` are numbers of fields that the message has. Classes that do not tell the names of their fields look among
   * those only; a type that knows all its fields may leave them unread.
   */
  findNumber(path: readonly number[], name: string, present?: readonly number[]): number | undefined;
  /** What the field at `path` holds, where it may hold several; undefined where that is not known, or it is no such field. */
  findElements?(path: readonly number[]): ElementKind | undefined;
}

/** What a list or a map holds on the wire. The numbers of a list may stand packed or alone. */
export type ElementKind = 'entry' | 'message' | 'text' | 'varint' | 'fixed32' | 'fixed64';

/** Whether two names are one field's, as it is written in .proto files (`request_id`) or in code (`requestId`). */
export function sameName(one: string, other: string): boolean {
  return one === other || camelCase(one) === camelCase(other);
}

/** Joins words as protobuf's JSON does. */
function camelCase(name: string): string {
  return name.replace(/_+([a-z0-9])?/gi, (_, letter: string | undefined) => (letter ?? '').toUpperCase());
}
