import { CanonicalForm } from '../canonical/canonical-message.js';
import { canonicalWire } from '../canonical/canonical-wire.js';
import { shapeOfClass } from '../classes/class-shape.js';
import { namesOf } from '../paths/find-field.js';
import type { FieldNames } from '../types/field-names.js';
import type { MessageCodec } from '../types/find-decoder.js';
import type { Meaning } from '../types/meaning.js';
import { ownJson } from '../view/own-json.js';

/** What an `Any` holds cannot be told without a schema. */
const form = new CanonicalForm();

/**
 * What messages of one type mean by the class of the client's own messages: google-protobuf, protoc-gen-ts, protobufjs,
 * protobuf-ts. Which fields the class knows, and what they hold, is learned from what it makes of small messages; the
 * messages themselves are put into the one form that they have by a schema, too.
 *
 * Where the bytes are no message, or it cannot be told what the class makes of them, only the order of fields does not
 * count. Nor can it be told what is in an `Any` or in groups: those count as they stand. `encode` is called for messages
 * that the client never sent.
 */
export function meaningOfClass(codec: MessageCodec): Meaning & Required<FieldNames> {
  // A copy, as a decoder may keep or change what it is given.
  const view: Meaning['view'] = (bytes) => ownJsonOf(() => codec.decode(new Uint8Array(bytes)));
  const shape = shapeOfClass(codec, view);
  return {
    canonical(bytes) {
      try {
        return form.encode(shape, bytes);
      } catch {
        // The bytes are no message, or what the class makes of them does not tell what they mean.
        return canonicalWire(bytes);
      }
    },
    view,
    ...namesOf(() => shape),
  };
}

function ownJsonOf(decode: () => unknown): ReturnType<Meaning['view']> {
  try {
    return ownJson(decode());
  } catch {
    return undefined;
  }
}
