import type { Field, MessageShape } from './field.js';

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
  /** The repeated field at `path`: a list or a map; undefined where there is none, or nothing is known of it. */
  findRepeated?(path: readonly number[]): Field | undefined;
  /** The field at `path`; undefined where there is none, or nothing is known of it. */
  findField?(path: readonly number[]): Field | undefined;
  /** The same of the messages of a type, as an `Any` may hold them; undefined where that is not known. */
  findType?(typeName: string): FieldNames | undefined;
  /** The shape of the messages; undefined where nothing is known of it. */
  findShape?(): MessageShape | undefined;
}
