/** The code of a system's error, such as `ENOENT`; undefined of another. */
export function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | undefined)?.code;
}
