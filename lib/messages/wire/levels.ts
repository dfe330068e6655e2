/** How deep messages and groups may be nested, as in protobuf's own parsers. https://protobuf.dev/programming-guides/proto-limits/ */
export const MOST_LEVELS = 100;

/** How many messages may be within each other, as protobuf's own C++ and Python count: one, and the levels below it. */
export const MOST_MESSAGES: number = MOST_LEVELS + 1;

/** How many objects, or fields, may be within each other: between two messages there may be a list or a map's entry. */
export const MOST_OBJECTS: number = 2 * MOST_LEVELS;
