import { isRecord } from './is-record.js';
import { findMessageType } from './protobuf-ts.js';

/** Methods of messages that give their bytes: google-protobuf and protoc-gen-ts, protoc-gen-ts. */
const ENCODERS = ['serializeBinary', 'serialize'] as const;

/** Makes bytes of a message. */
type Encoder = (message: unknown) => Uint8Array;

/** How the class of a message makes bytes of it. Undefined for one without a class of its own. Never throws. */
export function findEncoder(message: unknown): Encoder | undefined {
  try {
    if (!isRecord(message)) return undefined;
    const messageType = findMessageType(message);
    if (messageType !== undefined) return (each) => messageType.toBinary(each as object);
    const name = ENCODERS.find((method) => typeof message[method] === 'function');
    if (name !== undefined) return (each) => (each as Record<typeof name, () => Uint8Array>)[name]();
    const statics = message.constructor as { readonly encode?: ProtobufjsEncode };
    return typeof statics.encode === 'function' ? (each) => encodeBy(statics, each) : undefined;
  } catch {
    // Not a message: an object whose properties fail.
    return undefined;
  }
}

/** The class may be asked for its type: it must be called as what it is. */
function encodeBy(statics: { readonly encode?: ProtobufjsEncode }, message: unknown): Uint8Array {
  const writer = statics.encode?.(message);
  if (writer === undefined) throw new Error('The class has no encoder any more.');
  return writer.finish();
}

/** https://github.com/protobufjs/protobuf.js#valid-message */
type ProtobufjsEncode = (message: unknown) => { finish(): Uint8Array };
