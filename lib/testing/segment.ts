import { createHash } from 'node:crypto';

/** The longest readable part: 150 bytes leave room for what a journal's name adds, and a file name holds 255. */
const MOST_CHARACTERS = 80;
const MOST_BYTES = 150;

/** What some file system, or a shell's user, cannot have in a name; `~` marks what is added here. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"/\\|?*~]+/gu;
const OTHER_SPACE = /[^\P{Zs} ]/gu;
/** Device names on Windows, with whatever ending. https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/** One part of a path, made of a title. */
interface Segment {
  readonly text: string;
  /** Whether the text is the title itself; else it has a hash of the title, so that no other title has the same. */
  readonly isTitle: boolean;
}

/**
 * A title as a file or folder name that is safe on every file system. `isTaken` says which names must be left to others.
 * Depends on the title alone.
 */
export function toSegment(title: string, isTaken: (name: string) => boolean = () => false): Segment {
  const text = readable(title);
  return text === title && text !== '' && !isTaken(text)
    ? { text, isTitle: true }
    : { text: withHash(text, title), isTitle: false };
}

/** A readable text with a short hash of what it stands for. */
export function withHash(text: string, whole: string): string {
  return `${text}~${createHash('sha256').update(whole).digest('hex').slice(0, 8)}`;
}

/** What a text has in common with all that a file system may take for the same name. */
export function foldName(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

/** The text without what a name cannot hold, and no longer than a name may be. */
export function readable(title: string): string {
  const safe = title.normalize('NFC').replace(UNSAFE, '-').replace(OTHER_SPACE, ' ');
  const trimmed = withoutEdges(cut(withoutEdges(safe)));
  return RESERVED.test(trimmed) ? `_${trimmed}` : trimmed;
}

/** A leading dot hides a file; Windows drops blanks and dots at the end. */
function withoutEdges(text: string): string {
  return text.replace(/^[ .]+|[ .]+$/g, '');
}

function cut(text: string): string {
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > MOST_BYTES || kept.length + character.length > MOST_CHARACTERS) return kept;
    kept += character;
  }
  return kept;
}
