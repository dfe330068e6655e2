/** The fields of messages of one type, by name. */
export interface FieldNames {
  /**
   * The number of the field called `name` in the message at `path`, which is a path of field numbers from the top: `[]`
   * for the message itself, `[5, 2]` for the value (2) of an entry of the map 5, whose key is 1. Both the name in the
   * .proto file and the one in JSON (`lowerCamelCase`) are good; a map's entry has `key` and `value`. Undefined where there
   * is none. Never throws.
   */
  findNumber(path: readonly number[], name: string): number | undefined;
}
