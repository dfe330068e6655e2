/** The path for recordings that must not replace a cassette: `chat.rejected.yaml` beside `chat.yaml`. */
export function rejectedPath(path: string): string {
  return beside(path, 'rejected');
}

/** The path for what a cassette was before it was recorded anew: `chat.previous.yaml` beside `chat.yaml`. */
export function previousPath(path: string): string {
  return beside(path, 'previous');
}

/** Whether a path is one of these. */
export function isBesideCassette(path: string): boolean {
  return /\.(?:rejected|previous)\.yaml$/i.test(path);
}

function beside(path: string, what: string): string {
  return `${path.replace(/\.ya?ml$/i, '')}.${what}.yaml`;
}
