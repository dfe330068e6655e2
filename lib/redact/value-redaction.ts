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

  /** Whether there is nothing to look for, so far. */
  get isIdle(): boolean {
    return this.#patterns.length === 0 && this.#known.isEmpty;
  }

  /** A message. Where there is nothing to take out, `bytes` itself is given. */
  message(bytes: Uint8Array, findShape: () => MessageShape | undefined): Redacted {
    const known = this.#known.isEmpty ? NONE : this.#known.find(asBuffer(bytes).toString('latin1'));
    if (known.length === 0 && this.#patterns.length === 0) return { bytes, places: NONE };
    const leaves = leavesOf(bytes, findShape());
    const spans = [...withinTexts(known, leaves), ...leaves.flatMap((leaf) => this.#matchesIn(bytes, leaf))];
    if (spans.length === 0) return { bytes, places: NONE };
    return { bytes: filled(bytes, spans), places: placesOf(spans, leaves) };
  }

  /** A text, or bytes that are no message. */
  value<Value extends string | Uint8Array>(value: Value): Value {
    if (this.isIdle) return value;
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
    return this.#patterns.flatMap((pattern) => spansOf(text.matchAll(pattern), text, encoding, start));
  }
}

/** Matches as stretches of bytes: they come in the order of the text, which is measured once. */
function spansOf(
  matches: Iterable<RegExpExecArray>,
  text: string,
  encoding: 'utf8' | 'latin1',
  start: number,
): readonly Span[] {
  const spans: Span[] = [];
  let measured = 0;
  let at = start;
  for (const { 0: found, index } of matches) {
    if (found === '') continue;
    const first = Math.max(measured, isWithinPair(text, index) ? index - 1 : index);
    const last = index + found.length;
    const end = isWithinPair(text, last) ? last + 1 : last;
    if (end <= first) continue;
    at += Buffer.byteLength(text.slice(measured, first), encoding);
    const length = Buffer.byteLength(text.slice(first, end), encoding);
    spans.push({ start: at, end: at + length, fill: '*'.repeat(length) });
    at += length;
    measured = end;
  }
  return spans;
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

/** So many bytes that are those of a value are that value, wherever they stand; fewer may be a number, or tags and lengths. */
const SURE = 16;

/** Those in a text, and those that are too long to be anything else. Both lists are in the order of the bytes. */
function withinTexts(spans: readonly Span[], leaves: readonly Leaf[]): readonly Span[] {
  let next = 0;
  return spans.filter(({ start, end }) => {
    while (next < leaves.length && (leaves[next]?.end ?? 0) < end) next += 1;
    const leaf = leaves[next];
    return end - start >= SURE || (leaf !== undefined && leaf.start <= start);
  });
}

/** The fields of the texts that lost something; what is in none of them is in the message as a whole. */
function placesOf(spans: readonly Span[], leaves: readonly Leaf[]): readonly (readonly number[])[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  const places: (readonly number[])[] = [];
  let next = 0;
  for (const { start, end } of sorted) {
    while (next < leaves.length && (leaves[next]?.end ?? 0) <= start) next += 1;
    let isTouched = false;
    for (let index = next; index < leaves.length; index += 1) {
      const leaf = leaves[index];
      if (leaf === undefined || leaf.start >= end) break;
      places.push(leaf.place);
      isTouched = true;
    }
    if (!isTouched) places.push([]);
  }
  return places;
}
