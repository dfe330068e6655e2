import type { CallRecord } from '../../model/interaction.js';
import { keepShape } from '../../model/keep-shape.js';
import type { Kind } from '../../model/kind.js';
import { CALL_FIELDS, CallDraft, type CallField, findCallField } from './fields.js';
import { FIELD, type LinesBelow } from './form.js';

/** The first line of an entry that this library writes. */
export const CALL_LINE = '- call:\n';

/** The text of an entry up to its request. */
export function emitCall(call: CallRecord, kind: Kind): string {
  let text = CALL_LINE;
  for (const { name, key, form, belongs } of CALL_FIELDS) {
    const value = call[name];
    if (value !== undefined && (belongs === undefined || belongs(call, kind))) text += form.emit(key, value);
  }
  return text;
}

/**
 * Reads a `call` block in the shape that `emitCall` writes, an entry's text up to its request; undefined for every
 * other, which a YAML parser must read. Every line is accounted for, so that nothing can hide between two of them.
 */
export function findCall(text: string): CallRecord | undefined {
  return text.startsWith(CALL_LINE) ? new CallReader(text).read() : undefined;
}

class CallReader implements LinesBelow {
  readonly #text: string;
  readonly #call = new CallDraft();
  #at = CALL_LINE.length;

  constructor(text: string) {
    this.#text = text;
  }

  read(): CallRecord | undefined {
    let last: CallField | undefined;
    while (this.#at < this.#text.length) {
      last = this.#readField(last);
      if (last === undefined) return undefined;
    }
    return last && this.#call.record;
  }

  /** Returns the field, which must stand after `last`; `method` is the first. */
  #readField(last: CallField | undefined): CallField | undefined {
    const text = this.#text;
    if (!text.startsWith(FIELD, this.#at)) return undefined;
    const colon = text.indexOf(':', this.#at);
    const end = text.indexOf('\n', this.#at);
    if (colon === -1 || end < colon) return undefined;
    const field = findCallField(text.slice(this.#at + FIELD.length, colon));
    if (field === undefined || (last === undefined ? field.rank !== 0 : field.rank <= last.rank))
      return undefined;
    this.#at = end + 1;
    const value = field.form.find(text.slice(colon + 1, end), this);
    if (value === undefined) return undefined;
    this.#call.set(field, value);
    return field;
  }

  take(prefix: string): string | undefined {
    if (!this.#text.startsWith(prefix, this.#at)) return undefined;
    const end = this.#text.indexOf('\n', this.#at);
    if (end === -1) return undefined;
    const line = this.#text.slice(this.#at + prefix.length, end);
    this.#at = end + 1;
    return line;
  }
}

keepShape(new CallReader(''));
