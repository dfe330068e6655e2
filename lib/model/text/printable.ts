/** What would act on a terminal instead of being shown in it, or would break or turn a line. */
const ACTING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** The text with every character that is not to be printed as an escape of JSON, such as `\u001b`: it stays on its line. */
export function printable(text: string): string {
  return text.replace(ACTING, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** At most `length` characters of the text, with `…` for the rest. Between two UTF-16 halves of a character nothing is cut. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const kept = text.slice(0, length - 1);
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The lines of a list, `most` at most, the last of them telling how many more there are. */
export function someOf<Line>(lines: readonly Line[], most: number): readonly (Line | string)[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `and ${lines.length - most} more`];
}

/** A reason of whoever gave it, as a sentence: some end with a full stop, and the system's do not. */
export function sentence(reason: string): string {
  return reason.endsWith('.') ? reason : `${reason}.`;
}
