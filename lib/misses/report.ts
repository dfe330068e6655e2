import type { FieldDifference } from '../errors.js';
import { cut, printable } from '../model/text/printable.js';

/** How much of a path is shown, in characters: the keys of maps can be of any length. */
const LONGEST_PATH = 100;
/** Where the lines begin behind their labels. */
const LABEL_WIDTH = 'next step: '.length;

/** What a person is told: what happened, and lines under labels. A row without lines is left out. */
export interface Report {
  readonly summary: string;
  readonly rows: readonly ReportRow[];
}

/** A label, and what stands behind it. */
type ReportRow = readonly [label: string, lines: readonly ReportLine[]];

/** A text, or a field that differs: `messages[0].content: "old" -> "new"`. */
export type ReportLine = string | FieldDifference;

/** How the old and the new value of a field are written. */
export interface Style {
  recorded(text: string): string;
  asked(text: string): string;
}

/** For a log, and for a program. */
export const PLAIN: Style = { recorded: (text) => text, asked: (text) => text };
/** Red and green, as in a diff. https://man7.org/linux/man-pages/man4/console_codes.4.html */
export const COLOURED: Style = {
  recorded: (text) => `\u001b[31m${text}\u001b[39m`,
  asked: (text) => `\u001b[32m${text}\u001b[39m`,
};

/** The report as text, without anything that would act on a terminal but what the style itself adds. */
export function renderReport({ summary, rows }: Report, style: Style = PLAIN): string {
  return [printable(summary), ...rows.flatMap((row) => rowLines(row, style))].join('\n');
}

function rowLines([label, lines]: ReportRow, style: Style): readonly string[] {
  return lines.map((line, index) => {
    const lead = (index === 0 ? `${label}:` : '').padEnd(LABEL_WIDTH);
    return `  ${lead}${typeof line === 'string' ? printable(line) : differenceLine(line, style)}`;
  });
}

function differenceLine({ path, recorded, asked }: FieldDifference, style: Style): string {
  const where = path === '' ? 'the request' : cut(printable(path), LONGEST_PATH);
  const [old, other] = [printable(recorded ?? 'nothing'), printable(asked ?? 'nothing')];
  return `${where}: ${style.recorded(old)} -> ${style.asked(other)}`;
}
