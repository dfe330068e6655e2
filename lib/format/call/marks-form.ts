import { findMark, markText, type RedactionMark } from '../../model/redaction-mark.js';
import type { TreeNode } from '../yaml/tree.js';
import type { TreeValues } from '../yaml/tree-values.js';
import { type CallForm, FIELD } from './form.js';

const SHAPE = /^ \[(.+)\]$/;
const ITEM = /^(?:'([a-z][^']*)'|([a-z][^'"[\]{}#:]*))$/;

/** Where secrets were taken out, on one line: `redacted: [request 5.3, metadata x-trace]`. */
export const MARKS: CallForm<readonly RedactionMark[]> = {
  find(rest) {
    const [, texts] = SHAPE.exec(rest) ?? [];
    if (texts === undefined) return undefined;
    const marks = texts.split(', ').map(findItem);
    return marks.every((mark) => mark !== undefined) ? marks : undefined;
  },
  read: readMarks,
  emit: (key, marks) =>
    marks.length === 0
      ? ''
      : `${FIELD}${key}: [${marks.map((mark) => emitMark(markText(mark))).join(', ')}]\n`,
};

function findItem(text: string): RedactionMark | undefined {
  const [, quoted, plain] = ITEM.exec(text) ?? [];
  return findMark(quoted ?? plain ?? '');
}

/** In a flow list, a plain scalar may hold no bracket. */
function emitMark(text: string): string {
  return text.includes('[') ? `'${text}'` : text;
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
