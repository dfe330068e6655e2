import { STATUS_NAMES, type Status } from '../../model/status.js';
import { findCount } from '../yaml/numbers.js';
import { emitText, findText } from '../yaml/scalar.js';
import type { TreeNode } from '../yaml/tree.js';
import type { TreeValues } from '../yaml/tree-values.js';
import { type CallForm, FIELD, INNER } from './form.js';
import { LastTexts } from './last-texts.js';

/** What an absent status means, and an absent part of one. */
export const OK: Status = { code: 0, details: '' };

/** Codes are 32-bit integers, and not all have names (https://github.com/googleapis/googleapis/blob/master/google/rpc/status.proto). */
const LARGEST_CODE = 2 ** 31 - 1;

const CODE = `${INNER}code: `;
const NAME = `${INNER}name: `;
const DETAILS = `${INNER}details: `;

/** A status, with its name for people. */
export const STATUS: CallForm<Status> = {
  find(rest, below) {
    if (rest !== '') return undefined;
    const code = findCount(below.take(CODE) ?? '');
    if (code === undefined || code > LARGEST_CODE) return undefined;
    below.take(NAME);
    const details = findText(below.take(DETAILS) ?? '"');
    return details === undefined ? undefined : { code, details };
  },
  read(node, key, values) {
    const { entries } = values.map(node, key);
    const code = entries.get('code');
    const details = entries.get('details');
    return {
      code: code === undefined ? OK.code : readCode(code, values),
      details: details === undefined ? OK.details : values.text(details, 'details'),
    };
  },
  emit: (key, { code, details }) =>
    statuses.textOf(`${key} ${code}`, details, () => emitStatus(key, code, details)),
};

const statuses = new LastTexts();

function emitStatus(key: string, code: number, details: string): string {
  const name = STATUS_NAMES[code];
  const nameLine = name === undefined ? '' : `${NAME}${name}\n`;
  return `${FIELD}${key}:\n${CODE}${code}\n${nameLine}${DETAILS}${emitText(details)}\n`;
}

function readCode(node: TreeNode, values: TreeValues): number {
  const code = values.count(node, 'code');
  if (code > LARGEST_CODE) values.fail(node, 'code is no status code');
  return code;
}
