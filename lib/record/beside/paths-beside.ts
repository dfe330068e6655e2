/** The path for recordings that must not replace a cassette: `chat.rejected.yaml` beside `chat.yaml`. */
export function rejectedPath(path: string): string {
  return beside(path, 'rejected');
}

/** The path for what a cassette was before it was recorded anew: `chat.previous.yaml` beside `chat.yaml`, `chat.previous-2.yaml` … */
export function previousPath(path: string, number: number): string {
  return beside(path, number === 1 ? 'previous' : `previous-${number}`);
}

/** Whether a path is one of these. */
export function isBesideCassette(path: string): boolean {
  return /\.(?:rejected|previous(?:-\d+)?)\.yaml$/i.test(path);
}

function beside(path: string, what: string): string {
  return `${path.replace(/\.ya?ml$/i, '')}.${what}.yaml`;
}
