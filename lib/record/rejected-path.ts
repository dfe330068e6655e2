/** The path for recordings that must not replace a cassette: `chat.rejected.yaml` beside `chat.yaml`. */
export function rejectedPath(path: string): string {
  return `${path.replace(/\.ya?ml$/i, '')}.rejected.yaml`;
}
