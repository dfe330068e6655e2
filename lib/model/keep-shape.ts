/** By class, or by what else it was kept under. */
const kept = new Map<unknown, object>();

/**
 * Keeps one object of a class that each call makes. V8 forgets the shape of objects of which none is left when it collects
 * garbage, and throws away the code that it has made for them: between calls that would be all of ours, and the next calls
 * would run at half the speed until it is made anew. `key` is for classes of others, of which there may be several copies:
 * of what is kept under one, only the last.
 */
export function keepShape(example: object, key: unknown = example.constructor): void {
  kept.set(key, example);
}
