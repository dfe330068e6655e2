/** A 64-bit integer as the package `long` has it, which protobufjs uses. */
export interface Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

/** Whether the object is a Long, of whatever copy of the package. */
export function isLong(value: object): value is Long {
  const { low, high, unsigned } = value as Partial<Long>;
  return (
    typeof low === 'number' &&
    typeof high === 'number' &&
    typeof unsigned === 'boolean' &&
    Object.keys(value).length === 3
  );
}

/** The integer in decimal. */
export function longText({ low, high, unsigned }: Long): string {
  const bits = (BigInt(high) << 32n) | BigInt(low >>> 0);
  return (unsigned ? BigInt.asUintN(64, bits) : BigInt.asIntN(64, bits)).toString();
}
