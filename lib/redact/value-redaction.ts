import { type Leaf, leavesOf } from '../messages/paths/leaves.js';
import type { MessageShape } from '../messages/types/field.js';
import { asBuffer } from '../model/as-buffer.js';
import type { KnownValues, Span } from './known-values.js';

/** Bytes without secret values, and where those stood. */
interface Redacted {
  readonly bytes: Uint8Array;
  /** The numbers of the fields that lead to the texts in which they stood. */
  readonly places: readonly (readonly number[])[];
}

const NONE: readonly never[] = [];

/** Takes values out of text and bytes, wherever they stand, and puts something as long in their place. */
export class ValueRedaction {
  readonly #known: KnownValues;
  readonly #patterns: readonly RegExp[];

  constructor(known: KnownValues, patterns: readonly RegExp[]) {
    this.#known = known;
    this.#patterns = patterns.map(
      ({ source, flags }) => new RegExp(source, `${flags.replace(/[gy]/g, '')}g`),
    );
  }

  /** A message. Where there is nothing to take out, `bytes` itself is given. */
  message(bytes: Uint8Array, findShape: () => MessageShape | undefined): Redacted {
    const known = this.#known.isEmpty ? NONE : this.#known.find(asBuffer(bytes).toString('latin1'));
    if (known.length === 0 && this.#patterns.length === 0) return { bytes, places: NONE };
    const leaves = leavesOf(bytes, findShape());
    const spans = [...known, ...leaves.flatMap((leaf) => this.#matchesIn(bytes, leaf))];
    if (spans.length === 0) return { bytes, places: NONE };
    return { bytes: filled(bytes, spans), places: placesOf(spans, leaves) };
  }

  /** A text, or bytes that are no message. */
  value<Value extends string | Uint8Array>(value: Value): Value {
    if (this.#known.isEmpty && this.#patterns.length === 0) return value;
    const bytes = typeof value === 'string' ? Buffer.from(value) : asBuffer(value);
    const whole = { start: 0, end: bytes.length, place: [], parts: [] };
    const spans = [...this.#known.find(bytes.toString('latin1')), ...this.#matchesIn(bytes, whole)];
    if (spans.length === 0) return value;
    const left = filled(bytes, spans);
    return (typeof value === 'string' ? asBuffer(left).toString() : left) as Value;
  }

  /** Of what may be a message, in its parts first: a match of the whole may run over the bytes between them. */
  #matchesIn(bytes: Uint8Array, leaf: Leaf): readonly Span[] {
    if (this.#patterns.length === 0) return [];
    const inParts = leaf.parts.flatMap((part) => this.#matchesOf(bytes, part));
    return inParts.length > 0 ? inParts : this.#matchesOf(bytes, leaf);
  }

  #matchesOf(bytes: Uint8Array, { start, end }: Leaf): readonly Span[] {
    const content = asBuffer(bytes).subarray(start, end);
    const isText = Buffer.from(content.toString()).equals(content);
    const encoding = isText ? 'utf8' : 'latin1';
    const text = content.toString(encoding);
    return this.#patterns.flatMap((pattern) =>
      [...text.matchAll(pattern)].flatMap(({ 0: found, index }) => {
        if (found === '') return [];
        const first = isWithinPair(text, index) ? index - 1 : index;
        const last = index + found.length;
        const from = start + Buffer.byteLength(text.slice(0, first), encoding);
        const whole = text.slice(first, isWithinPair(text, last) ? last + 1 : last);
        const length = Buffer.byteLength(whole, encoding);
        return [{ start: from, end: from + length, fill: '*'.repeat(length) }];
      }),
    );
  }
}

/** Whether the index is within a character of two units, as a pattern without the flag u may have it. */
function isWithinPair(text: string, index: number): boolean {
  return (text.codePointAt(index - 1) ?? 0) > 0xffff;
}

function filled(bytes: Uint8Array, spans: readonly Span[]): Uint8Array {
  const left = new Uint8Array(bytes);
  for (const { start, fill } of spans) left.set(Buffer.from(fill, 'latin1'), start);
  return left;
}

/** The fields of the texts that lost something; what is in none of them is in the message as a whole. */
function placesOf(spans: readonly Span[], leaves: readonly Leaf[]): readonly (readonly number[])[] {
  return spans.flatMap(({ start, end }) => {
    const touched = leaves.filter((leaf) => leaf.start < end && start < leaf.end);
    return touched.length === 0 ? [[]] : touched.map(({ place }) => place);
  });
}
