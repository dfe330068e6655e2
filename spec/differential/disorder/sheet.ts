/** A message of type `differential.Sheet` (talk.proto), as a plain object or as a class has it. */
export interface Sheet {
  readonly title: string;
  readonly letters: Readonly<Record<string, string>>;
  readonly codes: readonly number[];
  readonly page?: Page | null | undefined;
  readonly size: number;
  readonly draft: boolean;
  readonly note: string;
}

export interface Page {
  readonly number: number;
  /** An empty one may be a plain list: that is the default of a protobufjs class. */
  readonly body: Uint8Array | readonly number[];
}

/** So many characters are dealt out to the fields in turn; the rest of a text is in the page's body. */
const DEALT = 40;

/** Entries of every sheet but the empty one: without a second, a map has but one order. */
const SIDES = { 100: 'recto', 101: 'verso' };

/**
 * The sheet that a program's text stands for. No field repeats what another holds: two texts that differ in one
 * character may differ in a map's value, in a list's number or in a message within the message, and nowhere else.
 */
export function toSheet(text: string): Sheet {
  const characters = text
    .slice(0, DEALT)
    .split('')
    .map((character, index) => ({ character, index }));
  const dealt = (turn: number) => characters.filter(({ index }) => index % 4 === turn);
  const textOf = (turn: number): string =>
    dealt(turn)
      .map(({ character }) => character)
      .join('');
  const body = textOf(3);
  return {
    title: textOf(0),
    letters: {
      ...(text === '' ? {} : SIDES),
      ...Object.fromEntries(dealt(1).map(({ character, index }) => [index, character])),
    },
    codes: dealt(2).map(({ character }) => character.charCodeAt(0)),
    page:
      text === ''
        ? undefined
        : { number: 1 + body.length, body: Buffer.from(body + text.slice(DEALT), 'latin1') },
    size: text.length,
    draft: false,
    note: '',
  };
}

/** The text that a sheet stands for. Throws when it stands for none. */
export function textOfSheet(sheet: Sheet): string {
  const { title, letters, codes, size } = sheet;
  const body = Buffer.from(sheet.page?.body ?? []).toString('latin1');
  const dealt = Array.from({ length: Math.min(size, DEALT) }, (_, index) => {
    const place = Math.floor(index / 4);
    return [title[place], letters[index], String.fromCharCode(codes[place] ?? 0), body[place]][index % 4];
  });
  const text = dealt.join('') + body.slice(Math.floor(dealt.length / 4));
  const again = toSheet(text);
  const isWhole =
    again.title === title &&
    again.codes.length === codes.length &&
    Object.keys(again.letters).length === Object.keys(letters).length &&
    again.size === size &&
    again.page?.number === sheet.page?.number;
  if (!isWhole) throw new Error(`A sheet that stands for no text: ${JSON.stringify(sheet)}`);
  return text;
}
