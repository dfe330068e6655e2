/** What a message of protobuf-ts knows of its type. */
interface ProtobufTsMessageType {
  fromBinary(bytes: Uint8Array): unknown;
  toBinary(message: object): Uint8Array;
  /** Canonical JSON. Throws for an `Any`, whose types it is not told. */
  toJson(message: object, options: { readonly useProtoFieldName: boolean }): unknown;
}

/** Under which protobuf-ts keeps a message's type, in every copy of its runtime. */
const MESSAGE_TYPE = Symbol.for('protobuf-ts/message-type');

/** The type of a message that protobuf-ts made; undefined for others. */
export function findMessageType(message: object): ProtobufTsMessageType | undefined {
  const type = (message as { readonly [MESSAGE_TYPE]?: Partial<ProtobufTsMessageType> })[MESSAGE_TYPE];
  const isType = [type?.fromBinary, type?.toBinary, type?.toJson].every((each) => typeof each === 'function');
  return isType ? (type as ProtobufTsMessageType) : undefined;
}
