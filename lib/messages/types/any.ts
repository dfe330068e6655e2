import { WireType } from '@bufbuild/protobuf/wire';
import type { WireField } from '../wire/wire-fields.js';

/** The type that holds a message of any type. https://protobuf.dev/programming-guides/proto3/#any */
export const ANY = 'google.protobuf.Any';

/** Its fields. They are found by number: a proto-loader definition may have other names for them. */
export const TYPE_URL = 1;
export const ANY_VALUE = 2;

/** The full name of the type that an Any of these fields holds; undefined where it says none. */
export function typeNameOf(bytes: Uint8Array, fields: readonly WireField[]): string | undefined {
  const url = fields.findLast(
    ({ number, wireType }) => number === TYPE_URL && wireType === WireType.LengthDelimited,
  );
  return url && typeNameIn(new TextDecoder().decode(bytes.subarray(url.valueStart, url.valueEnd)));
}

/** The full name of the type that a URL in an Any leads to. */
export function typeNameIn(typeUrl: string): string {
  return typeUrl.slice(typeUrl.lastIndexOf('/') + 1);
}
