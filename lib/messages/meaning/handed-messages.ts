import { asBuffer } from '../../model/as-buffer.js';
import type { JsonValue } from '../../model/json.js';
import type { Meaning } from '../types/meaning.js';
import { ownJson } from '../view/own-json.js';
import { meaningOfWire } from './wire-meaning.js';

/** Views of larger messages, in bytes, are not kept. */
const LARGEST_KEPT = 16 * 1024;
/** Nor are those of more messages, or of more bytes in all: a view is for people, and a recorder must not fill memory. */
const MOST_KEPT = 10_000;
const MOST_BYTES_KEPT = 4 * 1024 * 1024;

/**
 * What a client whose messages have no class of their own (ts-proto, proto-loader) hands over: where there is no schema,
 * nothing else has names for fields. An object is found by the bytes that were made of it.
 */
export class HandedMessages {
  readonly #objects = new WeakMap<Uint8Array, object>();
  readonly #views = new Map<string, JsonValue>();
  #keptBytes = 0;

  /** Notes a message for as long as these very bytes are held. */
  note(bytes: Uint8Array, message: object): void {
    this.#objects.set(bytes, message);
  }

  /** Keeps the view of a message that is recorded: when it is written, the bytes are others that are equal. */
  keepView(bytes: Uint8Array, message: object): void {
    if (bytes.length > LARGEST_KEPT || this.#views.size >= MOST_KEPT) return;
    if (this.#keptBytes + bytes.length > MOST_BYTES_KEPT) return;
    const key = keyOf(bytes);
    const view = this.#views.has(key) ? undefined : ownJson(message);
    if (view === undefined) return;
    this.#views.set(key, view);
    this.#keptBytes += bytes.length;
  }

  /** The message for people; undefined where nobody handed it over. */
  view(bytes: Uint8Array): JsonValue | undefined {
    const object = this.#objects.get(bytes);
    return object === undefined ? this.#views.get(keyOf(bytes)) : ownJson(object);
  }
}

/** What such messages mean: their bytes do not tell more than those of any other. */
export function meaningOfHanded(handed: HandedMessages): Meaning {
  return { ...meaningOfWire, view: (bytes) => handed.view(bytes) };
}

function keyOf(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('latin1');
}
