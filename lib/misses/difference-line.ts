import type { FieldDifference } from '../errors.js';
import { cut, printable } from '../model/printable.js';

/** How much of a path is shown, in characters: the keys of maps can be of any length. */
const LONGEST_PATH = 100;

/** How the old and the new value of a field are written. */
interface Style {
  recorded(text: string): string;
  asked(text: string): string;
}

const PLAIN: Style = { recorded: (text) => text, asked: (text) => text };
/** Red and green, as in a diff. https://man7.org/linux/man-pages/man4/console_codes.4.html */
const COLOURED: Style = {
  recorded: (text) => `\u001b[31m${text}\u001b[39m`,
  asked: (text) => `\u001b[32m${text}\u001b[39m`,
};

/** A field that differs, as a line of a miss: `messages[0].content: "old" -> "new"`. */
export function differenceLine(difference: FieldDifference): string {
  return lineOf(difference, PLAIN);
}

/** A miss's text with its differences in colour. */
export function inColour(text: string, differences: readonly FieldDifference[]): string {
  return differences.reduce(
    (painted, each) => painted.replace(lineOf(each, PLAIN), () => lineOf(each, COLOURED)),
    text,
  );
}

function lineOf({ path, recorded, asked }: FieldDifference, style: Style): string {
  const old = style.recorded(recorded ?? 'nothing');
  return `${path === '' ? 'the request' : cut(printable(path), LONGEST_PATH)}: ${old} -> ${style.asked(asked ?? 'nothing')}`;
}
