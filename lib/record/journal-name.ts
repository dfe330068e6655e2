/** What a process makes beside a cassette: its journal, a part of one that outgrew memory, a file that is to replace another. */
const TAGGED = /^([^.]+)\.(?:tmp|journal(?:\.\d+\.(?:requests|responses))?)$/;

/** A journal's file name, hidden beside the cassette of this name. `tag` tells the process that writes it. */
export function journalName(name: string, tag: string): string {
  return `${hiddenPrefix(name)}${tag}.journal`;
}

/** The name of a file that is to take the place of the one of this name. */
export function temporaryName(name: string, tag: string): string {
  return `${hiddenPrefix(name)}${tag}.tmp`;
}

/** What the names of all hidden files that belong to a cassette of this name begin with. */
export function hiddenPrefix(name: string): string {
  return `.${name}.`;
}

/** Whether a file that belongs to a cassette is a journal, and not a part of one that outgrew memory. */
export function isJournal(fileName: string): boolean {
  return fileName.endsWith('.journal');
}

/** The tag in a file's name, of what follows the hidden prefix; undefined when nothing here gave it that name. */
export function findTag(rest: string): string | undefined {
  return TAGGED.exec(rest)?.[1];
}
