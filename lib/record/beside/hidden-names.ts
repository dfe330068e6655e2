import type { Location } from '../../model/location.js';

/** What a process makes beside a cassette, all of which bears its tag. */
const TAGGED =
  /^([^.]+)\.(?:tmp|lease|recording|rejected\.journal|journal(?:\.\d+\.(?:requests|responses))?)$/;

/** File systems take names of up to 255 bytes; beside a cassette's own stand a tag, two dots and what it is. */
const LONGEST_NAME = 180;
/** Of a longer name, so many characters are kept: at most four bytes each. */
const KEPT_OF_LONG_NAME = 30;

/** What lies hidden beside a cassette: where each file or folder is. */
export class HiddenNames {
  /** What all of their paths begin with. */
  readonly prefix: string;

  constructor({ file, name }: Pick<Location, 'file' | 'name'>) {
    this.prefix = `${file.slice(0, file.length - name.length)}${hiddenPrefix(name)}`;
  }

  /** The takes of one recorder that are not yet in the cassette. */
  journal(tag: string): string {
    return `${this.prefix}${tag}.journal`;
  }

  /** The sign that a recording is at work. */
  sign(tag: string): string {
    return `${this.prefix}${tag}.recording`;
  }

  /** A journal whose takes are not to come into the cassette. */
  rejectedJournal(tag: string): string {
    return `${this.prefix}${tag}.rejected.journal`;
  }

  /** New content that is to take the cassette's place. */
  temporary(tag: string): string {
    return `${this.prefix}${tag}.tmp`;
  }

  /** The folder that becomes the lock. */
  lease(tag: string): string {
    return `${this.prefix}${tag}.lease`;
  }

  /** The lock on the cassette: a folder with one in it whose name says who holds it. */
  get lock(): string {
    return `${this.prefix}lock`;
  }

  /** What the cassette was before the run that records it anew. */
  get previous(): string {
    return `${this.prefix}previous`;
  }

  /** The tag in a path; undefined when nothing here gave it that name. */
  findTag(path: string): string | undefined {
    return path.startsWith(this.prefix) ? TAGGED.exec(path.slice(this.prefix.length))?.[1] : undefined;
  }
}

/** The name of a file that is to take the place of the one of this name. */
export function temporaryName(name: string, tag: string): string {
  return `${hiddenPrefix(name)}${tag}.tmp`;
}

/** Whether a path is that of a journal, and not of a part of one that outgrew memory. */
export function isJournal(path: string): boolean {
  return path.endsWith('.journal') && !isRejectedJournal(path);
}

export function isRejectedJournal(path: string): boolean {
  return path.endsWith('.rejected.journal');
}

export function isSign(path: string): boolean {
  return path.endsWith('.recording');
}

export function isLease(path: string): boolean {
  return path.endsWith('.lease');
}

function hiddenPrefix(name: string): string {
  return `.${shortened(name)}.`;
}

/** A name that would be too long with what is put around it is told from others by a hash. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name;
  return `${[...name].slice(0, KEPT_OF_LONG_NAME).join('')}-${hash(name)}`;
}

/** FNV-1a, 64 bits. http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  return value.toString(16).padStart(16, '0');
}
