import { type MetadataEntries, type MetadataValue, NO_METADATA } from '../../model/metadata.js';
import { decodeBase64Text } from '../yaml/base64.js';
import { emitBinary } from '../yaml/emit-binary.js';
import { emitText, findText } from '../yaml/scalar.js';
import type { TreeNode } from '../yaml/tree.js';
import type { TreeValues } from '../yaml/tree-values.js';
import { type CallForm, FIELD, INNER, type LinesBelow } from './form.js';
import { LastTexts } from './last-texts.js';

const ITEM = `${INNER}- `;
const BLOCK = `${INNER}  `;
const BINARY_BLOCK = '!!binary |';
const EMPTY_BINARY = '!!binary ""';

/** Keys with a list of values each, texts and bytes. */
export const METADATA: CallForm<MetadataEntries> = {
  find(rest, below) {
    if (rest === ' {}') return NO_METADATA;
    return rest === '' ? findEntries(below) : undefined;
  },
  read(node, key, values) {
    const metadata = new Map<string, readonly MetadataValue[]>();
    for (const [name, list] of values.map(node, key).entries) {
      const { items } = values.list(list, `a value of ${key}`);
      metadata.set(
        name,
        items.map((item) => readValue(item, key, values)),
      );
    }
    return metadata;
  },
  emit(key, metadata) {
    if (metadata.size === 0) return `${FIELD}${key}: {}\n`;
    let text = `${FIELD}${key}:\n`;
    for (const [name, values] of metadata) {
      text += values.length === 0 ? emitName(emitText(name), true) : names.textOf(name, '', emitFilled);
      for (const value of values) text += emitItem(name, value);
    }
    return text;
  },
};

function findEntries(below: LinesBelow): MetadataEntries | undefined {
  const entries = new Map<string, MetadataValue[]>();
  for (let line = below.take(INNER); line !== undefined; line = below.take(INNER)) {
    const empty = line.endsWith(': []');
    if (!empty && !line.endsWith(':')) return undefined;
    const name = findText(line.slice(0, empty ? -4 : -1));
    if (name === undefined || name === '<<' || entries.has(name)) return undefined;
    const values = empty ? [] : findValues(below);
    if (values === undefined) return undefined;
    entries.set(name, values);
  }
  return entries.size === 0 ? undefined : entries;
}

function findValues(below: LinesBelow): MetadataValue[] | undefined {
  const first = findValue(below.take(ITEM), below);
  if (first === undefined) return undefined;
  // Nearly all have one, and an array that grows makes room for seventeen.
  const values = [first];
  for (let item = below.take(ITEM); item !== undefined; item = below.take(ITEM)) {
    const value = findValue(item, below);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function findValue(item: string | undefined, below: LinesBelow): MetadataValue | undefined {
  if (item === undefined) return undefined;
  if (item === BINARY_BLOCK) return findBytes(below);
  return item === EMPTY_BINARY ? new Uint8Array(0) : findText(item);
}

function findBytes(below: LinesBelow): Uint8Array | undefined {
  let base64 = '';
  for (let line = below.take(BLOCK); line !== undefined; line = below.take(BLOCK)) {
    if (line === '' || line.startsWith(' ')) return undefined;
    base64 += line;
  }
  return base64 === '' ? undefined : decodeBase64Text(base64);
}

function readValue(node: TreeNode, key: string, values: TreeValues): MetadataValue {
  if (node.kind !== 'text') values.fail(node, `a value of ${key} is neither text nor !!binary`);
  if (!node.binary) return node.text;
  const bytes = decodeBase64Text(node.text);
  if (bytes === undefined) values.fail(node, `a value of ${key} is not base64`);
  return bytes;
}

/** A key without `?` may be 1024 characters long (https://yaml.org/spec/1.2.2/#example-single-pair-implicit-entries). */
const LONGEST_IMPLICIT_KEY = 1000;

function emitName(name: string, empty: boolean): string {
  const list = empty ? ' []' : '';
  return name.length > LONGEST_IMPLICIT_KEY
    ? `${INNER}? ${name}\n${INNER}:${list}\n`
    : `${INNER}${name}:${list}\n`;
}

const names = new LastTexts();
const items = new LastTexts();

function emitItem(name: string, value: MetadataValue): string {
  return typeof value === 'string'
    ? items.textOf(name, value, emitTextItem)
    : `${ITEM}${emitBinary(value, BLOCK)}`;
}

function emitTextItem(_: string, value: string): string {
  return `${ITEM}${emitText(value)}\n`;
}

function emitFilled(name: string): string {
  return emitName(emitText(name), false);
}
