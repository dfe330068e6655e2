const WELL_KNOWN_TYPES: ReadonlySet<string> = new Set(
  [
    'Any',
    'Timestamp',
    'Duration',
    'FieldMask',
    'Struct',
    'Value',
    'ListValue',
    'DoubleValue',
    'FloatValue',
    'Int64Value',
    'UInt64Value',
    'Int32Value',
    'UInt32Value',
    'BoolValue',
    'StringValue',
    'BytesValue',
  ].map((name) => `google.protobuf.${name}`),
);

/** Whether messages of this type have a JSON form of their own. https://protobuf.dev/programming-guides/json/ */
export function isWellKnownType(typeName: string): boolean {
  return WELL_KNOWN_TYPES.has(typeName);
}
