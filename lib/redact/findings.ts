import { leavesOf } from '../messages/paths/leaves.js';
import type { MessageShape } from '../messages/types/field.js';
import { asBuffer } from '../model/as-buffer.js';
import { findTokenKind, mayHoldToken } from './token-shapes.js';

/** Something that looks like a secret, and is stored as it is. */
export interface Finding {
  /** Such as `an OpenAI key`. */
  readonly kind: string;
  /** Where in what is stored, such as `5.3`; empty for the whole. */
  readonly place: string;
}

/** What looks like a secret in a message, by its shape. */
export function findTokens(bytes: Uint8Array, findShape: () => MessageShape | undefined): readonly Finding[] {
  const buffer = asBuffer(bytes);
  if (!mayHoldToken(buffer.toString('latin1'))) return [];
  const found = leavesOf(bytes, findShape()).flatMap(({ start, end, place }) => {
    const kind = findTokenKind(buffer.toString('latin1', start, end));
    return kind === undefined ? [] : [{ kind, place: place.join('.') }];
  });
  return [...new Map(found.map((finding) => [`${finding.kind} ${finding.place}`, finding])).values()];
}

/** The same of a text, or of bytes that are no message. */
export function findTokenIn(value: string | Uint8Array): string | undefined {
  const text = typeof value === 'string' ? value : asBuffer(value).toString('latin1');
  return mayHoldToken(text) ? findTokenKind(text) : undefined;
}
