import type { JsonValue } from '../model/json.js';
import { cut, printable } from '../model/text/printable.js';
import type { Redaction } from '../redact/redaction.js';

/** How much of a value is shown where it stands in a line with another, in characters. */
const SHORT = 60;
/** How much of what is the same is shown before the place where two texts differ. */
const LEAD = 15;

/** A value as compact JSON that can be printed, cut to `length` characters, secrets hidden. */
export function showValue(
  value: JsonValue | undefined,
  redaction: Redaction,
  length: number = SHORT,
): string {
  if (value === undefined) return 'nothing';
  return shorten(JSON.stringify(value, hidingSecrets(redaction)), length);
}

/** The same without what is empty: messages of a class show every field that they could have. */
export function showFilled(value: JsonValue, length: number, redaction: Redaction): string {
  return showValue(filled(value) ?? {}, redaction, length);
}

/** No more is looked at than may be shown: a value can be of any size. */
function shorten(text: string, length: number): string {
  return cut(printable(text.slice(0, length + 1)), length);
}

function filled(value: JsonValue): JsonValue | undefined {
  if (value === '' || value === 0 || value === false || value === null) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((each) => filled(each) ?? each);
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value).flatMap(([name, each]) => {
    const left = filled(each as JsonValue);
    return left === undefined ? [] : [[name, left] as const];
  });
  return Object.fromEntries(entries);
}

/** Two values that differ, each cut so that the place where they do can be seen. */
export function showPair(
  one: JsonValue | undefined,
  other: JsonValue | undefined,
  redaction: Redaction,
): readonly [string, string] {
  const show = (value: JsonValue | undefined): string => showValue(value, redaction);
  if (typeof one !== 'string' || typeof other !== 'string') return [show(one), show(other)];
  return around(one, other, show);
}

/** The same of two texts that are shown as they are, without quotes. */
export function showTexts(one: string, other: string): readonly [string, string] {
  return around(one, other, (text) => shorten(text, SHORT));
}

function around(one: string, other: string, show: (text: string) => string): readonly [string, string] {
  const start = firstDifference(one, other) - LEAD;
  if (start < LEAD || Math.max(one.length, other.length) <= SHORT) return [show(one), show(other)];
  return [`…${show(one.slice(start))}`, `…${show(other.slice(start))}`];
}

function firstDifference(one: string, other: string): number {
  let index = 0;
  while (index < one.length && one[index] === other[index]) index += 1;
  return index;
}

/** `this` is what holds the value. https://tc39.es/ecma262/#sec-json.stringify */
function hidingSecrets(redaction: Redaction): (this: unknown, name: string, value: unknown) => unknown {
  return function (name, value) {
    if (redaction.hides(this, name)) return redaction.replacement;
    return typeof value === 'string' ? redaction.text(value) : value;
  };
}
