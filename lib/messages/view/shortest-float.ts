/**
 * The shortest decimal that reads back as the same 32-bit float: 0.7 for 0.699999988079071. The steps are those of
 * Python's `type_checkers.ToShortestFloat`, so that each number gets the digits that it has there.
 */
export function shortestFloat(value: number): number {
  // Rounding would lose the sign of a negative zero.
  if (value === 0 || !Number.isFinite(value)) return value;
  for (let digits = 6; digits < 9; digits += 1) {
    const rounded = roundHalfEven(value, digits);
    if (Math.fround(rounded) === value) return rounded;
  }
  // Nine digits tell any two 32-bit floats apart.
  return roundHalfEven(value, 9);
}

/** Rounds as Python does: 2357719.25 to 2357719.2, where `toPrecision` makes it 2357719.3. */
function roundHalfEven(value: number, digits: number): number {
  // A digit, a point and a hundred digits: no tie has more.
  const [mantissa = '', exponent] = Math.abs(value).toExponential(100).split('e');
  const kept = mantissa.slice(0, digits + 1);
  const isHalfAboveEven = /[02468]$/.test(kept) && /^50*$/.test(mantissa.slice(digits + 1));
  return isHalfAboveEven
    ? Math.sign(value) * Number(`${kept}e${exponent}`)
    : Number(value.toPrecision(digits));
}
