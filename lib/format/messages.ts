import type { MessageList } from '../model/interaction.js';
import { keepShape } from '../model/keep-shape.js';
import { decodeBase64, decodeBase64Text } from './yaml/base64.js';
import { CODES } from './yaml/characters.js';
import { decodeEvenLines } from './yaml/even-lines.js';
import { endOfDeeper, lineAfter } from './yaml/lines.js';
import { brokenInteraction, lineAt, type Source } from './yaml/source.js';
import type { TextNode } from './yaml/tree.js';
import type { TreePlace } from './yaml/tree-values.js';

const { DOUBLE_QUOTE } = CODES;

const NOT_BASE64 = 'a message is not base64';

/** Messages that stay in the file's bytes: all that is kept of one is where its value starts. */
export class IndexedMessages implements MessageList {
  readonly #source: Source;
  readonly #offsets: ArrayLike<number>;

  constructor(source: Source, offsets: ArrayLike<number>) {
    this.#source = source;
    this.#offsets = offsets;
  }

  get length(): number {
    return this.#offsets.length;
  }

  at(index: number): Uint8Array {
    const offset = this.#offsets[index];
    if (offset === undefined) throw outside(index, this.length);
    return decodeAt(this.#source, offset);
  }
}

/** Messages that a YAML parser found. */
export class ParsedMessages implements MessageList {
  readonly #place: TreePlace;
  readonly #nodes: readonly TextNode[];

  constructor(place: TreePlace, nodes: readonly TextNode[]) {
    this.#place = place;
    this.#nodes = nodes;
  }

  get length(): number {
    return this.#nodes.length;
  }

  at(index: number): Uint8Array {
    const node = this.#nodes[index];
    if (node === undefined) throw outside(index, this.length);
    const bytes = decodeBase64Text(node.text);
    if (bytes === undefined) {
      throw brokenInteraction(this.#place.path, this.#place.linesBefore + node.line, NOT_BASE64);
    }
    return bytes;
  }
}

function outside(index: number, length: number): RangeError {
  return new RangeError(`There is no message ${index}: the list has ${length}.`);
}

/** Every message's value stands deeper than its key or dash, which is in column 4. */
export const VALUE_INDENTATION = 5;

/** Decodes the value, `""` or a literal block, that starts at `offset` and that the scanner has found well-formed. */
function decodeAt(source: Source, offset: number): Uint8Array {
  const { bytes } = source;
  if (bytes[offset] === DOUBLE_QUOTE) return new Uint8Array(0);
  const from = lineAfter(bytes, offset);
  const message = decodeEvenLines(bytes, from, VALUE_INDENTATION) ?? decodeLines(bytes, from);
  if (message === undefined) throw brokenInteraction(source.path, lineAt(bytes, offset), NOT_BASE64);
  return message;
}

function decodeLines(bytes: Buffer, from: number): Uint8Array | undefined {
  return decodeBase64(bytes, from, endOfDeeper(bytes, from, VALUE_INDENTATION, bytes.length));
}

keepShape(new IndexedMessages({ bytes: Buffer.alloc(0), path: '' }, []));
