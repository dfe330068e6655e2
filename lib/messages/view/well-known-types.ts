/** What stands for a message of a well-known type in JSON: one of its fields, or text that is made of them. */
export type WellKnownForm = 'any' | 'timestamp' | 'duration' | 'field mask' | 'member' | 'only field';

const FORMS: ReadonlyMap<string, WellKnownForm> = new Map(
  Object.entries({
    Any: 'any',
    Timestamp: 'timestamp',
    Duration: 'duration',
    FieldMask: 'field mask',
    Struct: 'only field',
    Value: 'member',
    ListValue: 'only field',
    DoubleValue: 'only field',
    FloatValue: 'only field',
    Int64Value: 'only field',
    UInt64Value: 'only field',
    Int32Value: 'only field',
    UInt32Value: 'only field',
    BoolValue: 'only field',
    StringValue: 'only field',
    BytesValue: 'only field',
  } as const).map(([name, form]) => [`google.protobuf.${name}`, form]),
);

/** The JSON form that messages of this type have; undefined for plain ones. https://protobuf.dev/programming-guides/json/ */
export function findWellKnownForm(typeName: string): WellKnownForm | undefined {
  return FORMS.get(typeName);
}
