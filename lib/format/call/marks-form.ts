import { findMark, markText, type RedactionMark } from '../../model/redaction-mark.js';
import type { TreeNode } from '../yaml/tree.js';
import type { TreeValues } from '../yaml/tree-values.js';
import { type CallForm, FIELD } from './form.js';

/** All else may be no YAML, or mean something else there. */
const SHAPE = /^ \[([\x20-\x7e]+)\]$/;
const ITEMS = /(?:'((?:[^']|'')*)'|([a-z][^'"[\]{}#:,]*))(?:, |$)/y;

/** Where secrets were taken out, on one line: `redacted: [request 5.3, metadata x-trace]`. */
export const MARKS: CallForm<readonly RedactionMark[]> = {
  find(rest) {
    const [, texts] = SHAPE.exec(rest) ?? [];
    if (texts === undefined) return undefined;
    const marks = itemsOf(texts)?.map(findMark);
    return marks?.every((mark) => mark !== undefined) ? marks : undefined;
  },
  read: readMarks,
  emit: (key, marks) =>
    marks.length === 0
      ? ''
      : `${FIELD}${key}: [${marks.map((mark) => emitMark(markText(mark))).join(', ')}]\n`,
};

/** Undefined where they are written otherwise. */
function itemsOf(texts: string): readonly string[] | undefined {
  const items: string[] = [];
  const pattern = new RegExp(ITEMS);
  while (pattern.lastIndex < texts.length) {
    const found = pattern.exec(texts);
    if (found === null) return undefined;
    items.push(found[1]?.replaceAll("''", "'") ?? found[2] ?? '');
  }
  return items;
}

/** In a flow list, a plain scalar may hold no bracket, nor much else. */
function emitMark(text: string): string {
  return /[[\]{}"'#:,]/.test(text) ? `'${text.replaceAll("'", "''")}'` : text;
}

function readMarks(node: TreeNode, key: string, values: TreeValues): readonly RedactionMark[] {
  const { items } = values.list(node, key);
  return items.map((item) => {
    const text = values.text(item, `a mark of ${key}`);
    const mark = findMark(text);
    if (mark === undefined)
      values.fail(
        item,
        `${JSON.stringify(text)} of ${key} is no mark such as "request 5.3" or "metadata x-trace"`,
      );
    return mark;
  });
}
