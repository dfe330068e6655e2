import type { JsonValue } from '../../model/json.js';
import { canonicalWire } from '../canonical/canonical-wire.js';
import { orderedForm } from '../canonical/ordered-form.js';
import { separateUnknown } from '../canonical/unknown-fields.js';
import { unknownForm } from '../canonical/unknown-form.js';
import { createClassNames } from '../paths/class-names.js';
import { ClassProbe } from '../types/class-probe.js';
import type { FieldNames } from '../types/field-names.js';
import type { MessageCodec } from '../types/find-decoder.js';
import type { Meaning } from '../types/meaning.js';
import { normalFormOf } from '../types/normal-form.js';
import { ownJson } from '../view/own-json.js';
import { concatBytes, delimitedField, NO_BYTES } from '../wire/wire-bytes.js';

/** The largest number that a field can have. What a class does not know stands under it: no class knows it. */
const LARGEST_NUMBER = 2 ** 29 - 1;

/**
 * What messages of one type mean by the class of the client's own messages: google-protobuf, protoc-gen-ts, protobufjs,
 * protobuf-ts. What it reads, it writes in one way; its fields are then put in one order, and what it does not know is
 * added. Which fields it knows, and which of them are maps, is learned from what it makes of small messages.
 *
 * Where the class cannot read a message, or would lose what it means (see `assertKeepsValue`, and messages in parts), only
 * the order of fields does not count, as without a schema. Nor can it be told what is in an `Any` or in groups: those count
 * as they stand. `encode` is called for messages that the client never sent.
 */
export function meaningOfClass(codec: MessageCodec): Meaning & Required<FieldNames> {
  const normalForm = normalFormOf(codec);
  const probe = new ClassProbe(normalForm);
  // A copy, as a decoder may keep or change what it is given.
  const decode = (bytes: Uint8Array) => codec.decode(new Uint8Array(bytes));
  const view = (bytes: Uint8Array) => viewOf(decode, bytes);
  return {
    canonical(bytes) {
      try {
        const { known, unknown } = separateUnknown(bytes, probe);
        const normal = normalForm(known);
        if (normal === undefined) return canonicalWire(bytes);
        const ordered = orderedForm(normal, probe);
        const form = unknown === undefined ? NO_BYTES : unknownForm(unknown, probe);
        return form.length === 0 ? ordered : concatBytes([ordered, delimitedField(LARGEST_NUMBER, form)]);
      } catch {
        // The bytes are no message, or what the class makes of them does not tell what they mean.
        return canonicalWire(bytes);
      }
    },
    view,
    ...createClassNames(decode, view, probe),
  };
}

function viewOf(decode: (bytes: Uint8Array) => unknown, bytes: Uint8Array): JsonValue | undefined {
  try {
    return ownJson(decode(bytes));
  } catch {
    return undefined;
  }
}
