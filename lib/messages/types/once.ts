/** A function that computes its result when it is first called, and gives that ever after, or throws the same again. */
export function once<Result>(compute: () => Result): () => Result {
  let known: { readonly result: Result } | { readonly error: unknown } | undefined;
  return () => {
    known ??= outcomeOf(compute);
    if ('error' in known) throw known.error;
    return known.result;
  };
}

function outcomeOf<Result>(compute: () => Result): { readonly result: Result } | { readonly error: unknown } {
  try {
    return { result: compute() };
  } catch (error) {
    return { error };
  }
}
